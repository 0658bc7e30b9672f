import asyncio

PARAMETERS = {"fail1": False, "fail2": True, "fail3": False, "fail4": True}
DELAYS = (1, 0.5, 1.5, 1)


async def risky(number, delay):
    print(f"Task {number} started")
    await asyncio.sleep(delay)
    if PARAMETERS[f"fail{number}"]:
        raise ValueError(f"Task {number} failed")
    print(f"Task {number} completed")
    return f"Result {number}"


async def main():
    tasks = [risky(number, delay) for number, delay in enumerate(DELAYS, 1)]
    failed = 0
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for number, outcome in enumerate(outcomes, 1):
        if isinstance(outcome, ValueError):
            failed += 1
            print(f"Task {number}: error: {outcome}")
        else:
            print(f"Task {number}: ok: {outcome}")
    print(f"{len(outcomes) - failed} succeeded, {failed} failed")


asyncio.run(main())
