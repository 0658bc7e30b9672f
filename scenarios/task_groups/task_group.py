import asyncio

PARAMETERS = {"a": 1, "b": 2}


async def fetch_data(name, delay):
    await asyncio.sleep(delay)
    print(f"{name} fetched")
    return {"data": f"Result from {name}"}


async def main():
    async with asyncio.TaskGroup() as group:
        task1 = group.create_task(fetch_data("A", PARAMETERS["a"]))
        task2 = group.create_task(fetch_data("B", PARAMETERS["b"]))
        print("body done, waiting")
    print(task1.result(), task2.result())


asyncio.run(main())
