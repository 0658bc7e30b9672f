"""What a task can be asked: whether it is done, its name; and to stop."""
import asyncio

PARAMETERS = {"work": 5, "start": False}


async def long_task():
    await asyncio.sleep(PARAMETERS["work"])
    return "Completed"


async def main():
    task = asyncio.create_task(long_task())
    if PARAMETERS["start"]:
        await asyncio.sleep(0)
    print("Done:", task.done())
    print("Name:", task.get_name())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("Task was cancelled")


asyncio.run(main())
