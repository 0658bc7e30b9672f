import asyncio
import time

PARAMETERS = {"users": 2, "posts": 1, "comments": 3, "albums": 1}


async def fetch(path):
    url = "https://api.example.com/" + path
    print(f"Fetching {url}...")
    await asyncio.sleep(PARAMETERS[path])
    print("Got", url)
    return 100 * len(url)


async def main():
    began = time.monotonic()
    for path in PARAMETERS:
        await fetch(path)
    one_by_one = time.monotonic() - began
    print(f"Sequential: {one_by_one:.2f}s")

    began = time.monotonic()
    sizes = await asyncio.gather(*map(fetch, PARAMETERS))
    at_once = time.monotonic() - began
    print(f"Concurrent: {at_once:.2f}s")
    print("Total bytes:", sum(sizes))
    print(f"Speedup: {one_by_one / at_once:.2f}x")


asyncio.run(main())
