import asyncio
import random
import time

PARAMETERS = {"users": 12, "rooms": 3, "messages": 3}


class Member:
    def __init__(self):
        self.inbox = asyncio.Queue()
        self.read = 0


async def reader(me, expected):
    while me.read < expected:
        await me.inbox.get()
        me.read += 1


async def user(room, me, expected):
    reading = asyncio.create_task(reader(me, expected))
    for i in range(PARAMETERS["messages"]):
        await asyncio.sleep(random.uniform(0.5, 5))
        for member in room:
            member.inbox.put_nowait(i)
    await reading


async def main():
    rooms = [[] for _ in range(PARAMETERS["rooms"])]
    for i in range(PARAMETERS["users"]):
        rooms[i % len(rooms)].append(Member())
    everybody = [user(room, member, len(room) * PARAMETERS["messages"]) for room in rooms for member in room]
    await asyncio.gather(*everybody)
    read = sum(member.read for room in rooms for member in room)
    print(f"{PARAMETERS['users']} users in {len(rooms)} rooms read {read} messages in {time.time():.2f}s")


asyncio.run(main())
