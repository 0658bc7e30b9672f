import asyncio
import time

from virtual_network import ClientSession, ClientTimeout, HttpServer, Line, Network, Response, log_normal

PARAMETERS = {"pages": 40, "limit": 10, "workers": 8, "think": 0.1}


async def page(path):
    await asyncio.sleep(PARAMETERS["think"])
    return Response(200, "<html>", size=12_000)


class Crawler:
    def __init__(self, session):
        self.session = session
        self.slots = asyncio.Semaphore(PARAMETERS["limit"])
        self.done = self.bytes = 0

    async def visit(self, number):
        async with self.slots:
            async with self.session.get(f"http://wiki.example/page/{number}") as response:
                response.raise_for_status()
                await response.text()
                self.bytes += response.content_length
            self.done += 1
            if self.done % max(1, PARAMETERS["pages"] // 10) == 0:
                print(f"{self.done} of {PARAMETERS['pages']} pages")


async def main():
    began = time.monotonic()
    network = Network()
    line = Line(delay=log_normal(0.03, 0.5))
    server = HttpServer(network, "wiki.example", workers=PARAMETERS["workers"], backlog=100_000, line=line)
    server.route("/page/*", page)
    server.start()
    session = ClientSession(network, ClientTimeout(total=None))
    crawl = Crawler(session)

    await asyncio.gather(*(crawl.visit(number) for number in range(1, PARAMETERS["pages"] + 1)))
    took = time.monotonic() - began
    print(f"{crawl.done} pages, {crawl.bytes // 1000} KB in {took:.2f}s: {crawl.done / took:.1f} pages/s")
    await session.close()
    await server.close()


asyncio.run(main())
