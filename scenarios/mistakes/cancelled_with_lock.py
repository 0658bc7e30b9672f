"""A cancellation can arrive at every await; who holds something then must let go of it on the way out."""
import asyncio

PARAMETERS = {"corrected": False, "writing": 2, "timeout": 1}


async def write(file, who):
    if PARAMETERS["corrected"]:
        async with file:
            print(who, "writes")
            await asyncio.sleep(PARAMETERS["writing"])
    else:
        await file.acquire()
        print(who, "writes")
        await asyncio.sleep(PARAMETERS["writing"])
        file.release()
    print(who, "has written")


async def main():
    file = asyncio.Lock()
    try:
        first = asyncio.create_task(write(file, "first"))
        await asyncio.wait_for(first, PARAMETERS["timeout"])
    except TimeoutError:
        print("first took too long")
    await write(file, "second")


asyncio.run(main())
