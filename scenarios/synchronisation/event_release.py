import asyncio

PARAMETERS = {"delay": 1}


async def waiter(event):
    print("waiting")
    await event.wait()
    print("released")


async def setter(event):
    await asyncio.sleep(PARAMETERS["delay"])
    event.set()
    print("set")


async def main():
    event = asyncio.Event()
    await asyncio.gather(waiter(event), setter(event), waiter(event))


asyncio.run(main())
