import asyncio

PARAMETERS = {"timeout": 1}


async def worker(name, delay):
    try:
        await asyncio.sleep(delay)
        print(f"{name} done")
        return name
    except asyncio.CancelledError:
        print(f"{name} cancelled")
        raise


async def main():
    tasks = []
    try:
        async with asyncio.timeout(PARAMETERS["timeout"]) as deadline:
            async with asyncio.TaskGroup() as group:
                for i in range(4):
                    tasks.append(group.create_task(worker(f"w{i}", 0.5 * (i + 1))))
    except TimeoutError:
        print("group timed out, expired:", deadline.expired())
    print(["cancelled" if task.cancelled() else task.result() for task in tasks])

    async with asyncio.timeout(3) as deadline:
        async with asyncio.TaskGroup() as group:
            group.create_task(worker("fast", 0.5))
            deadline.reschedule(asyncio.get_running_loop().time() + 0.6)
    print("within rescheduled timeout, expired:", deadline.expired())


asyncio.run(main())
