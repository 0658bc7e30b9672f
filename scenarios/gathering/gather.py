"""Many coroutines at once, their results in the order of the arguments."""
import asyncio
import random

PARAMETERS = {"fetches": 5, "duration": 1, "jitter": 0}


async def fetch_data(data_id):
    jitter = PARAMETERS["jitter"]
    await asyncio.sleep(PARAMETERS["duration"] + (random.uniform(0, jitter) if jitter else 0))
    return f"Data {data_id}"


async def main():
    print(await asyncio.gather(*(fetch_data(i + 1) for i in range(PARAMETERS["fetches"]))))


asyncio.run(main())
