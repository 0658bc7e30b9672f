"""A coroutine that awaits another gets its result."""
import asyncio

PARAMETERS = {"fetch": 2}


async def get_data():
    print("Fetching data...")
    await asyncio.sleep(PARAMETERS["fetch"])
    return {"name": "Alice", "age": 25}


async def process_data():
    data = await get_data()
    print("Processed:", data)
    return data


asyncio.run(process_data())
