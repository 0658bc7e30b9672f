import asyncio
import time

PARAMETERS = {"cost": 0}


def blocking_operation():
    time.sleep(PARAMETERS["cost"])
    return "Blocking operation"


async def main():
    print(hasattr(asyncio, "run_in_executor"))
    print(await asyncio.get_running_loop().run_in_executor(None, blocking_operation))
    print("done")


asyncio.run(main())
