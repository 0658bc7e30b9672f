"""Who gave up waiting for the printer unlocks it all the same: then two print at once."""
import asyncio

PARAMETERS = {"corrected": False, "pages": 4, "patience": 0.25}


class Printer:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.printing = 0


async def print_page(printer, page):
    await asyncio.sleep(0.3 * page)
    has_it = False
    try:
        await asyncio.wait_for(printer.lock.acquire(), PARAMETERS["patience"])
        has_it = True
        printer.printing += 1
        print(f"page {page} prints ({printer.printing} at once)")
        await asyncio.sleep(1)
        printer.printing -= 1
    except TimeoutError:
        print(f"page {page} gives up")
    if has_it or not PARAMETERS["corrected"]:
        printer.lock.release()


async def main():
    printer = Printer()
    await asyncio.gather(*[print_page(printer, page) for page in range(PARAMETERS["pages"])])


asyncio.run(main())
