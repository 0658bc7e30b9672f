import asyncio
import time

PARAMETERS = {"block": 0.1}


def sync_function(word):
    print("sync:", word)
    time.sleep(PARAMETERS["block"])
    return "sync result of " + word


async def async_function(word, delay):
    print("async start:", word)
    await asyncio.sleep(delay)
    print("async end:", word)
    return "async result of " + word


async def main():
    began = time.time()
    print(sync_function("one"))
    waiting = async_function("two", 0.5)
    print("coroutine type:", type(waiting).__name__)
    print(await waiting)
    tasks = [asyncio.create_task(async_function("three", 1)), asyncio.create_task(async_function("four", 0.5))]
    print("created:", ", ".join(task.get_name() for task in tasks))
    print(sync_function("five"))
    for task in tasks:
        print(await task)
    print(f"total {time.time() - began:.2f}s")


asyncio.run(main())
