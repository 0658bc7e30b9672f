import asyncio

PARAMETERS = {"tie": 1}


def resolve(future):
    if not future.done():
        future.set_result("same instant, result timer first")


async def main():
    loop = asyncio.get_running_loop()
    never = loop.create_future()
    try:
        await asyncio.wait_for(never, 1)
    except TimeoutError:
        print("timed out; the future was cancelled:", never.cancelled())

    soon = loop.create_future()
    loop.call_later(0.5, soon.set_result, "in time")
    print(await asyncio.wait_for(soon, 1))

    tie = loop.create_future()
    loop.call_later(PARAMETERS["tie"], resolve, tie)
    try:
        print(await asyncio.wait_for(tie, 1))
    except TimeoutError:
        print("same instant: TimeoutError")

    shielded = loop.create_future()
    try:
        await asyncio.wait_for(asyncio.shield(shielded), 0.5)
    except TimeoutError:
        print("timed out; the shielded future is pending:", not shielded.done())
    done, pending = await asyncio.wait([shielded], timeout=0.5)
    print(f"wait: {len(done)} done, {len(pending)} pending")
    shielded.set_result("")


asyncio.run(main())
