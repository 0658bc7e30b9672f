import asyncio

PARAMETERS = {"pause": 2, "work": 0.5}


async def main():
    print("before")
    await asyncio.sleep(PARAMETERS["pause"])
    result = await asyncio.sleep(PARAMETERS["work"], "result")
    print("after", result)


asyncio.run(main())
