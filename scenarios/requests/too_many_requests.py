import asyncio
import itertools
import random
import time

from virtual_network import ClientSession, HttpServer, Network, Response

PARAMETERS = {"clients": 20, "rate": 4, "jitter": True}


async def quote(path):
    await asyncio.sleep(0.01)
    return Response(200, "7.50")


async def ask(session, number):
    for tries in itertools.count(1):
        async with session.get("http://api.example/quote") as response:
            await response.text()
        if response.status != 429:
            print(f"client {number}: {response.status} after {tries} tries")
            return
        wait = float(response.headers["Retry-After"])
        if PARAMETERS["jitter"]:
            wait += random.uniform(0, 2 * tries)
        print(f"client {number}: 429, comes back in {wait:.2f}s")
        await asyncio.sleep(wait)


async def main():
    began = time.monotonic()
    network = Network()
    server = HttpServer(network, "api.example", rate=PARAMETERS["rate"])
    server.route("/quote", quote)
    server.start()
    session = ClientSession(network)

    await asyncio.gather(*(ask(session, number) for number in range(1, PARAMETERS["clients"] + 1)))
    print(f"{server.served} answers, {server.refused} refusals, {time.monotonic() - began:.2f}s")
    await session.close()
    await server.close()


asyncio.run(main())
