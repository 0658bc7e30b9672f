import asyncio
import random
import time

from virtual_network import ClientSession, HttpServer, Network, Response

PARAMETERS = {"budget": 2, "slowest": 0.8}


async def answer(path):
    await asyncio.sleep(random.uniform(0.1, PARAMETERS["slowest"]))
    return Response(200, "ok")


async def call(session, step):
    began = time.monotonic()
    async with session.get("http://bank.example/" + step) as response:
        await response.text()
        print(f"{step} took {time.monotonic() - began:.3f}s")


async def checkout(session):
    for step in ("login", "balance", "reserve", "pay", "receipt"):
        await call(session, step)


async def main():
    began = time.monotonic()
    network = Network()
    server = HttpServer(network, "bank.example")
    server.route("/*", answer)
    server.start()
    session = ClientSession(network)
    try:
        async with asyncio.timeout(PARAMETERS["budget"]):
            await checkout(session)
        print(f"done within the budget, at {time.monotonic() - began:.3f}s")
    except TimeoutError:
        print(f"the budget of {PARAMETERS['budget']:.3f}s is used up")
    await session.close()
    await server.close()


asyncio.run(main())
