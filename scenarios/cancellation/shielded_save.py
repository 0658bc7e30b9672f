"""shield() keeps a cancellation away from work that must not be cut off; who waits for it is cancelled all the same."""
import asyncio

PARAMETERS = {"shielded": True, "part": 1, "patience": 1.5}


async def save():
    for part in range(1, 4):
        await asyncio.sleep(PARAMETERS["part"])
        print(f"part {part} of 3 is saved")


async def edit():
    saving = asyncio.create_task(save())
    try:
        if PARAMETERS["shielded"]:
            await asyncio.shield(saving)
        else:
            await saving
    except asyncio.CancelledError:
        print("editor: cancelled,", "and the saving with it" if saving.cancelled() else "but not the saving")
        if not saving.done():
            await saving
        raise


async def main():
    editor = asyncio.create_task(edit())
    await asyncio.sleep(PARAMETERS["patience"])
    editor.cancel()
    try:
        await editor
    except asyncio.CancelledError:
        print("main: the editor is gone")


asyncio.run(main())
