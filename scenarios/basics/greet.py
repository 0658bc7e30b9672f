import asyncio

PARAMETERS = {"pause": 1}


async def greet(guest):
    print(f"Hello, {guest}!")
    await asyncio.sleep(PARAMETERS["pause"])
    print(f"Goodbye, {guest}!")
    return len(guest)


async def main():
    print("The name has", await greet("Alice"), "letters")
    await greet("Bob")


asyncio.run(main())
