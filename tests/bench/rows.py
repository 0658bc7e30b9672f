#!/usr/bin/env python3
"""The rows of tests/bench/rows.cpp on CPython's asyncio, on the cheapest virtual clock there can be: a selector that
never polls and only moves the time. Prints `ID value` for each ID given, in nanoseconds of processor time (bytes for
bytes_per_task)."""

import asyncio
import os
import random
import selectors
import sys
import time

clock = time.process_time_ns


KEPT = []  # tasks that are asleep at the end: letting go of them would be diagnosed


class JumpingSelector(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout=None):
        if timeout is not None and timeout > 0:
            self.now += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jumping = JumpingSelector()
        super().__init__(self.jumping)

    def time(self):
        return self.jumping.now


def run(main):
    """Runs it without asyncio.run()'s shut-down, which would cancel every sleeper."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(main)


async def do_yield(tasks=1000, each=100):
    async def hops():
        for _ in range(each):
            await asyncio.sleep(0)

    all_of_them = [asyncio.create_task(hops()) for _ in range(tasks)]
    start = clock()
    for t in all_of_them:
        await t
    return (clock() - start) / (tasks * each)


async def child(value):
    return value


async def do_spawn(n=20_000):
    start = clock()
    for i in range(n):
        await asyncio.create_task(child(i))
    return (clock() - start) / n


async def do_gather(rounds=20):
    start = clock()
    for _ in range(rounds):
        await asyncio.gather(*[child(i) for i in range(1000)])
    return (clock() - start) / (rounds * 1000)


async def do_timers(sleepers, events):
    sleeps = 0
    draw = random.Random(1).random

    async def sleeper():
        nonlocal sleeps
        while True:
            await asyncio.sleep((int(draw() * 2_000_000) + 1) / 1000)
            sleeps += 1

    KEPT.extend(asyncio.create_task(sleeper()) for _ in range(sleepers))
    await asyncio.sleep(2500)
    sleeps = 0
    start = clock()
    await asyncio.sleep(1000 * events / sleepers)
    spent = clock() - start
    return spent / sleeps


async def do_queue(capacity, n):
    queue = asyncio.Queue(capacity)

    async def producer():
        for i in range(n):
            await queue.put(i)

    async def consumer():
        for _ in range(n):
            await queue.get()

    start = clock()
    await asyncio.gather(producer(), consumer())
    return (clock() - start) / n


async def do_cancel(n=10_000):
    async def catching():
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            pass

    tasks = [asyncio.create_task(catching()) for _ in range(n)]
    await asyncio.sleep(1)
    start = clock()
    for t in tasks:
        t.cancel()
    for t in tasks:
        await t
    return (clock() - start) / n


async def do_semaphore(rounds=20):
    permits = asyncio.Semaphore(10)

    async def taker():
        for _ in range(rounds):
            await permits.acquire()
            await asyncio.sleep(0)
            permits.release()

    tasks = [asyncio.create_task(taker()) for _ in range(1000)]
    start = clock()
    for t in tasks:
        await t
    return (clock() - start) / (1000 * rounds)


async def do_lock(n=100_000):
    lock = asyncio.Lock()
    start = clock()
    for _ in range(n):
        await lock.acquire()
        lock.release()
    return (clock() - start) / n


def resident():
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE")


async def do_bytes(n=100_000):
    before = resident()
    KEPT.extend(asyncio.create_task(asyncio.sleep(3600)) for _ in range(n))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return (resident() - before) / n


WORKS = {
    "yield": do_yield,
    "spawn": do_spawn,
    "gather": do_gather,
    "timers_1e3": lambda: do_timers(1_000, 50_000),
    "timers_1e5": lambda: do_timers(100_000, 50_000),
    "timers_1e6": lambda: do_timers(1_000_000, 100_000),
    "queue_1": lambda: do_queue(1, 20_000),
    "queue_64": lambda: do_queue(64, 100_000),
    "cancel": do_cancel,
    "semaphore": do_semaphore,
    "lock": do_lock,
    "bytes_per_task": do_bytes,
}


def main():
    unknown = [name for name in sys.argv[1:] if name not in WORKS]
    if unknown or len(sys.argv) < 2:
        print(f"rows.py: expected IDs of {', '.join(WORKS)}; got {' '.join(unknown) or 'none'}", file=sys.stderr)
        return 2
    for name in sys.argv[1:]:
        print(name, run(WORKS[name]()), flush=True)
    sys.stdout.flush()
    os._exit(0)  # a million tasks that sleep need no farewell


if __name__ == "__main__":
    sys.exit(main())
