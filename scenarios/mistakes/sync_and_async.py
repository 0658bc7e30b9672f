"""Sync and async mixed: what a coroutine function returns is a coroutine, and that is always true."""
import asyncio

PARAMETERS = {"corrected": False, "lookup": 0.5}


async def is_member(name):
    await asyncio.sleep(PARAMETERS["lookup"])
    return name != "stranger"


def greeting_from_sync_code(name):
    return f"Come in, {name}" if is_member(name) else f"Sorry, {name}"


async def greeting(name):
    return f"Come in, {name}" if await is_member(name) else f"Sorry, {name}"


async def main():
    for name in "member", "stranger":
        print(await greeting(name) if PARAMETERS["corrected"] else greeting_from_sync_code(name))


asyncio.run(main())
