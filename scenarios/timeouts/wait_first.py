"""wait() until the first of several is done; what becomes of the others is up to you."""
import asyncio

PARAMETERS = {"tasks": 3, "step": 1, "others": "await"}


async def task(name, number):
    try:
        await asyncio.sleep(number * PARAMETERS["step"])
    except asyncio.CancelledError:
        if PARAMETERS["others"] == "await":
            print(name, "saw the cancellation")
        raise
    return f"{name} done"


async def main():
    tasks = [asyncio.create_task(task(f"Task {i + 1}", i + 1)) for i in range(PARAMETERS["tasks"])]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    if PARAMETERS["others"] == "forget":
        print(f"First completed: {done}")
        for t in pending:
            t.cancel()
        return
    print("done:", [t.result() for t in done], "pending:", len(pending))
    for t in pending:
        print("cancel:", t.cancel(), "cancelled yet:", t.cancelled())
    ends = await asyncio.gather(*pending, return_exceptions=True)
    print("after gather:", [type(end).__name__ for end in ends], [t.cancelled() for t in pending])


asyncio.run(main())
