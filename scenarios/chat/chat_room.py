import asyncio
import random

members = {}


async def broadcaster(messages):
    while True:
        sender, text = await messages.get()
        print(f"<broadcast to {len(members)}> {sender}: {text}")
        for name, inbox in members.items():
            if name != sender:
                inbox.put_nowait((sender, text))
        messages.task_done()


async def reader(name):
    inbox = members[name]
    count = 0
    try:
        while True:
            sender, text = await inbox.get()
            count += 1
            print(f"  {name} sees {sender}: {text}")
    finally:
        print(f"  {name} read {count} messages")


async def user(messages, name, arrives, lines):
    await asyncio.sleep(arrives)
    members[name] = asyncio.Queue()
    await messages.put(("server", name + " joined"))
    reading = asyncio.create_task(reader(name))
    for number in range(lines):
        await asyncio.sleep(random.uniform(0.3, 0.9))
        await messages.put((name, f"message {number + 1}"))
    await asyncio.sleep(0.1)
    members.pop(name)
    await messages.put(("server", name + " left"))
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def main():
    messages = asyncio.Queue()
    hub = asyncio.create_task(broadcaster(messages))
    await asyncio.gather(user(messages, "alice", 0, 3), user(messages, "bob", 0.5, 2), user(messages, "carol", 1, 2))
    await messages.join()
    hub.cancel()
    try:
        await hub
    except asyncio.CancelledError:
        print("room closed")


asyncio.run(main())
