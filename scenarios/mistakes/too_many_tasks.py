"""A task for each page, all at once, against a server that takes few connections."""
import asyncio
import random

PARAMETERS = {"corrected": False, "pages": 200, "limit": 20, "capacity": 20}


class Server:
    connections = 0
    refused = 0


async def fetch(server):
    if server.connections >= PARAMETERS["capacity"]:
        server.refused += 1
        raise RuntimeError("too many connections")
    server.connections += 1
    await asyncio.sleep(random.uniform(0.1, 0.3))
    server.connections -= 1


async def fetch_in_turn(server, permits):
    async with permits:
        await fetch(server)


async def main():
    server = Server()
    pages, permits = PARAMETERS["pages"], asyncio.Semaphore(PARAMETERS["limit"])
    wanted = [fetch_in_turn(server, permits) if PARAMETERS["corrected"] else fetch(server) for _ in range(pages)]
    await asyncio.gather(*wanted, return_exceptions=True)
    print(f"{pages - server.refused} of {pages} pages fetched")
    if server.refused:
        raise RuntimeError(f"{server.refused} requests were refused")


asyncio.run(main())
