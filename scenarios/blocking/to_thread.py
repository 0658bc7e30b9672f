"""A call that blocks and cannot be awaited goes to a thread; the loop stays free."""
import asyncio
import time

PARAMETERS = {"operation": 2, "where": "thread", "beats": 0}


def blocking_operation(seconds):
    time.sleep(seconds)
    return "Blocking done"


async def heartbeat():
    for i in range(PARAMETERS["beats"]):
        await asyncio.sleep(0.5)
        print("beat", i + 1)


async def main():
    beating = asyncio.create_task(heartbeat())
    if PARAMETERS["where"] == "thread":
        print(await asyncio.to_thread(blocking_operation, PARAMETERS["operation"]))
    else:
        print(blocking_operation(PARAMETERS["operation"]))
    await beating


asyncio.run(main())
