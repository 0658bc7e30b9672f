import asyncio

PARAMETERS = {"text": "Hello, Async!"}


async def main():
    print(PARAMETERS["text"])


asyncio.run(main())
