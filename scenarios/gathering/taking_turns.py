import asyncio

PARAMETERS = {"a": 1, "b": 1.5, "c": 0.5, "d": 1}
STEPS = {"a": 3, "b": 2, "c": 4, "d": 3}


async def worker(name, steps, delay):
    for number in range(steps):
        print(f"{name}: step {number + 1}/{steps}")
        await asyncio.sleep(delay)
    print(f"{name}: finished")
    return f"{name} took {steps} steps"


async def main():
    workers = [worker(f"Task {key.upper()}", STEPS[key], PARAMETERS[key]) for key in "abcd"]
    print(*await asyncio.gather(*workers), sep="\n")


asyncio.run(main())
