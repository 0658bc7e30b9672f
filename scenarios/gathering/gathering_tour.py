"""gather() in all its forms: plain, errors as values, as completed, behind a semaphore, nested, empty."""
import asyncio
import random
import time

PARAMETERS = {"permits": 3}


async def fetch(item, delay=None):
    await asyncio.sleep(random.uniform(0.1, 1.0) if delay is None else delay)
    if item % 4 == 0:
        raise ValueError(f"item {item} is bad")
    return item * item


async def limited(i, permits, start):
    async with permits:
        print(f"limited {i} starts at {time.time() - start:.1f}")
        await asyncio.sleep(0.5)
        return i


async def main():
    print("gather:", await asyncio.gather(fetch(1), fetch(2), fetch(3)))
    ends = await asyncio.gather(*map(fetch, range(1, 9)), return_exceptions=True)
    print("with exceptions:", [repr(end) if isinstance(end, ValueError) else end for end in ends])

    print("streaming:")
    for result in asyncio.as_completed([fetch(i, 1.1 - i / 10) for i in range(1, 9)]):
        try:
            print("  ", await result)
        except ValueError as error:
            print("   error:", error)

    permits, start = asyncio.Semaphore(PARAMETERS["permits"]), time.time()
    print("limited:", await asyncio.gather(*(limited(i, permits, start) for i in range(8))))

    left = asyncio.gather(fetch(1, 0.3), fetch(2, 0.1))
    right = asyncio.gather(fetch(3, 0.2), fetch(5, 0.4))
    print("nested:", await asyncio.gather(left, right))
    print("empty:", await asyncio.gather())


asyncio.run(main())
