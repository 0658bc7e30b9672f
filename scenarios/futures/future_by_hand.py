import asyncio

PARAMETERS = {"delay": 1}


async def resolver(future):
    print("resolver waiting")
    await asyncio.sleep(PARAMETERS["delay"])
    print("resolver sets the result")
    future.set_result("ready")
    print("resolver goes on first")
    try:
        future.set_result("again")
    except asyncio.InvalidStateError:
        print("a future can be resolved once")


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(resolver(future))
    print("done before:", future.done())
    print("result:", await future)
    print("done after:", future.done(), "- await again:", await future)
    await task


asyncio.run(main())
