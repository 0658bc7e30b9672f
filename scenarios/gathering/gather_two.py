import asyncio

PARAMETERS = {"first": 2, "second": 1}


async def task1():
    print("task1 start")
    await asyncio.sleep(PARAMETERS["first"])
    print("task1 end")
    return 1


async def task2():
    print("task2 start")
    await asyncio.sleep(PARAMETERS["second"])
    print("task2 end")
    return 2


async def main():
    print(await asyncio.gather(task1(), task2()))


asyncio.run(main())
