"""One of three fails: gather() throws at once; with return_exceptions it waits and gives all ends."""
import asyncio

PARAMETERS = {"success": 1, "failure": 0.5}


async def successful_task(n):
    await asyncio.sleep(PARAMETERS["success"])
    return f"Success {n}"


async def failing_task():
    await asyncio.sleep(PARAMETERS["failure"])
    raise ValueError("Task failed!")


def three():
    return successful_task(1), failing_task(), successful_task(2)


async def main():
    try:
        await asyncio.gather(*three())
    except ValueError as error:
        print("Error:", error)
    for end in await asyncio.gather(*three(), return_exceptions=True):
        print("Exception:" if isinstance(end, ValueError) else "Result:", end)


asyncio.run(main())
