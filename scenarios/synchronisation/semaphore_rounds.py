import asyncio

PARAMETERS = {"permits": 2, "tasks": 5, "work": 1}


async def limited_task(semaphore, i):
    async with semaphore:
        print("in", i)
        await asyncio.sleep(PARAMETERS["work"])
    print("out", i)


async def main():
    semaphore = asyncio.Semaphore(PARAMETERS["permits"])
    await asyncio.gather(*(limited_task(semaphore, i) for i in range(PARAMETERS["tasks"])))


asyncio.run(main())
