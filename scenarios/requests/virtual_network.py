"""A simulated network for the twins of this folder: hosts, lines, HTTP servers, and a client with aiohttp's names.

It is what sim/net is for the C++ scenarios, in asyncio, as far as the twins use it: the same waits in the same order, and
the same random numbers, so that a twin prints the same lines at the same times. On a plain loop it works too, in real time:

    network = Network()                                  # ORRERY_SEED in the environment: another seed than 42
    server = HttpServer(network, "shop.example", workers=8, line=Line(delay=uniform(0.02, 0.06), bandwidth=1_000_000))
    server.route("/*", handler)                          # async def handler(path) -> Response
    server.start()
    session = ClientSession(network, ClientTimeout(total=None, connect=1, sock_read=2), limit=100)
    async with session.get("http://shop.example/1") as response:
        response.raise_for_status()
        print(response.status, await response.text())
    await session.close()
    await server.close()

Times are seconds where a program gives them and whole nanoseconds inside, as the loop under virtual_asyncio.py has them.
"""
import asyncio
import collections
import math
import os
import random

ONE = 1 << 32  # 1 as a fixed point number with 32 bits after the point
LOG2_E = 6196328019
MASK = (1 << 64) - 1


def now():
    return round(asyncio.get_running_loop().time() * 1e9)


# --------------------------------------------------------------------------------------------------------- randomness

def network_stream(seed):
    """The C++ programs' stream `network`: a generator whose seed is XXH3_64bits of that name, seeded with the run's seed."""
    name = b"network"
    seed ^= int.from_bytes((seed & 0xFFFFFFFF).to_bytes(4, "little"), "big") << 32
    flip = ((0x1CAD21F72C81017C ^ 0xDB979083E96DD4DE) - seed) & MASK  # from XXH3's secret
    h = (int.from_bytes(name[-4:], "little") + (int.from_bytes(name[:4], "little") << 32)) ^ flip
    h ^= (h << 49 | h >> 15) & MASK ^ (h << 24 | h >> 40) & MASK
    h = h * 0x9FB21C651E98DF25 & MASK
    h ^= (h >> 35) + len(name)
    h = h * 0x9FB21C651E98DF25 & MASK
    return random.Random(h ^ h >> 28)


def times(a, fixed):
    product = a * fixed
    return product // ONE if product >= 0 else -(-product // ONE)


def normal_draw(draws):
    return sum(draws.getrandbits(32) for _ in range(12)) - 6 * ONE  # twelve uniform numbers have variance one


def power_of_two(x):
    result, root, bits = 1.0, 2.0, x & ONE - 1
    while bits:
        root = math.sqrt(root)
        if bits & 0x80000000:
            result *= root
        bits = bits << 1 & 0xFFFFFFFF
    return math.ldexp(result, x >> 32)


# How long a message travels: functions that draw a number of nanoseconds.

def constant(seconds):
    return lambda draws: round(seconds * 1e9)


def uniform(least, most):
    return lambda draws: draws.randint(round(least * 1e9), round(most * 1e9))


def log_normal(median, sigma):
    def draw(draws):
        exponent = times(times(int(sigma * ONE), normal_draw(draws)), LOG2_E)
        return int(float(round(median * 1e9)) * power_of_two(exponent))
    return draw


# -------------------------------------------------------------------------------------------------------------- lines

