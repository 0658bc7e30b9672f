"""Producers and consumers over a queue, with two ways to end that work."""
import asyncio
import random

PARAMETERS = {"producers": 2, "consumers": 3, "items": 5, "capacity": 0, "stop": "sentinels"}


async def producer(queue, producer_id):
    for i in range(PARAMETERS["items"]):
        item = f"P{producer_id}-Item{i}"
        await queue.put(item)
        print("Produced:", item)
        await asyncio.sleep(random.uniform(0.1, 0.5))


async def consumer(queue, consumer_id):
    while (item := await queue.get()) is not None:
        print(f"Consumer {consumer_id} consumed: {item}")
        await asyncio.sleep(random.uniform(0.5, 1.0))
        queue.task_done()
    queue.task_done()
    print(f"Consumer {consumer_id} exits")


async def main():
    queue = asyncio.Queue(PARAMETERS["capacity"])
    producers = [asyncio.create_task(producer(queue, i)) for i in range(PARAMETERS["producers"])]
    consumers = [asyncio.create_task(consumer(queue, i)) for i in range(PARAMETERS["consumers"])]
    await asyncio.gather(*producers)
    if PARAMETERS["stop"] == "cancel":
        print("Producers done")
        await queue.join()
        print("Queue drained")
        for c in consumers:
            c.cancel()
        await asyncio.gather(*consumers, return_exceptions=True)
        print("Consumers stopped")
        return
    for _ in consumers:
        await queue.put(None)
    await queue.join()
    await asyncio.gather(*consumers)
    print("All done")


asyncio.run(main())
