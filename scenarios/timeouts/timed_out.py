import asyncio

PARAMETERS = {"operation": 5, "timeout": 3}


async def main():
    try:
        await asyncio.wait_for(asyncio.sleep(PARAMETERS["operation"]), PARAMETERS["timeout"])
        print("Operation ended in time")
    except asyncio.TimeoutError:
        print("Operation timed out")


asyncio.run(main())
