import asyncio
import random

PARAMETERS = {"lines": 3, "slowest": 1.5}
WORDS = ("hi all", "how is it going?", "brb", "nice", "see you")


async def user(name, channel):
    for _ in range(PARAMETERS["lines"]):
        await asyncio.sleep(random.uniform(0.2, PARAMETERS["slowest"]))
        await channel.put((name, random.choice(WORDS)))
    await channel.put((name, None))  # goodbye


async def broadcaster(channel, online):
    while online:
        sender, text = await channel.get()
        if text is None:
            online.remove(sender)
            print(f"* {sender} left ({len(online)} online)")
        for other in online:
            if text is not None and other != sender:
                print(f"[to {other}] {sender}: {text}")
        channel.task_done()
    print("* channel closed")


async def main():
    channel = asyncio.Queue()
    names = ["alice", "bob", "carol"]
    users = [asyncio.create_task(user(name, channel)) for name in names]
    await broadcaster(channel, names)
    await asyncio.gather(*users)


asyncio.run(main())
