"""Results as they come in, not as they were asked for."""
import asyncio

PARAMETERS = {"url1": 3, "url2": 1, "url3": 2, "form": "results"}


async def fetch_url(url, delay):
    await asyncio.sleep(delay)
    return f"Content from {url}"


def pages():
    return {f"{name}.com": fetch_url(f"{name}.com", PARAMETERS[name]) for name in ("url1", "url2", "url3")}


async def print_results():
    for page in asyncio.as_completed(pages().values()):
        print(await page)


async def print_tasks():
    tasks = [asyncio.create_task(page, name=url) for url, page in pages().items()]
    async for task in asyncio.as_completed(tasks):
        print(task.get_name(), "->", task.result())
    try:
        async for task in asyncio.as_completed([fetch_url("slow.com", 5), fetch_url("fast.com", 1)], timeout=2):
            print(task.result())
    except TimeoutError:
        print("timed out waiting for the rest")


asyncio.run(print_tasks() if PARAMETERS["form"] == "tasks" else print_results())
