"""First steps: a result, blocking against awaiting, callbacks of the loop, two countdowns."""
import asyncio
import time

PARAMETERS = {"job": 1}


async def hello():
    print("hello")
    await asyncio.sleep(0.5)
    print("world")
    return 42


def run_sync():
    start = time.time()
    for _ in range(3):
        time.sleep(PARAMETERS["job"])
    print(f"sync:  {list(range(3))} in {time.time() - start:.2f}s")


async def async_job(n):
    await asyncio.sleep(PARAMETERS["job"])
    return n


async def run_async():
    start = time.time()
    results = await asyncio.gather(*map(async_job, range(3)))
    print(f"async: {results} in {time.time() - start:.2f}s")


async def loop_info():
    loop = asyncio.get_running_loop()
    print(f"loop running: {loop.is_running()}, time {loop.time():.3f}")
    loop.call_soon(print, "call_soon callback")
    loop.call_later(0.2, print, "call_later callback")
    print("callbacks registered")
    await asyncio.sleep(0)
    print("after one loop iteration")
    await asyncio.sleep(0.3)
    print("current task:", asyncio.current_task().get_name())


async def countdown(name, start):
    for n in range(start, 0, -1):
        print(name, n)
        await asyncio.sleep(0.25)
    print(name, "lift-off")


async def main():
    print("returned", await hello())
    run_sync()
    await run_async()
    await asyncio.create_task(loop_info(), name="Task-10")
    await asyncio.gather(countdown("A", 3), countdown("B", 2))


asyncio.run(main())
