import asyncio

PARAMETERS = {"give_way": True, "work": 1}


async def job():
    print("task runs")
    await asyncio.sleep(PARAMETERS["work"])
    return "task result"


async def main():
    task = asyncio.create_task(job())
    print("task created, not started")
    if PARAMETERS["give_way"]:
        await asyncio.sleep(0)
    print("task started")
    print(await task)


asyncio.run(main())
