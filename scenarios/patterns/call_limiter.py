"""So many calls in so many seconds: a limiter that remembers when the latest calls were made."""
import asyncio
import time

PARAMETERS = {"requests": 10, "calls": 3, "period": 2}


class RateLimiter:
    def __init__(self, max_calls, period):
        self.max_calls, self.period, self.calls = max_calls, period, []

    async def permission(self):
        while len(self.calls) >= self.max_calls:
            now = time.time()
            self.calls = [t for t in self.calls if now - t < self.period]
            if len(self.calls) >= self.max_calls:
                await asyncio.sleep(self.period - (now - self.calls[0]))
        self.calls.append(time.time())


async def api_call(call_id, limiter):
    await limiter.permission()
    print(f"API call {call_id} at {time.time():.2f}")
    await asyncio.sleep(0.1)


async def main():
    limiter = RateLimiter(PARAMETERS["calls"], PARAMETERS["period"])
    await asyncio.gather(*(api_call(i, limiter) for i in range(PARAMETERS["requests"])))


asyncio.run(main())
