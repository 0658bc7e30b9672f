import asyncio

PARAMETERS = {"failure": 0.5}


async def fetch(n, delay, fail=False):
    print("fetch", n, "start")
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("fetch", n, "cancelled")
        raise
    if fail:
        raise RuntimeError(f"fetch {n} broke")
    print("fetch", n, "end")
    return 10 * n


async def using_gather():
    print("gather results:", await asyncio.gather(fetch(1, 1), fetch(2, 0.5), fetch(3, 1.5)))
    outcomes = await asyncio.gather(fetch(4, 1), fetch(5, 0.5, True), return_exceptions=True)
    print("gather return_exceptions:", [str(outcome) for outcome in outcomes])
    try:
        await asyncio.gather(fetch(6, 1), fetch(7, 0.5, True))
    except RuntimeError as error:
        print("gather raised:", error)


async def using_task_group():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(n, n * 0.1)) for n in range(11, 14)]
    print("taskgroup results:", [task.result() for task in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            t1 = group.create_task(fetch(14, 2))
            t2 = group.create_task(fetch(15, PARAMETERS["failure"], True))
            t3 = group.create_task(fetch(16, 0.2))
    except* RuntimeError as errors:
        print("taskgroup raised:", [str(error) for error in errors.exceptions])
    third = "cancelled" if t3.cancelled() else t3.result()
    print(f"t1 cancelled={t1.cancelled()} t2 exc={t2.exception()} t3={third}")


async def main():
    await using_gather()
    await using_task_group()


asyncio.run(main())
