"""Two ways to wait: a regular function keeps the loop for itself, a coroutine gives it back."""
import asyncio
import time

PARAMETERS = {"duration": 2, "ticks": 0}


def blocking_sleep():
    print("Blocking sleep start")
    time.sleep(PARAMETERS["duration"])
    print("Blocking sleep end")
    return "Done"


async def async_sleep():
    print("Async sleep start")
    await asyncio.sleep(PARAMETERS["duration"])
    print("Async sleep end")
    return "Done"


async def ticker():
    for i in range(PARAMETERS["ticks"]):
        print("tick", i + 1)
        await asyncio.sleep(0.5)


async def main():
    ticking = None
    if PARAMETERS["ticks"]:
        ticking = asyncio.create_task(ticker())
        await asyncio.sleep(0)
    blocking_sleep()
    await async_sleep()
    if ticking:
        await ticking


asyncio.run(main())
