"""The sentinels that are never marked done: queue.join() waits for ever."""
import asyncio
import random

PARAMETERS = {"corrected": False, "producers": 2, "consumers": 3, "items": 5}


async def producer(queue, producer_id):
    for i in range(PARAMETERS["items"]):
        item = f"P{producer_id}-Item{i}"
        await queue.put(item)
        print("Produced:", item)
        await asyncio.sleep(random.uniform(0.1, 0.5))
    if not PARAMETERS["corrected"]:
        await queue.put(None)


async def consumer(queue, consumer_id):
    while (item := await queue.get()) is not None:
        print(f"Consumer {consumer_id} consumed: {item}")
        await asyncio.sleep(random.uniform(0.5, 1.0))
        queue.task_done()
    if PARAMETERS["corrected"]:
        queue.task_done()
    else:
        await queue.put(None)


async def main():
    queue = asyncio.Queue()
    producers = [asyncio.create_task(producer(queue, i)) for i in range(PARAMETERS["producers"])]
    consumers = [asyncio.create_task(consumer(queue, i)) for i in range(PARAMETERS["consumers"])]
    await asyncio.gather(*producers)
    if PARAMETERS["corrected"]:
        for _ in consumers:
            await queue.put(None)
    await queue.join()
    await asyncio.gather(*consumers)


asyncio.run(main())
