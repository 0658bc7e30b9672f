import asyncio


def on_done(label):
    def callback(future):
        if future.cancelled():
            state = "cancelled"
        elif future.exception():
            state = f"exception {future.exception()!r}"
        else:
            state = f"result {future.result()!r}"
        print(f"callback {label}: {state}")
    return callback


async def job():
    print("job runs")
    return "job result"


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    first = on_done("first")
    f.add_done_callback(first)
    f.add_done_callback(on_done("second"))
    f.add_done_callback(first)
    print("removed:", f.remove_done_callback(first))
    f.add_done_callback(on_done("third"))
    f.set_result(1)
    print("set_result returned; callbacks have not run yet")
    f.add_done_callback(on_done("late"))
    await asyncio.sleep(0)
    print("after one iteration")

    g = loop.create_future()
    g.add_done_callback(on_done("g"))
    g.set_exception(RuntimeError("boom"))
    h = loop.create_future()
    h.add_done_callback(on_done("h"))
    h.cancel()
    await asyncio.sleep(0)

    task = asyncio.create_task(job())
    task.add_done_callback(on_done("task"))
    task.add_done_callback(lambda future: 1 / 0)
    task.add_done_callback(on_done("after a failing callback"))
    print("await:", await task)


asyncio.run(main())
