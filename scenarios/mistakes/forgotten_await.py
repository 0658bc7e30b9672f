"""Calling a coroutine function does not run it."""
import asyncio

PARAMETERS = {"corrected": False, "duration": 1}


async def save(what):
    print("saving", what)
    await asyncio.sleep(PARAMETERS["duration"])
    print(what, "saved")


async def main():
    if PARAMETERS["corrected"]:
        await save("report")
    else:
        save("report")
    print("main: all is saved, good night")


asyncio.run(main())
