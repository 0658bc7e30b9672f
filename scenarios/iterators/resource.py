"""async with: something is acquired before a block and released after it, and both may take time."""
import asyncio

PARAMETERS = {"acquire": 1, "release": 1, "fail": False}


class AsyncResource:
    async def __aenter__(self):
        print("Acquiring resource")
        await asyncio.sleep(PARAMETERS["acquire"])
        return self

    async def __aexit__(self, *error):
        print("Releasing resource")
        await asyncio.sleep(PARAMETERS["release"])

    async def use(self):
        print("Using resource")
        if PARAMETERS["fail"]:
            raise RuntimeError("it broke while in use")


async def main():
    try:
        async with AsyncResource() as resource:
            await resource.use()
    except RuntimeError as error:
        print("Error:", error)
    print("Resource released")


asyncio.run(main())
