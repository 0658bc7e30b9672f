import asyncio

PARAMETERS = {"alice": 2.0, "bob": 3.0, "carol": 4.0}
inboxes = {}


async def send(sender, to, text):
    if to not in inboxes:
        print(f"{sender} -> {to}: not connected")
        return
    await inboxes[to].put((sender, text))
    print(f"{sender} -> {to}: {text}")


async def connection(name):
    silence = PARAMETERS[name]
    inboxes[name] = asyncio.Queue()
    print(f"{name} connected (timeout {silence:.1f}s)")
    received = 0
    while True:
        try:
            sender, text = await asyncio.wait_for(inboxes[name].get(), silence)
        except TimeoutError:
            break
        print(f"{name} received from {sender}: {text}")
        received += 1
    print(f"{name} disconnected: inactive for {silence:.1f}s")
    del inboxes[name]
    return received


async def script():
    await asyncio.sleep(0.5)
    await send("alice", "bob", "hi bob")
    await asyncio.sleep(1)
    await send("bob", "alice", "hello alice")
    await asyncio.sleep(1)
    await send("alice", "carol", "are you there?")
    await asyncio.sleep(2)
    await send("carol", "bob", "anyone?")
    await asyncio.sleep(1)
    await send("alice", "bob", "bye")


async def main():
    *received, _ = await asyncio.gather(connection("alice"), connection("bob"), connection("carol"), script())
    print("messages received:", received)


asyncio.run(main())
