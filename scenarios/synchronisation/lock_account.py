import asyncio

PARAMETERS = {"hold": 0.1}


class Account:
    def __init__(self):
        self.balance = 100
        self.lock = asyncio.Lock()


async def unsafe(account, name):
    value = account.balance
    await asyncio.sleep(PARAMETERS["hold"])
    account.balance = value - 10
    print(f"{name}: unsafe balance {account.balance}")


async def safe(account, name):
    print(f"{name}: waiting (locked={account.lock.locked()})")
    async with account.lock:
        value = account.balance
        await asyncio.sleep(PARAMETERS["hold"])
        account.balance = value - 10
        print(f"{name}: safe balance {account.balance}")


async def barge():
    lock = asyncio.Lock()
    await lock.acquire()
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    lock.release()
    print("released but handed over?", lock.locked())
    barging = asyncio.create_task(lock.acquire())
    await waiter
    print("waiter has it; barging done:", barging.done())
    lock.release()
    await barging
    print("barging has it:", lock.locked())
    try:
        lock.release()
        lock.release()
    except RuntimeError as error:
        print("RuntimeError:", error)


async def main():
    account = Account()
    await asyncio.gather(*(unsafe(account, f"u{i}") for i in range(4)))
    print("after unsafe:", account.balance)
    account = Account()
    await asyncio.gather(*(safe(account, f"s{i}") for i in range(4)))
    print("after safe:", account.balance)
    await barge()


asyncio.run(main())
