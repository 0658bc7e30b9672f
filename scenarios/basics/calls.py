import asyncio
import time

PARAMETERS = {"short": 0.5, "long": 1}


def sync_function(text):
    print("sync:", text)
    time.sleep(0.1)
    return "sync result of " + text


async def async_function(text, delay):
    print("async start:", text)
    await asyncio.sleep(delay)
    print("async end:", text)
    return "async result of " + text


async def main():
    start = time.time()
    print(sync_function("one"))
    coroutine = async_function("two", PARAMETERS["short"])
    print("coroutine type:", type(coroutine).__name__)
    print(await coroutine)
    task_a = asyncio.create_task(async_function("three", PARAMETERS["long"]))
    task_b = asyncio.create_task(async_function("four", PARAMETERS["short"]))
    print(f"created: {task_a.get_name()}, {task_b.get_name()}")
    print(sync_function("five"))
    print(await task_a)
    print(await task_b)
    print(f"total {time.time() - start:.2f}s")


asyncio.run(main())
