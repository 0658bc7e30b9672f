import asyncio
import itertools

PARAMETERS = {"interval": 0.5, "steps": 3, "step": 1.2}


async def monitor():
    ticks = 0
    try:
        for ticks in itertools.count(1):
            print(f"[monitor] tick {ticks}: all systems normal")
            await asyncio.sleep(PARAMETERS["interval"])
    except asyncio.CancelledError:
        print(f"[monitor] stopping after {ticks} ticks")
        raise


async def work():
    for number in range(PARAMETERS["steps"]):
        print("[work] step", number + 1)
        await asyncio.sleep(PARAMETERS["step"])
    return "work complete"


async def main():
    watching = asyncio.create_task(monitor())
    print(await work())
    watching.cancel()
    try:
        await watching
    except asyncio.CancelledError:
        print("background task cancelled")


asyncio.run(main())
