import asyncio
import time

PARAMETERS = {"a": 1, "b": 2, "c": 1.5}


async def fetch_data(name, delay):
    await asyncio.sleep(delay)
    return {"data": f"Result from {name}"}


async def main():
    start = time.monotonic()
    print(await asyncio.gather(
        fetch_data("Task A", PARAMETERS["a"]),
        fetch_data("Task B", PARAMETERS["b"]),
        fetch_data("Task C", PARAMETERS["c"]),
    ))
    print(f"elapsed {time.monotonic() - start:.2f}s")


asyncio.run(main())
