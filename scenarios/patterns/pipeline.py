import asyncio
import time

PARAMETERS = {"items": 40, "workers": 4, "capacity": 8, "work": 0.01}


async def square(n):
    await asyncio.sleep(PARAMETERS["work"])
    return n * n % 1000


async def source(out):
    for i in range(1, PARAMETERS["items"] + 1):
        await out.put(i)
    out.shutdown()


async def stage(todo, done):
    try:
        while True:
            n = await todo.get()
            result = await asyncio.create_task(square(n))
            await done.put(result)
    except asyncio.QueueShutDown:
        pass


async def sink(done):
    total = 0
    try:
        while True:
            total += await done.get()
    except asyncio.QueueShutDown:
        return total


async def main():
    began = time.time()
    todo = asyncio.Queue(PARAMETERS["capacity"])
    done = asyncio.Queue(PARAMETERS["capacity"])
    feeding = asyncio.create_task(source(todo))
    ending = asyncio.create_task(sink(done))
    await asyncio.gather(*(stage(todo, done) for _ in range(PARAMETERS["workers"])))
    done.shutdown()
    total = await ending
    await feeding
    took = time.time() - began
    print(f"{PARAMETERS['items']} items through {PARAMETERS['workers']} workers in {took:.2f}s, sum {total}")


asyncio.run(main())
