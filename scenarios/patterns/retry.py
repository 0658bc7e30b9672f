import asyncio
import random

PARAMETERS = {"attempts": 4, "base": 0.5, "db": 0.5, "cache": 0.2, "mail": 0.95}


class TransientError(Exception):
    pass


async def flaky(name):
    await asyncio.sleep(0.3)
    if random.random() < PARAMETERS[name]:
        raise TransientError(f"{name}: connection reset")
    return f"{name}: data"


async def retry(name):
    delay = PARAMETERS["base"]
    attempt = 1
    while True:
        try:
            answer = await flaky(name)
        except TransientError as error:
            print(f"{name}: attempt {attempt} failed ({error})")
            if attempt == PARAMETERS["attempts"]:
                print(f"{name}: giving up")
                raise
        else:
            print(f"{name}: succeeded on attempt {attempt}")
            return answer
        print(f"{name}: retrying in {delay:.1f}s")
        await asyncio.sleep(delay)
        attempt, delay = attempt + 1, delay * 2


async def main():
    for outcome in await asyncio.gather(*map(retry, ("db", "cache", "mail")), return_exceptions=True):
        print(f"{type(outcome).__name__}: {outcome}")


asyncio.run(main())
