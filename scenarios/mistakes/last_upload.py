"""A task that is cancelled at the end of the run starts another one: nobody waits for that."""
import asyncio

PARAMETERS = {"corrected": False, "lasts": 2.5, "transfer": 0.5}
TASKS = []


async def upload(frames):
    print("uploading", frames, "frames")
    await asyncio.sleep(PARAMETERS["transfer"])
    print("uploaded")


async def film():
    frames = 0
    try:
        while True:
            await asyncio.sleep(1)
            frames += 1
    except asyncio.CancelledError:
        if PARAMETERS["corrected"]:
            await upload(frames)
        else:
            TASKS.append(asyncio.create_task(upload(frames)))
        raise


async def main():
    filming = asyncio.create_task(film())
    TASKS.append(filming)
    await asyncio.sleep(PARAMETERS["lasts"])
    print("main: that's it")
    if not PARAMETERS["corrected"]:
        return
    filming.cancel()
    try:
        await filming
    except asyncio.CancelledError:
        print("main: all is there")


asyncio.run(main())
