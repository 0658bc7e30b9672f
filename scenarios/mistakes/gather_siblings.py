"""gather() raises at the first error, and the others run on with nobody waiting for them."""
import asyncio

PARAMETERS = {"corrected": False, "main": "leaves", "failure": 0.5}
STAYS = PARAMETERS["main"] == "stays"


async def successful_task(n):
    if STAYS:
        print(f"sibling {n} started")
    try:
        await asyncio.sleep(1)
        print(f"sibling {n} finished although gather already raised")
    except asyncio.CancelledError:
        print(f"sibling {n} cancelled by", "its group" if PARAMETERS["corrected"] else "asyncio.run")
        raise
    return f"Success {n}"


async def failing_task():
    await asyncio.sleep(PARAMETERS["failure"])
    raise ValueError("Task failed!")


def print_running():
    print("still running:", [task.get_name() for task in asyncio.all_tasks()])


async def main():
    three = successful_task(1), failing_task(), successful_task(2)
    try:
        if PARAMETERS["corrected"]:
            async with asyncio.TaskGroup() as group:
                for coro in three:
                    group.create_task(coro)
        else:
            await asyncio.gather(*three)
    except (ValueError, ExceptionGroup) as error:
        print("Error:", error)
    if STAYS:
        print_running()
        await asyncio.sleep(0.4)
        if len(asyncio.all_tasks()) > 1:
            print("main leaves before the siblings finish")
        await asyncio.sleep(0.2)
        print_running()


asyncio.run(main())
if not STAYS and not PARAMETERS["corrected"]:
    print("program continues")
