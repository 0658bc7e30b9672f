import asyncio


async def setter(future, delay, value):
    await asyncio.sleep(delay)
    if value:
        future.set_result(value)
    else:
        future.set_exception(ValueError("no b"))


def three_futures(setters, middle):
    futures = [asyncio.get_running_loop().create_future() for _ in range(3)]
    for future, delay, value in zip(futures, (0.3, 0.1, 0.2), ("a", middle, "c")):
        setters.append(asyncio.create_task(setter(future, delay, value)))
    return futures


async def main():
    setters = []
    print(await asyncio.gather(*three_futures(setters, "b")))

    futures = three_futures(setters, "")
    try:
        await asyncio.gather(*futures)
    except ValueError as error:
        print("gather raised", error, "- done:", [future.done() for future in futures])
    print(await asyncio.gather(*futures, return_exceptions=True))

    loop = asyncio.get_running_loop()
    outer = asyncio.gather(*(loop.create_future() for _ in range(2)))
    loop.call_later(0.5, outer.cancel)
    try:
        await outer
    except asyncio.CancelledError:
        print("outer cancelled:", outer.cancelled())
    await asyncio.gather(*setters)


asyncio.run(main())
