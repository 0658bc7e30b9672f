import asyncio
import time


async def fetch_data(name, delay, fail=False):
    await asyncio.sleep(delay)
    if fail:
        raise ValueError(f"{name} failed")
    return f"Result from {name}"


async def task_groups():
    start = time.monotonic()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch_data(name, delay)) for name, delay in (("A", 1), ("B", 2), ("C", 1.5))]
    print([task.result() for task in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch_data("slow", 5))
            group.create_task(fetch_data("bad", 0.5, True))
    except* ValueError as errors:
        print("group failed:", errors.exceptions[0])
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(fetch_data("slow", 5))
    except TimeoutError:
        print("group timed out")
    print(f"task_groups {time.monotonic() - start:.2f}s")


async def main_future():
    start = time.monotonic()
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.add_done_callback(lambda done: print("callback:", done.result()))
    loop.call_later(0.5, future.set_result, "manual")
    print("future:", await future)
    futures = [loop.create_future() for _ in range(3)]
    for i, each in enumerate(futures):
        loop.call_later(0.3 - i * 0.1, each.set_result, i)
    print("gathered:", await asyncio.gather(*futures))
    print(f"main_future {time.monotonic() - start:.2f}s")


async def one(things, i):
    lock, semaphore, barrier, event = things
    async with lock:
        await asyncio.sleep(0.1)
        print("locked", i)
    async with semaphore:
        await asyncio.sleep(0.2)
        print("limited", i)
    await barrier.wait()
    print("past the barrier", i)
    await event.wait()
    print("past the event", i)


async def opener(event):
    await asyncio.sleep(2)
    event.set()


async def demonstrate_locks():
    start = time.monotonic()
    things = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Barrier(3), asyncio.Event()
    await asyncio.gather(*(one(things, i) for i in range(3)), opener(things[3]))
    print(f"demonstrate_locks {time.monotonic() - start:.2f}s")


async def main():
    await task_groups()
    await main_future()
    await demonstrate_locks()


asyncio.run(main())
