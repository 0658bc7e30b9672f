"""async for: a loop that waits for each of its values."""
import asyncio

PARAMETERS = {"end": 5, "pause": 0.5}


class NumberRange:
    def __init__(self, start, end):
        self.current, self.end = start, end

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.current >= self.end:
            raise StopAsyncIteration
        await asyncio.sleep(PARAMETERS["pause"])
        self.current += 1
        return self.current - 1


async def main():
    async for number in NumberRange(1, PARAMETERS["end"]):
        print(number)


asyncio.run(main())
