import asyncio
import random

PARAMETERS = {"probes": 5}


async def probe(n):
    await asyncio.sleep(0.1 * n)
    value = random.randint(1, 100)
    print(f"probe {n} -> {value}")
    return value


async def deep_check(n):
    await asyncio.sleep(0.3)
    print(f"deep check {n} done")


async def follow_up(group, n, value):
    print(f"follow-up {n} for {value}")
    await asyncio.sleep(0.2)
    if value > 75:
        print(f"follow-up {n} spawns a deep check")
        group.create_task(deep_check(n))
    return value * 2


async def main():
    follow_ups = []
    async with asyncio.TaskGroup() as group:
        for n in range(1, PARAMETERS["probes"] + 1):
            value = await probe(n)
            if value > 50:
                follow_ups.append(group.create_task(follow_up(group, n, value)))
            elif value > 25:
                group.create_task(deep_check(n))
            else:
                print(f"probe {n}: nothing to do")
    print([task.result() for task in follow_ups])


asyncio.run(main())
