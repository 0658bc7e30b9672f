import asyncio
import itertools
import random

from virtual_network import ClientError, ClientSession, ClientTimeout, HttpServer, Network, Response

PARAMETERS = {"attempts": 6, "first-wait": 0.5, "failure": 0.7}


failures = itertools.count()


async def report(path):
    await asyncio.sleep(0.05)
    if random.random() >= PARAMETERS["failure"]:
        return Response(200, "all is well")
    way = next(failures) % 3
    if way == 0:
        return Response(500)
    if way == 1:
        return Response(breaks_after=0)
    await asyncio.sleep(30)
    return Response(200, "late")


async def attempt(session):
    try:
        async with session.get("http://status.example/report") as response:
            response.raise_for_status()
            print(" ", await response.text())
            return True
    except (ClientError, TimeoutError) as failed:
        print(f"  {type(failed).__name__}: {failed}")
        return False


async def main():
    network = Network()
    server = HttpServer(network, "status.example")
    server.route("/report", report)
    server.start()
    session = ClientSession(network, ClientTimeout(sock_read=2))

    wait = PARAMETERS["first-wait"]
    for i in range(1, PARAMETERS["attempts"] + 1):
        print("attempt", i)
        if await attempt(session):
            break
        if i == PARAMETERS["attempts"]:
            print(f"giving up after {i} attempts")
        else:
            await asyncio.sleep(wait)
        wait *= 2
    await session.close()
    await server.close()


asyncio.run(main())
