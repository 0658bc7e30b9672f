"""CPython's own asyncio on a virtual clock: one run of one program, its transcript written to standard output.

What the virtual clock means:
- Time is one integer number of nanoseconds from the start of the program. It jumps to the next timer or end of a job
  when nothing is ready, and a blocking time.sleep() moves it. A duration is rounded to the nearest nanosecond, and is at
  least one if positive. Equal deadlines fire in the order they were made.
- A job in an executor runs at once, on a clock of its own, and ends after the time it has slept. Its lines appear when
  the loop's clock gets there. A pool has as many workers as it says (32 if it does not); further jobs wait their turn.
- Sets of tasks, ordered by address in CPython, are ordered by insertion.

The transcript: `[t=S.mmm] text` for a printed line (S.mmm is cut, not rounded), and
    !loop MESSAGE [task=NAME] [exception=ERROR]    the loop's exception handler was called
    !leftover NAME (CORO)                          asyncio.run() cancels a task that is still pending
    !deadlock NAME (CORO) waiting CHAIN            nothing can happen any more; one line for each pending task
    !unretrieved NAME (CORO) ERROR                 at the end: nobody looked at this task's exception
    [end t=S.mmm] ok | exception ERROR | deadlock | limit
"""
import ast
import asyncio
import builtins
import concurrent.futures
import heapq
import itertools
import math
import os
import random
import re
import selectors
import sys
import time
import traceback
import types
import warnings

NEVER = 1 << 62
ITERATIONS = 2_000_000
DEFAULT_WORKERS = 32


def nanoseconds(seconds):
    if isinstance(seconds, int):
        return seconds * 1_000_000_000
    if math.isinf(seconds):
        return NEVER if seconds > 0 else -NEVER
    return round(seconds * 1e9) or (1 if seconds > 0 else 0)


def clock_text(ns):
    return f"{ns // 1_000_000_000}.{ns // 1_000_000 % 1000:03d}"


def error_text(e):
    text = e.args[0] if isinstance(e, BaseExceptionGroup) else str(e)
    if isinstance(e, BaseExceptionGroup):
        text += " [" + ", ".join(map(error_text, e.exceptions)) + "]"
    return type(e).__name__ + (f": {text}" if text else "")


PLACES = [(re.compile(p), r) for p, r in (
    (r",? defined at [^ >\]]+", ""),
    (r" running at [^ >\]]+", " running"),
    (r" created at [^ >\]]+", ""),
    (r"(cb=\[[^\]]*?)\(\) at [^,\]>]+", r"\1()"),
    (r" at 0x[0-9a-fA-F]+", ""))]


def without_places(text):
    """repr() of tasks and futures without files, lines and addresses."""
    for pattern, replacement in PLACES:
        changes = 1
        while changes:
            text, changes = pattern.subn(replacement, text)
    return text


class insertion_set(dict):
    """A set as far as asyncio uses one, iterated in the order of insertion."""

    def __init__(self, items=()):
        super().__init__((x, None) for x in items)

    def add(self, x):
        self.setdefault(x)

    def discard(self, x):
        self.pop(x, None)

    remove = dict.__delitem__

    def __iter__(self):
        return iter(list(self.keys()))

    def __repr__(self):
        return "{" + ", ".join(map(repr, self)) + "}" if self else "set()"


