import asyncio
import time

PARAMETERS = {"permits": 2, "tasks": 5, "work": 1}


async def limited_task(semaphore, name):
    async with semaphore:
        print(f"{name} enters at {time.monotonic():.1f}")
        await asyncio.sleep(PARAMETERS["work"])
        return f"Completed {name}"


async def main():
    semaphore = asyncio.Semaphore(PARAMETERS["permits"])
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(limited_task(semaphore, f"Task-{i}")) for i in range(PARAMETERS["tasks"])]
    for task in tasks:
        print(task.result())


asyncio.run(main())
