import asyncio


async def fetch_data(name, delay, fails_with=None):
    try:
        await asyncio.sleep(delay)
        if fails_with:
            raise fails_with(f"{name} failed")
        print(f"{name} ok")
    except asyncio.CancelledError:
        print(f"{name} cancelled")
        raise


async def stubborn():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise OSError("cleanup failed") from None


def messages(errors):
    return [str(error) for error in errors.exceptions]


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch_data("A", 1))
            group.create_task(fetch_data("B", 0.5, ValueError))
            group.create_task(fetch_data("C", 0.2))
            await asyncio.sleep(10)
            print("never printed: the body is cancelled too")
    except* ValueError as errors:
        print("caught:", messages(errors))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch_data("D", 0.5, ValueError))
            group.create_task(fetch_data("E", 0.5, TypeError))
            group.create_task(fetch_data("F", 0.5))
            group.create_task(fetch_data("G", 0.6))
    except* ValueError as errors:
        print("values:", messages(errors))
    except* TypeError as errors:
        print("types:", messages(errors))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(stubborn())
            group.create_task(fetch_data("H", 0.1, KeyError))
    except* Exception as errors:
        print("group:", [type(error).__name__ for error in errors.exceptions])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch_data("I", 1))
            await asyncio.sleep(0.1)
            raise RuntimeError("body failed")
    except* RuntimeError as errors:
        print("body:", messages(errors))
    print("cancelling:", asyncio.current_task().cancelling())


asyncio.run(main())
