import asyncio

PARAMETERS = {"places": 2, "items": 4}


async def producer(queue, name, delay):
    for i in range(PARAMETERS["items"]):
        await queue.put((name, i))
        print(f"{name} put {i} (size {queue.qsize()})")
        await asyncio.sleep(delay)


async def consumer(queue, name):
    while True:
        item = await queue.get()
        print(f"{name} got {item}")
        await asyncio.sleep(0.3)
        queue.task_done()


async def main():
    queue = asyncio.Queue(PARAMETERS["places"])
    consumers = [asyncio.create_task(consumer(queue, name)) for name in ("c0", "c1")]
    await asyncio.gather(producer(queue, "p0", 0.1), producer(queue, "p1", 0.05))
    await queue.join()
    for task in consumers:
        task.cancel()
    await asyncio.gather(*consumers, return_exceptions=True)

    by_priority = asyncio.PriorityQueue()
    for entry in ((3, "low"), (1, "high"), (2, "mid")):
        by_priority.put_nowait(entry)
    print([by_priority.get_nowait() for _ in range(3)])
    stack = asyncio.LifoQueue()
    for i in range(3):
        stack.put_nowait(i)
    print([stack.get_nowait() for _ in range(3)])
    try:
        stack.get_nowait()
    except asyncio.QueueEmpty:
        print("QueueEmpty")
    full = asyncio.Queue(1)
    full.put_nowait(1)
    try:
        full.put_nowait(2)
    except asyncio.QueueFull:
        print("QueueFull")


asyncio.run(main())
