import asyncio

PARAMETERS = {"timeout": 1.5}


async def job(seconds):
    await asyncio.sleep(seconds)
    return seconds


def two_jobs():
    return [asyncio.create_task(job(1)), asyncio.create_task(job(2))]


async def main():
    done, pending = await asyncio.wait(two_jobs())
    print(sorted(task.result() for task in done), len(pending))

    done, pending = await asyncio.wait(two_jobs(), timeout=PARAMETERS["timeout"])
    print([task.result() for task in done], [task.done() for task in pending])
    for task in pending:
        print(await task)


asyncio.run(main())
