"""Three saves are started and nobody waits for them: the one that fails is not missed."""
import asyncio

PARAMETERS = {"corrected": False, "fails": 2, "writing": 0.5}


async def save(number):
    await asyncio.sleep(PARAMETERS["writing"])
    if number == PARAMETERS["fails"]:
        raise ValueError("disk full")
    print("saved", number)


async def main():
    saves = [asyncio.create_task(save(number)) for number in range(1, 4)]
    if not PARAMETERS["corrected"]:
        await asyncio.sleep(PARAMETERS["writing"] + 1)
        print("main: all saved")
        return
    lost = 0
    for one in saves:
        try:
            await one
        except ValueError as e:
            print("main: not saved:", e)
            lost += 1
    print(f"main: {3 - lost} of 3 saved")


asyncio.run(main())
