"""Chains of awaits, one after another and side by side, and a task that is cancelled while it works."""
import asyncio

PARAMETERS = {"patience": 1, "cleanup": 0.1}


async def get_total(orders):
    return await asyncio.sleep(0.2, 10 * orders)


async def chain(user_id):
    user = await asyncio.sleep(0.3, f"user{user_id}")
    print("got", user)
    orders = await asyncio.sleep(0.5, user_id)
    print(f"got {orders} orders for {user}")
    total = await get_total(orders)
    print(f"total for {user}: {total}")
    return total


async def cancellable(name):
    try:
        for i in range(10):
            print(f"{name} tick {i}")
            await asyncio.sleep(0.4)
    except asyncio.CancelledError:
        print(name, "cleaning up")
        await asyncio.sleep(PARAMETERS["cleanup"])
        print(name, "clean")
        raise
    finally:
        print(name, "finally")


async def main():
    print("sequential:", await chain(1))
    print("concurrent:", await asyncio.gather(chain(2), chain(3)))
    task = asyncio.create_task(chain(4))
    print("task done?", task.done())
    print("task result:", await task)
    victim = asyncio.create_task(cancellable("victim"))
    await asyncio.sleep(PARAMETERS["patience"])
    print("cancel ->", victim.cancel())
    print("cancelling:", victim.cancelling())
    try:
        await victim
    except asyncio.CancelledError:
        print("victim cancelled:", victim.cancelled())
    print("cancel again ->", victim.cancel())


asyncio.run(main())
