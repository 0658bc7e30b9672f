import asyncio

PARAMETERS = {"consumers": 3, "interval": 0.5}


async def consumer(changed, items, name):
    async with changed:
        print(f"{name} waits")
        await changed.wait_for(lambda: items)
        item = items.pop(0)
        print(f"{name} takes {item} ({len(items)} left)")


async def producer(changed, items):
    for i in range(PARAMETERS["consumers"]):
        await asyncio.sleep(PARAMETERS["interval"])
        async with changed:
            items.append(i)
            print(f"produced {i}")
            if i == 0:
                changed.notify()
            else:
                changed.notify_all()
            print("notified, still holding the lock")


async def main():
    changed = asyncio.Condition()
    items = []
    consumers = [consumer(changed, items, f"c{i}") for i in range(PARAMETERS["consumers"])]
    await asyncio.gather(*consumers, producer(changed, items))
    try:
        changed.notify()
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
