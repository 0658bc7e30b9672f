import asyncio

PARAMETERS = {"delay": 0.5}


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(PARAMETERS["delay"], future.set_exception, ValueError("bad value"))
    try:
        await future
    except ValueError as error:
        print("caught:", error)
        print("exception():", repr(error))

    cancelled = loop.create_future()
    loop.call_later(PARAMETERS["delay"], cancelled.cancel)
    try:
        await cancelled
    except asyncio.CancelledError:
        print("cancelled:", cancelled.cancelled())

    pending = loop.create_future()
    try:
        pending.result()
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
    pending.cancel()


asyncio.run(main())
