import asyncio

PARAMETERS = {"delay": 1}


async def producer(queue):
    await asyncio.sleep(PARAMETERS["delay"])
    await queue.put("Produced item")
    print("put done")


async def consumer(queue):
    print(await queue.get())


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(consumer(queue), producer(queue))


asyncio.run(main())
