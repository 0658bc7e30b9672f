import asyncio
import time

PARAMETERS = {"requests": 10, "limit": 3, "short": 0.5, "long": 1}
active = peak = 0


async def api_request(number, permits):
    global active, peak
    async with permits:
        active += 1
        peak = max(peak, active)
        print(f"Request {number} started (active {active})")
        await asyncio.sleep(PARAMETERS["short" if number % 3 else "long"])
        active -= 1
        print("Request", number, "done")
        return number ** 2


async def main():
    permits = asyncio.Semaphore(PARAMETERS["limit"])
    began = time.monotonic()
    requests = [api_request(number + 1, permits) for number in range(PARAMETERS["requests"])]
    print("Results:", await asyncio.gather(*requests))
    print(f"Peak concurrency {peak}, total {time.monotonic() - began:.2f}s")


asyncio.run(main())