class Run:
    """One run of one program: its clock, what is due from executors, its tasks and its transcript."""

    def __init__(self, workers=DEFAULT_WORKERS):
        self.now = 0
        self.job_time = None           # the clock of the executor's job that is running
        self.workers = workers
        self.order = itertools.count()
        self.due = []                  # heap of (time, order, function): ends of jobs
        self.late = []                 # heap of (time, order, line): printed by jobs ahead of the loop's clock
        self.lines = []
        self.unfinished = ""           # printed, without its newline yet
        self.tasks = {}                # task: (order, coroutine), and so that none is lost
        self.iterations = 0

    # --- clock
    def time(self):
        return (self.now if self.job_time is None else self.job_time) / 1e9

    def time_ns(self):
        return self.now if self.job_time is None else self.job_time

    def sleep(self, seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if self.job_time is not None:
            self.job_time += nanoseconds(seconds)
        else:
            self.advance(self.now + nanoseconds(seconds))

    def advance(self, to):
        if to > self.now:
            self.print_late(to)
            self.now = to

    def at(self, when, function):
        heapq.heappush(self.due, (when, next(self.order), function))

    def do_due(self):
        while self.due and self.due[0][0] <= self.now:
            heapq.heappop(self.due)[2]()

    def wait(self, timers):
        """The loop's select(): nothing is ready; `timers` is its heap."""
        wanted = [t.due for t in timers[:1] if t.due < NEVER] + [d[0] for d in self.due[:1]]
        if not wanted:
            self.deadlock()
        self.advance(min(wanted))

    # --- transcript
    def print(self, *values, sep=" ", end="\n", file=None, flush=False):
        text = (" " if sep is None else sep).join(map(str, values)) + ("\n" if end is None else end)
        if file not in (None, sys.stdout, sys.stderr):
            file.write(text)
            return
        self.unfinished += "!stderr " + text if file is not None and file is sys.stderr else text
        *whole, self.unfinished = self.unfinished.split("\n")
        for line in whole:
            self.line(without_places(line), self.job_time)

    def line(self, text, when=None):
        if when is not None and when > self.now:
            heapq.heappush(self.late, (when, next(self.order), text))
        else:
            self.lines += [f"[t={clock_text(self.now if when is None else when)}] {x}" for x in text.split("\n")]

    def print_late(self, until):
        while self.late and self.late[0][0] <= until:
            when, _, text = heapq.heappop(self.late)
            self.lines += [f"[t={clock_text(when)}] {x}" for x in text.split("\n")]

    # --- tasks
    def described(self, task):
        coroutine = self.tasks[task][1]
        name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
        return f"{task.get_name()} ({name.replace('.<locals>', '')})"

    def in_order(self, tasks):
        return insertion_set(sorted(tasks, key=lambda t: self.tasks.get(t, (NEVER,))[0]))

    def deadlock(self):
        for task in self.tasks:
            if not task.done():
                self.line(f"!deadlock {self.described(task)} waiting {chain_of(task)}")
        self.end("deadlock")

    def end(self, how, error=None):
        """Nothing is torn down: the process ends with the program."""
        if self.unfinished:
            self.line(without_places(self.unfinished))
        self.print_late(NEVER if how == "ok" else self.now)
        for task in self.tasks:
            if task.done() and not task.cancelled() and task._log_traceback:
                self.line(f"!unretrieved {self.described(task)} {error_text(task.exception())}")
        tail = "" if error is None else " " + without_places(error_text(error))
        self.lines.append(f"[end t={clock_text(self.now)}] {how}{tail}")
        sys.__stdout__.write("\n".join(self.lines) + "\n")
        sys.__stdout__.flush()
        os._exit(0)


def chain_of(task):
    """main > Queue.join > Event.wait > Future"""
    parts = []
    inner = task.get_coro()
    while hasattr(inner, "cr_await"):
        parts.append(inner.__qualname__.replace(".<locals>", ""))
        inner = inner.cr_await
    waiter = task._fut_waiter

    def name(f):
        return f.get_name() if isinstance(f, asyncio.Task) else "Future"

    if isinstance(waiter, asyncio.tasks._GatheringFuture):
        parts.append("gather[" + ", ".join(name(f) for f in waiter._children if not f.done()) + "]")
    else:
        parts.append("?" if waiter is None else name(waiter))
    return " > ".join(parts)


# ------------------------------------------------------------------------------------------------------------- loop

class Timer(asyncio.TimerHandle):
    __slots__ = ("due", "order")

    def __lt__(self, other):
        return (self.due, self.order) < (other.due, other.order)


class Selector(selectors._BaseSelectorImpl):
    def select(self, timeout=None):
        run = self.loop.run
        run.iterations += 1
        if run.iterations > ITERATIONS:
            run.end("limit", RuntimeError(f"more than {ITERATIONS} iterations"))
        if timeout is None or timeout > 0:
            run.wait(self.loop._scheduled)
        run.do_due()
        return []


class Loop(asyncio.SelectorEventLoop):
    def __init__(self, run):
        self.run = run
        selector = Selector()
        super().__init__(selector)
        selector.loop = self
        # `due <= now`, exactly, where the base class compares seconds: half a nanosecond either way.
        self._clock_resolution = 0.5e-9

    def time(self):
        return self.run.now / 1e9

    def call_later(self, delay, callback, *args, context=None):
        return self._timer(min(NEVER, self.run.now + nanoseconds(delay)), callback, args, context)

    def call_at(self, when, callback, *args, context=None):
        return self._timer(round(when * 1e9) if math.isfinite(when) else nanoseconds(when), callback, args, context)

    def _timer(self, due, callback, args, context):
        self._check_closed()
        timer = Timer(due / 1e9, callback, args, self, context)
        timer.due, timer.order = due, next(self.run.order)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def create_task(self, coro, **options):
        order = next(self.run.order)
        task = super().create_task(coro, **options)
        self.run.tasks[task] = (order, coro)
        return task

    def _write_to_self(self):
        pass

    def call_soon_threadsafe(self, callback, *args, context=None):
        run, call = self.run, super().call_soon_threadsafe
        if run.job_time is None or run.job_time <= run.now:
            return call(callback, *args, context=context)
        run.at(run.job_time, lambda: call(callback, *args, context=context))

    async def shutdown_default_executor(self, timeout=None):
        self._executor_shutdown_called = True
        if (pool := self._default_executor) is None:
            return
        pool.closed = True
        idle = self.create_future()
        pool.when_idle(lambda: self.call_soon_threadsafe(asyncio.futures._set_result_unless_cancelled, idle, None))
        async with asyncio.timeout(timeout):
            await idle

    def default_exception_handler(self, context):
        message = context.get("message") or "Unhandled exception in event loop"
        if "never retrieved" in message or "destroyed but it is pending" in message:
            return  # said at the end, not when memory is freed
        if message.startswith("Exception in callback"):
            message = "Exception in callback"
        text = "!loop " + re.sub(r"<Task.*?> ", "", without_places(message))
        if (task := context.get("task")) is not None:
            text += f" task={task.get_name()}"
        if (error := context.get("exception")) is not None:
            text += f" exception={error_text(error)}"
        self.run.line(text)


class Policy(asyncio.DefaultEventLoopPolicy):
    def __init__(self, run):
        super().__init__()
        self.run = run

    def new_event_loop(self):
        return Loop(self.run)


class Pool(concurrent.futures.Executor):
    """In place of ThreadPoolExecutor and ProcessPoolExecutor."""
    run = None

    def __init__(self, max_workers=None, *_, **__):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self.workers = max_workers or self.run.workers
        self.busy, self.waiting, self.closed, self.idle_calls = 0, [], False, []

    def submit(self, function, /, *args, **kwargs):
        if self.closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = concurrent.futures.Future()
        self.waiting.append((future, lambda: function(*args, **kwargs)))
        self.start_waiting(self.run.time_ns())
        return future

    def start_waiting(self, now):
        while self.waiting and self.busy < self.workers:
            future, work = self.waiting.pop(0)
            if future.set_running_or_notify_cancel():
                self.busy += 1
                self.perform(future, work, now)

    def perform(self, future, work, begin):
        run, outer, loop = self.run, self.run.job_time, asyncio._get_running_loop()
        run.job_time = begin
        asyncio._set_running_loop(None)
        try:
            set_outcome, outcome = future.set_result, work()
        except BaseException as e:
            set_outcome, outcome = future.set_exception, e
        end, run.job_time = run.job_time, outer
        asyncio._set_running_loop(loop)

        def finish():
            set_outcome(outcome)
            self.busy -= 1
            self.start_waiting(end)
            if not self.busy:
                calls, self.idle_calls = self.idle_calls, []
                for call in calls:
                    call()

        run.at(end, finish)

    def when_idle(self, call):
        if self.busy:
            self.idle_calls.append(call)
        else:
            self.run.at(self.run.now, call)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.closed = True
        if cancel_futures:
            for future, _ in self.waiting:
                future.cancel()
            self.waiting.clear()
        while wait and self.run.job_time is None and self.busy:
            self.run.advance(self.run.due[0][0])
            self.run.do_due()


class OrderedCompletion(asyncio.tasks._AsCompletedIterator):
    """as_completed() that subscribes to its arguments in their order."""

    def __init__(self, aws, timeout):
        super().__init__((), None)
        loop = asyncio.get_event_loop()
        self._todo = insertion_set(asyncio.ensure_future(a, loop=loop) for a in insertion_set(aws))
        for f in self._todo:
            f.add_done_callback(self._handle_completion)
        if self._todo and timeout is not None:
            self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
        self._todo_left = len(self._todo)


def patch(run):
    for name in ("time", "monotonic", "perf_counter", "process_time"):
        setattr(time, name, run.time)
        setattr(time, name + "_ns", run.time_ns)
    time.sleep = run.sleep
    builtins.print = run.print
    Pool.run = run
    concurrent.futures.ThreadPoolExecutor = concurrent.futures.ProcessPoolExecutor = Pool
    asyncio.tasks.set = asyncio.taskgroups.set = insertion_set  # names the modules look up before the built-in
    asyncio.tasks._AsCompletedIterator = OrderedCompletion
    all_tasks, cancel_all = asyncio.all_tasks, asyncio.runners._cancel_all_tasks
    asyncio.all_tasks = asyncio.tasks.all_tasks = lambda loop=None: run.in_order(all_tasks(loop))

    def cancel_leftovers(loop):
        for task in asyncio.all_tasks(loop):
            run.line(f"!leftover {run.described(task)}")
        cancel_all(loop)

    asyncio.runners._cancel_all_tasks = cancel_leftovers
    asyncio.set_event_loop_policy(Policy(run))
    sys.unraisablehook = lambda _: None
    warnings.simplefilter("ignore")


def execute(path, seed, values):
    """Runs the program in this process and ends it."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    for i, node in enumerate(tree.body):
        if values and isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PARAMETERS":
            tree.body.insert(i + 1, ast.parse(f"PARAMETERS.update({values!r})").body[0])
            break
    code = compile(ast.fix_missing_locations(tree), path, "exec")
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    run = Run()
    patch(run)
    random.seed(seed)
    os.environ["ORRERY_SEED"] = str(seed)  # for streams of its own beside `random`
    try:
        exec(code, module.__dict__)
    except SystemExit as e:
        run.end(*(("ok",) if e.code in (None, 0) else ("exception", e)))
    except BaseException as e:
        if os.environ.get("TWIN_TRACEBACK"):
            traceback.print_exception(e)
        run.end("exception", e)
    run.end("ok")
