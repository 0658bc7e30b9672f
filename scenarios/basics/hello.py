"""A coroutine that pauses: while it sleeps, the loop is free."""
import asyncio

PARAMETERS = {"pause": 1}


async def say_hello():
    print("Hello")
    await asyncio.sleep(PARAMETERS["pause"])
    print("World")


asyncio.run(say_hello())
