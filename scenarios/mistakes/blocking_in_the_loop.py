"""A blocking sleep in a coroutine: what ought to overlap comes one after another."""
import asyncio
import time

PARAMETERS = {"corrected": False, "downloads": 3, "duration": 1}


async def download(number):
    print(f"download {number} begins")
    if PARAMETERS["corrected"]:
        await asyncio.sleep(PARAMETERS["duration"])
    else:
        time.sleep(PARAMETERS["duration"])
    print(f"download {number} ends")


async def heartbeat():
    for beat in range(1, 5):
        await asyncio.sleep(0.5)
        print("beat", beat)


async def main():
    beating = asyncio.create_task(heartbeat())
    await asyncio.gather(*(download(i + 1) for i in range(PARAMETERS["downloads"])))
    print("all downloads done")
    await beating


asyncio.run(main())
