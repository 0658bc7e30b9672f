import asyncio

PARAMETERS = {"places": 2}


async def visit(places, name, hold):
    print(f"{name} wants in")
    async with places:
        print(f"{name} in")
        await asyncio.sleep(hold)
    print(f"{name} out")


async def main():
    places = asyncio.Semaphore(PARAMETERS["places"])
    await asyncio.gather(visit(places, "a", 1), visit(places, "b", 0.5), visit(places, "c", 0.5),
                         visit(places, "d", 0.2), visit(places, "e", 0.2))

    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    bounded.release()
    try:
        bounded.release()
    except ValueError as error:
        print("ValueError:", error)


asyncio.run(main())
