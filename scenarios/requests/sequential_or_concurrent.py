import asyncio
import time

from virtual_network import ClientSession, ClientTimeout, HttpServer, Line, Network, Response, uniform

PARAMETERS = {"pages": 6, "workers": 8, "think": 0.1, "bandwidth": 1000}


async def page(path):
    await asyncio.sleep(PARAMETERS["think"])
    return Response(200, "<html>", size=20_000)


async def fetch(session, number):
    async with session.get(f"http://shop.example/{number}") as response:
        await response.text()
        print(f"page {number}: {response.status} with {response.content_length} bytes")


async def main():
    network = Network()
    line = Line(delay=uniform(0.02, 0.06), bandwidth=PARAMETERS["bandwidth"] * 1000)
    server = HttpServer(network, "shop.example", workers=PARAMETERS["workers"], line=line)
    server.route("/*", page)
    server.start()
    session = ClientSession(network, ClientTimeout(total=None))
    numbers = range(1, PARAMETERS["pages"] + 1)

    began = time.monotonic()
    for number in numbers:
        await fetch(session, number)
    between = time.monotonic()
    print(f"one after the other: {between - began:.3f}s")

    await asyncio.gather(*(fetch(session, number) for number in numbers))
    print(f"all at once: {time.monotonic() - between:.3f}s")
    await session.close()
    await server.close()


asyncio.run(main())
