import asyncio

PARAMETERS = {"readers": 2, "delay": 1}


async def reader(condition, n):
    async with condition:
        print(f"reader {n} waits")
        await condition.wait()
        print(f"reader {n} sees the update")


async def writer(condition):
    await asyncio.sleep(PARAMETERS["delay"])
    async with condition:
        print("Resource updated")
        condition.notify_all()


async def main():
    condition = asyncio.Condition()
    readers = [reader(condition, n) for n in range(1, PARAMETERS["readers"] + 1)]
    await asyncio.gather(*readers, writer(condition))


asyncio.run(main())
