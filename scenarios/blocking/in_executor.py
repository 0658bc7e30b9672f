"""Work that keeps a processor busy goes to a pool of workers."""
import asyncio
import concurrent.futures
import time

PARAMETERS = {"n": 1_000_000, "cost": 0, "jobs": 1}


def cpu_bound_task(n, cost):
    total = sum(i * i for i in range(n))
    time.sleep(cost)
    return total


async def main():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        jobs = [loop.run_in_executor(pool, cpu_bound_task, PARAMETERS["n"], PARAMETERS["cost"])
                for _ in range(PARAMETERS["jobs"])]
        for result in await asyncio.gather(*jobs):
            print("Result:", result)


if __name__ == "__main__":
    asyncio.run(main())
