import asyncio
import time

from virtual_network import ClientSession, ClientTimeout, HttpServer, Line, Network, Response

PARAMETERS = {"size": 2000, "bandwidth": 1000, "loss": 0.0}


async def film(size):
    return Response(size=size)


async def download(session, name, began):
    async with session.get("http://films.example/" + name) as response:
        loaded = quarters = 0
        while size := await response.read_chunk():
            loaded += size
            if loaded * 4 // response.content_length > quarters:
                quarters = loaded * 4 // response.content_length
                print(f"{name}: {quarters * 25}%")
        print(f"{name}: {loaded // 1000} KB at {time.monotonic() - began:.2f}s")


async def main():
    began = time.monotonic()
    size = PARAMETERS["size"] * 1000
    network = Network()
    line = Line(bandwidth=PARAMETERS["bandwidth"] * 1000, loss=PARAMETERS["loss"])
    server = HttpServer(network, "films.example", piece=65_536, line=line)
    server.route("/short", lambda path: film(size // 4))
    server.route("/*", lambda path: film(size))
    server.start()
    session = ClientSession(network, ClientTimeout(total=None))
    await asyncio.gather(download(session, "long", began), download(session, "short", began))
    await session.close()
    await server.close()


asyncio.run(main())
