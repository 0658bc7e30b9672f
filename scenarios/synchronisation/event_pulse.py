import asyncio

PARAMETERS = {"waiters": 3}


async def waiter(event, name):
    print(f"{name} waits")
    await event.wait()
    print(f"{name} proceeds")


async def main():
    event = asyncio.Event()
    waiters = [asyncio.create_task(waiter(event, f"w{i}")) for i in range(PARAMETERS["waiters"])]
    await asyncio.sleep(1)
    print("set")
    event.set()
    print("set() returned, nobody has run yet")
    await asyncio.gather(*waiters)
    await asyncio.create_task(waiter(event, "late"))
    event.clear()
    print("is_set:", event.is_set())
    again = asyncio.create_task(waiter(event, "again"))
    await asyncio.sleep(0.5)
    event.set()
    event.clear()
    await again
    print("is_set:", event.is_set())


asyncio.run(main())
