"""What can become of a task: pending, done, failed, cancelled; shielded, and out of time in three ways."""
import asyncio

PARAMETERS = {"patience": 0.5}


async def job(name, seconds, fail=False):
    print(name, "begins")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(name, "interrupted")
        raise
    if fail:
        raise RuntimeError(f"{name} exploded")
    print(name, "ends")
    return name.upper()


def status(task):
    if task.cancelled():
        return "cancelled"
    try:
        return f"done ({task.result()})" if task.done() else "pending"
    except RuntimeError as error:
        return f"failed ({error})"


async def main():
    patience = PARAMETERS["patience"]
    jobs = {"job-a": job("a", 1), "job-b": job("b", 2, True), "job-c": job("c", 9)}
    tasks = {name: asyncio.create_task(coro, name=name) for name, coro in jobs.items()}
    for pause in 0.5, 1, 1:
        await asyncio.sleep(pause)
        print({name: status(task) for name, task in tasks.items()})

    c = tasks["job-c"]
    try:
        await asyncio.wait_for(c, patience)
    except TimeoutError:
        print("c timed out:", status(c))
    print(await asyncio.wait_for(job("d", 0.2), patience))

    e = asyncio.create_task(job("e", 1))
    try:
        await asyncio.wait_for(asyncio.shield(e), patience)
    except TimeoutError:
        print("shielded wait timed out, e is", status(e))
    print("e result:", await e)

    try:
        async with asyncio.timeout(0.3):
            await job("f", 1)
    except TimeoutError:
        print("timeout block expired")

    some = [asyncio.create_task(job(f"w{i}", i * 0.2)) for i in (3, 1, 2)]
    done, pending = await asyncio.wait(some, timeout=patience)
    print("wait:", sorted(task.result() for task in done), "pending", len(pending))
    for task in pending:
        task.cancel()
    print("cancelled:", await asyncio.gather(*pending, return_exceptions=True))


asyncio.run(main())
