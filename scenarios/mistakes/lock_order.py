"""Two transfers, two locks, taken in opposite order: each holds what the other wants."""
import asyncio

PARAMETERS = {"corrected": False, "check": 0.1}


class Account:
    def __init__(self, name, balance):
        self.name, self.balance, self.lock = name, balance, asyncio.Lock()


async def transfer(source, target, amount):
    locks = [source, target]
    if PARAMETERS["corrected"]:
        locks.sort(key=lambda account: account.name)
    async with locks[0].lock:
        print(f"{source.name} to {target.name}: holds {locks[0].name}")
        if PARAMETERS["check"]:
            await asyncio.sleep(PARAMETERS["check"])
        async with locks[1].lock:
            source.balance -= amount
            target.balance += amount
            print(f"{source.name} to {target.name}: {amount} moved")


async def main():
    a, b = Account("anna", 100), Account("ben", 100)
    await asyncio.gather(transfer(a, b, 30), transfer(b, a, 50))
    print(f"anna {a.balance}, ben {b.balance}")


asyncio.run(main())