class Line:
    """What both directions of a server's line are like; bandwidth in bytes a second, 0: no limit."""

    def __init__(self, delay=constant(0.02), bandwidth=0, loss=0.0, retransmit=0.2):
        self.delay, self.bandwidth, self.loss, self.retransmit = delay, bandwidth, loss, round(retransmit * 1e9)
        self.free = 0  # when the last piece has left

    def direction(self):
        return Line(self.delay, self.bandwidth, self.loss, self.retransmit / 1e9)

    def send(self, size, draws):
        """When the piece has left, and when it has arrived."""
        self.free = max(self.free, now()) + (size * 1_000_000_000 // self.bandwidth if self.bandwidth else 0)
        arrives = self.free + self.delay(draws)
        again = self.retransmit
        for _ in range(6):
            if not self.loss or draws.random() >= self.loss:
                break
            arrives += again  # lost: sent again, as TCP does
            again *= 2
        return self.free, arrives


class Network:
    def __init__(self):
        self.draws = network_stream(int(os.environ.get("ORRERY_SEED", "42")))
        self.hosts = {}

    def deliver(self, line, size, earliest, arrived):
        left, arrives = line.send(size, self.draws)
        arrives = max(arrives, earliest)
        asyncio.get_running_loop().call_at(arrives / 1e9, arrived)
        return left, arrives


class Connection:
    def __init__(self):
        self.under_way = collections.deque()
        self.inbox = asyncio.Queue()
        self.last_arrival = self.idle_since = 0
        self.open = True


Piece = collections.namedtuple("Piece", "head size last reset", defaults=(None, 0, False, False))


# ------------------------------------------------------------------------------------------------------------- server

class Response:
    """What a handler answers. `size` is at least what `text` has. `breaks_after`: the connection breaks after so many bytes."""

    def __init__(self, status=200, text="", size=0, breaks_after=None):
        self.status, self.text, self.size, self.breaks_after = status, text, max(size, len(text.encode())), breaks_after
        self.headers = {}


async def serve(server):
    while True:
        connection, path = await server.accepted.get()
        response = await server.answer(path)
        await server.send(connection, response)
        server.served += 1


class HttpServer:
    def __init__(self, network, host, workers=8, backlog=128, rate=0, piece=16384, line=Line()):
        self.network, self.host, self.workers, self.rate, self.piece = network, host, workers, rate, piece
        self.up, self.down = line.direction(), line.direction()
        self.accepted = asyncio.Queue(backlog)
        self.routes, self.tasks, self.recent = [], [], collections.deque()
        self.served = self.refused = 0
        network.hosts[host] = self

    def route(self, path, handler):
        self.routes.append((path, handler))

    def start(self):
        for i in range(1, self.workers + 1):
            self.tasks.append(asyncio.create_task(serve(self), name=f"{self.host} worker {i}"))

    async def close(self):
        for task in self.tasks:
            task.cancel()
        for task in self.tasks:
            try:
                await task
            except asyncio.CancelledError:
                if not task.cancelled():
                    raise

    def arrived(self, connection, path):
        if wait := self.retry_after():
            response = Response(429)
            response.headers["Retry-After"] = str(wait)
            self.refuse(connection, response)
        elif self.accepted.full():
            self.refuse(connection, Response(503))
        else:
            self.accepted.put_nowait((connection, path))

    def retry_after(self):
        """Whole seconds until one of the requests of the last second is forgotten; 0: this one is within the rate."""
        second, time = 1_000_000_000, now()
        while self.recent and self.recent[0] + second <= time:
            self.recent.popleft()
        if not self.rate:
            return 0
        if len(self.recent) < self.rate:
            self.recent.append(time)
            return 0
        return -((time - self.recent[0] - second) // second)

    def refuse(self, connection, response):
        self.refused += 1
        self.send_piece(connection, Piece(head=response, last=True))

    async def answer(self, path):
        for pattern, handler in self.routes:
            if path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern:
                try:
                    return await handler(path)
                except Exception:
                    return Response(500)
        return Response(404)

    async def send(self, connection, response):
        breaks = response.breaks_after is not None
        size = min(response.breaks_after, response.size) if breaks else response.size
        head = response if not breaks or size else None
        sent = 0
        while True:
            part = min(self.piece, size - sent)
            sent += part
            last = sent == size and not breaks
            reset = sent == size and breaks and head is None  # the head is read before the connection breaks
            left, _ = self.send_piece(connection, Piece(head, part, last, reset))
            if (wait := left - now()) > 0:
                await asyncio.sleep(wait / 1e9)
            if last or reset or not connection.open:
                return
            head = None

    def send_piece(self, connection, piece):
        def arrived():
            first = connection.under_way.popleft()  # a plain loop may swap calls at one time
            if connection.open:
                connection.inbox.put_nowait(first)

        connection.under_way.append(piece)
        size = piece.size + (200 if piece.head else 0)
        way = self.network.deliver(self.down, size, connection.last_arrival, arrived)
        connection.last_arrival = way[1]
        return way


# ------------------------------------------------------------------------------------------- client, as aiohttp's is

class ClientError(Exception):
    pass


class ClientResponseError(ClientError):
    def __init__(self, status, message, url):
        super().__init__(f"{status}, message={message!r}, url={url!r}")
        self.status = status


class ClientPayloadError(ClientError):
    pass


class ClientConnectionError(ClientError):
    pass


class ClientConnectorError(ClientConnectionError):
    pass


class ServerDisconnectedError(ClientConnectionError):
    pass


class ServerTimeoutError(ClientConnectionError):
    pass


REASONS = {200: "OK", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}

ClientTimeout = collections.namedtuple("ClientTimeout", "total connect sock_read", defaults=(300, None, None))


class Lease:
    """A connection in use, and its place under the limit."""

    def __init__(self, session, host, connection):
        self.session, self.host, self.connection = session, host, connection
        self.reusable = False

    def give_back(self):
        connection, self.connection = self.connection, None
        if connection is None:
            return
        if self.reusable and not self.session.closed:
            connection.idle_since = now()
            self.session.idle[self.host].append(connection)
        else:
            connection.open = False
        self.session.places.release()

    __del__ = give_back  # of one that came in the moment in which its caller gave up


class ClientSession:
    def __init__(self, network, timeout=ClientTimeout(), limit=100):
        self.network, self.timeout = network, timeout
        self.places = asyncio.Semaphore(limit)
        self.idle = collections.defaultdict(list)
        self.closed = False

    def get(self, url):
        if self.closed:
            raise RuntimeError("Session is closed")
        return RequestContext(asyncio.wait_for(self.request(url), self.timeout.total))

    async def request(self, url):
        started = now()
        host, _, path = url.removeprefix("http://").partition("/")
        if host not in self.network.hosts:
            raise ClientConnectorError(f"Cannot connect to host {host}:80 [Name or service not known]")
        server = self.network.hosts[host]
        try:
            lease = await asyncio.wait_for(self.acquire(server), self.timeout.connect)
        except TimeoutError:
            raise ServerTimeoutError("Connection timeout to host " + url) from None
        connection = lease.connection
        self.network.deliver(server.up, 200, 0, lambda: server.arrived(connection, "/" + path))
        response = ClientResponse(lease, self.timeout, started, url)
        try:
            await response.read_head()
        except BaseException:
            lease.give_back()
            raise
        return response

    async def acquire(self, server):
        await self.places.acquire()
        try:
            connection = self.take_idle(server.host)
            if connection is None:  # TCP's handshake: the line there and back
                there = server.up.delay(self.network.draws)
                back = server.down.delay(self.network.draws)
                await asyncio.sleep((there + back) / 1e9)
                connection = Connection()
        except BaseException:
            self.places.release()
            raise
        return Lease(self, server.host, connection)

    def take_idle(self, host):
        while self.idle[host]:
            connection = self.idle[host].pop()
            if now() - connection.idle_since <= 15_000_000_000:
                return connection
            connection.open = False
        return None

    async def close(self):
        self.closed = True
        for connections in self.idle.values():
            for connection in connections:
                connection.open = False
        self.idle.clear()
        await asyncio.sleep(0)


class RequestContext:
    """session.get(url): to await, or to use with `async with`."""

    def __init__(self, request):
        self.request = request

    def __await__(self):
        return self.request.__await__()

    async def __aenter__(self):
        self.response = await self.request
        return self.response

    async def __aexit__(self, *_):
        self.response.release()


class ClientResponse:
    def __init__(self, lease, timeout, started, url):
        self.lease, self.timeout, self.started, self.url = lease, timeout, started, url
        self.unread = 0
        self.complete = False

    @property
    def status(self):
        return self.head.status

    @property
    def headers(self):
        return self.head.headers

    @property
    def content_length(self):
        return self.head.size

    def release(self):
        self.lease.give_back()

    def raise_for_status(self):
        if self.status >= 400:
            raise ClientResponseError(self.status, REASONS[self.status], self.url)

    async def read_head(self):
        piece = await self.next()
        if piece.head is None:
            raise ServerDisconnectedError("Server disconnected")
        self.head, self.unread = piece.head, piece.size

    async def next(self):
        try:
            piece = await asyncio.wait_for(self.lease.connection.inbox.get(), self.timeout.sock_read)
        except TimeoutError:
            raise ServerTimeoutError("Timeout on reading data from socket") from None
        if piece.last:
            self.complete = self.lease.reusable = True
            self.lease.give_back()
        return piece

    async def read_chunk(self):
        """The number of bytes of the body that came next; 0: that was all."""
        if self.unread or self.complete:
            size, self.unread = self.unread, 0
            return size
        left = self.timeout.total
        if left is not None:
            left = max(0, round(left * 1e9) - now() + self.started) / 1e9
        piece = await asyncio.wait_for(self.next(), left)
        if piece.reset:
            raise ClientPayloadError("Response payload is not completed")
        return piece.size

    async def text(self):
        while await self.read_chunk():
            pass
        return self.head.text
