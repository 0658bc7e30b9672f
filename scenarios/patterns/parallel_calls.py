"""Three calls to three services at once: the slowest one decides."""
import asyncio

PARAMETERS = {"users": 1, "posts": 2, "comments": 1.5}


async def fetch_api(api_name):
    print(f"Calling {api_name} API...")
    await asyncio.sleep(PARAMETERS[api_name])
    return {"api": api_name, "status": "success"}


async def main():
    for result in await asyncio.gather(*map(fetch_api, PARAMETERS)):
        print(result)


asyncio.run(main())
