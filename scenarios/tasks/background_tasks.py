"""create_task() hands a coroutine to the loop, which runs it while main does something else."""
import asyncio

PARAMETERS = {"duration": 2, "elsewhere": 1}


async def my_coroutine(name):
    print(name, "starting")
    await asyncio.sleep(PARAMETERS["duration"])
    print(name, "finished")
    return f"{name} done"


async def main():
    first = asyncio.create_task(my_coroutine("Task 1"))
    second = asyncio.create_task(my_coroutine("Task 2"))
    print("Tasks are running in background")
    await asyncio.sleep(PARAMETERS["elsewhere"])
    print("Still running...")
    print(f"Results: {await first}, {await second}")


asyncio.run(main())
