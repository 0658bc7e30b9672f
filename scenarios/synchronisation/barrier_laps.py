import asyncio

PARAMETERS = {"stuck": 2}


async def runner(barrier, name, preparation):
    await asyncio.sleep(preparation)
    print(f"{name} ready ({barrier.n_waiting} waiting)")
    index = await barrier.wait()
    print(f"{name} runs as {index}")
    position = await barrier.wait()
    print(f"{name} second lap as {position}")


async def stuck(barrier, name):
    try:
        await barrier.wait()
    except asyncio.BrokenBarrierError as error:
        print(f"{name}: broken: {error}")


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(runner(barrier, "r1", 0.3), runner(barrier, "r2", 0.1), runner(barrier, "r3", 0.2))

    tasks = [asyncio.create_task(stuck(barrier, f"s{i}")) for i in range(PARAMETERS["stuck"])]
    await asyncio.sleep(0.1)
    print("waiting:", barrier.n_waiting)
    await barrier.abort()
    await asyncio.gather(*tasks)
    print("broken:", barrier.broken)
    await barrier.reset()
    print("broken after reset:", barrier.broken)


asyncio.run(main())
