"""async does not make computing faster: one task that computes keeps all others from the loop."""
import asyncio
import time

PARAMETERS = {"corrected": False, "cost": 1, "requests": 4}


def count_primes(below, cost):
    primes = sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(2, below))
    time.sleep(cost)  # stands for the time it takes: a virtual clock sees no processor at work
    return primes


async def compute():
    if PARAMETERS["corrected"]:
        primes = await asyncio.to_thread(count_primes, 1000, PARAMETERS["cost"])
    else:
        primes = count_primes(1000, PARAMETERS["cost"])
    print(primes, "primes below 1000")


async def answer_requests():
    for i in range(PARAMETERS["requests"]):
        due = time.time() + 0.2
        await asyncio.sleep(0.2)
        print(f"request {i + 1} answered {max(0.0, time.time() - due):.1f} s late")


async def main():
    await asyncio.gather(answer_requests(), compute())


asyncio.run(main())
