"""main waits for a task without letting go of the loop, so the task never gets its first turn."""
import asyncio
import time

PARAMETERS = {"corrected": False, "brewing": 2, "pause": 0.1}


async def tea():
    print("kettle on")
    await asyncio.sleep(PARAMETERS["brewing"])
    return "tea"


async def main():
    brewing = asyncio.create_task(tea())
    looks = 0
    while not brewing.done():
        looks += 1
        if looks > 50:
            raise RuntimeError("looked 50 times, and still no tea")
        if PARAMETERS["corrected"]:
            await asyncio.sleep(PARAMETERS["pause"])
        else:
            time.sleep(PARAMETERS["pause"])
    print("here is", brewing.result())


asyncio.run(main())
