"""A task that catches its cancellation and goes on cannot be stopped."""
import asyncio

PARAMETERS = {"corrected": False, "attempts": 3, "patience": 1.5}


async def poll_server():
    for attempt in range(1, PARAMETERS["attempts"] + 1):
        try:
            print("attempt", attempt)
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print(f"attempt {attempt} failed")
            if PARAMETERS["corrected"]:
                raise


async def main():
    polling = asyncio.create_task(poll_server())
    await asyncio.sleep(PARAMETERS["patience"])
    print("main: enough")
    polling.cancel()
    try:
        await polling
        print("main: it came to its own end")
    except asyncio.CancelledError:
        print("main: it was cancelled")


asyncio.run(main())
