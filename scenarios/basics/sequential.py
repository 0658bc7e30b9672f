"""One thing after another: each coroutine is awaited before the next one begins."""
import asyncio
import time

PARAMETERS = {"tasks": 3, "duration": 2}


async def task(name):
    print(name, "starting")
    await asyncio.sleep(PARAMETERS["duration"])
    print(name, "finished")
    return f"{name} result"


async def run_in_turn():
    start = time.time()
    results = [await task(f"Task {i + 1}") for i in range(PARAMETERS["tasks"])]
    print(f"Total time: {time.time() - start:.2f}s")
    return results


asyncio.run(run_in_turn())
