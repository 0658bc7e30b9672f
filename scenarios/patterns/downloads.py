import asyncio
import contextlib
import random

PARAMETERS = {"files": 4, "limit": 0, "chunk": 100, "fastest": 0.05, "slowest": 0.2, "interval": 0.25}
KNOWN = [("movie.mp4", 700), ("song.mp3", 300), ("report.pdf", 150), ("image.png", 450)]


async def download(name, size, shares, slots):
    async with slots:
        done = 0
        while done < size:
            await asyncio.sleep(random.uniform(PARAMETERS["fastest"], PARAMETERS["slowest"]))
            done = min(size, done + PARAMETERS["chunk"])
            shares[name] = done / size
            print(f"{name}: {done * 100 // size}% ({done}/{size} KB)")
        print(f"{name}: download complete")
        return size


async def report(shares):
    while True:
        await asyncio.sleep(PARAMETERS["interval"])
        average = sum(shares.values()) / len(shares)
        bars = (f"{name}[{'#' * int(share * 10):<10}]" for name, share in shares.items())
        print(f"overall {average * 100:.0f}%", *bars)


async def main():
    files = {}
    for i in range(PARAMETERS["files"]):
        name, size = KNOWN[i % 4]
        files[name if i < 4 else f"{i // 4 + 1}-{name}"] = size
    shares = dict.fromkeys(files, 0.0)
    reporter = asyncio.create_task(report(shares))
    slots = asyncio.Semaphore(PARAMETERS["limit"]) if PARAMETERS["limit"] else contextlib.nullcontext()
    sizes = await asyncio.gather(*(download(name, size, shares, slots) for name, size in files.items()))
    reporter.cancel()
    try:
        await reporter
    except asyncio.CancelledError:
        pass
    print(f"Downloaded {len(sizes)} files, {sum(sizes)} KB")


asyncio.run(main())
