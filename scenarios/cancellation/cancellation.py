"""A cancellation is an exception that arrives where the task waits."""
import asyncio

PARAMETERS = {"work": 10, "patience": 2}


async def cancellable_task():
    try:
        print("Task starting")
        await asyncio.sleep(PARAMETERS["work"])
        print("Task finished")
    except asyncio.CancelledError:
        print("Task was cancelled")
        raise


async def main():
    task = asyncio.create_task(cancellable_task())
    await asyncio.sleep(PARAMETERS["patience"])
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("Main: Task cancelled")


asyncio.run(main())
