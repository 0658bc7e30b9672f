"""The same three tasks gathered, and in a task group."""
import asyncio

PARAMETERS = {"duration": 1, "run": "both"}


async def task(n):
    await asyncio.sleep(PARAMETERS["duration"])
    return n * 2


async def with_gather():
    return await asyncio.gather(task(1), task(2), task(3))


async def with_task_group():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(n)) for n in (1, 2, 3)]
    return [t.result() for t in tasks]


async def main():
    gathered = await with_gather()
    if PARAMETERS["run"] == "both":
        print(gathered)
        print(await with_task_group())


asyncio.run(main())
