"""wait_for(): a deadline for one await."""
import asyncio

PARAMETERS = {"operation": 5, "timeout": 2}


async def slow_operation():
    await asyncio.sleep(PARAMETERS["operation"])
    return "Done"


async def main():
    try:
        print(await asyncio.wait_for(slow_operation(), PARAMETERS["timeout"]))
    except TimeoutError:
        print("Operation timed out!")


asyncio.run(main())
