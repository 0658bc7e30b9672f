"""A consumer that reports each item done twice: join() comes back when half of them are."""
import asyncio

PARAMETERS = {"corrected": False, "items": 4, "work": 0.5}


async def consume(queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(PARAMETERS["work"])
        print("consumed", item)
        if not PARAMETERS["corrected"]:
            queue.task_done()
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for item in range(1, PARAMETERS["items"] + 1):
        queue.put_nowait(item)
    consumer = asyncio.create_task(consume(queue))
    await queue.join()
    print(f"main: all done, {queue.qsize()} left in the queue")
    await asyncio.sleep(PARAMETERS["work"] * 2)
    consumer.cancel()
    try:
        await consumer
    except asyncio.CancelledError:
        print("main: consumer stopped")


asyncio.run(main())
