import asyncio
import random

PARAMETERS = {"items": 8, "capacity": 3, "slowest": 0.5}
NO_MORE = object()


async def producer(queue):
    for number in range(1, PARAMETERS["items"] + 1):
        await queue.put(f"item-{number}")
        print(f"Produced item-{number} (queue size {queue.qsize()})")
        await asyncio.sleep(random.uniform(0.1, 0.3))
    await queue.put(NO_MORE)
    print("Producer done")


async def consumer(queue):
    count = 0
    while (item := await queue.get()) is not NO_MORE:
        print("Consuming", item)
        await asyncio.sleep(random.uniform(0.2, PARAMETERS["slowest"]))
        queue.task_done()
        count += 1
    queue.task_done()
    print("Consumer done")
    return count


async def main():
    queue = asyncio.Queue(PARAMETERS["capacity"])
    producing = asyncio.create_task(producer(queue))
    consuming = asyncio.create_task(consumer(queue))
    await producing
    await queue.join()
    print("Consumed", await consuming, "items")


asyncio.run(main())
