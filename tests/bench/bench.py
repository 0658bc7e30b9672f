#!/usr/bin/env python3
"""The table of docs/performance.md: the same works on Orrery, asio, CPython and a bare loop, in turn, so that what disturbs
the machine disturbs all of them. Python's standard library only."""

import argparse
import csv
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# ID, what one operation is
WORKS = {
    "yield": "sleep(0), 1000 tasks in turn: a hop",
    "spawn": "make a task and await it",
    "gather": "gather of 1000 tasks: a task",
    "timers_1e3": "1,000 sleepers: a sleep",
    "timers_1e5": "100,000 sleepers: a sleep",
    "timers_1e6": "1,000,000 sleepers: a sleep",
    "queue_1": "queue of capacity 1: an item",
    "queue_64": "queue of capacity 64: an item",
    "cancel": "cancel a sleeper that catches it, await it",
    "semaphore": "semaphore of 10, 1000 tasks: an acquire",
    "lock": "lock and unlock, nobody waiting",
    "bytes_per_task": "1,000,000 sleeping tasks: bytes each",
}
SLOW = {"cpython": {"timers_1e6"}}  # half a minute or more: once is enough
MISSING = {"asio": {"lock"}}
NOT_BARE = {"cancel", "lock", "bytes_per_task"}  # what the bare loop has not got
COLUMNS = ("orrery", "asio", "cpython", "bare")


def say(text):
    print(f"orrery bench: {text}", file=sys.stderr, flush=True)


def google(program, work, min_time):
    """One value of a Google Benchmark program: nanoseconds, or its counter `bytes`."""
    command = [program, f"--benchmark_filter=^{work}(/|$)", "--benchmark_format=csv", f"--benchmark_min_time={min_time}"]
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = output.stdout.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith("name,")), None)
    rows = list(csv.DictReader(io.StringIO("\n".join(lines[start:])))) if start is not None else []
    if output.returncode != 0 or not rows:
        return None
    return float(rows[0]["bytes"] if work == "bytes_per_task" else rows[0]["real_time"])


def cpython(python, work):
    output = subprocess.run([python, "-B", str(HERE / "rows.py"), work], capture_output=True, text=True, check=False)
    words = output.stdout.split()
    return float(words[1]) if output.returncode == 0 and len(words) == 2 else None


def find_python():
    """3.13 where there is one; else any that is not older than what runs this."""
    for name in ("python3.13", "python3", sys.executable):
        path = shutil.which(name) if name else None
        if path is None:
            continue
        probe = subprocess.run([path, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"],
                               capture_output=True, text=True, check=False)
        if probe.returncode == 0:
            return path, probe.stdout.strip()
    return None, None


def peers(build):
    """Name, how to measure one work, or None and how to get it."""
    found = {"orrery": lambda work, t: google(build / "bin/orrery-bench", work, t),
             "bare": lambda work, t: google(build / "bin/orrery-bench", f"bare_{work}", t)}
    asio = build / "bin/orrery-bench-asio"
    if asio.exists():
        found["asio"] = lambda work, t: google(asio, work, t)
    else:
        say("asio is not here, so its column is empty; to get it: apt-get install libasio-dev, then ./orrery bench again")
    python, version = find_python()
    if python is not None:
        found["cpython"] = lambda work, t: cpython(python, work)
        say(f"CPython is {version}" + ("" if version.startswith("3.13") else "; 3.13 is what Orrery equals"))
    else:
        say("no python3 is here, so its column is empty; to get it: apt-get install python3")
    return found


def measure(found, works, rounds, min_time, quick):
    values = {name: {work: [] for work in works} for name in COLUMNS}
    for r in range(rounds):
        for work in works:
            for name, one in found.items():
                if work in MISSING.get(name, ()) or (name == "bare" and work in NOT_BARE):
                    continue
                if work in SLOW.get(name, ()) and (quick or r > 0):
                    continue
                say(f"round {r + 1} of {rounds}: {work}, {name}")
                value = one(work, min_time)
                if value is not None:
                    values[name][work].append(value)
    return values


def median(values):
    return statistics.median(values) if values else None


def number(value):
    if value is None:
        return "-"
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def spread(values):
    return f"{number(min(values))}..{number(max(values))}" if values else "-"


def ratio(peer, own):
    return f"{peer / own:.1f}x" if peer is not None and own else "-"


def table(values, works):
    head = ["work (ns)", "orrery", "spread", "asio", "", "cpython", "", "bare loop", ""]
    rows = [head]
    for work in works:
        own, asio, python, bare = (median(values[name][work]) for name in COLUMNS)
        rows.append([WORKS[work], number(own), spread(values["orrery"][work]), number(asio), ratio(asio, own),
                     number(python), ratio(python, own), number(bare), ratio(bare, own)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip()
             for row in rows]
    lines.insert(1, "-" * max(len(line) for line in lines))
    return "\n".join(lines)


def arguments():
    parser = argparse.ArgumentParser(
        prog="./orrery bench",
        description="Measures Orrery beside asio, CPython and a bare loop of coroutines (no order, no cancellation: what the "
                    "machine allows): processor time of each work, the median of some rounds in which they take turns, and "
                    "how many times as long the others take.",
        epilog="works: " + ", ".join(WORKS))
    parser.add_argument("--json", action="store_true", help="print the medians as JSON instead of the table")
    parser.add_argument("--quick", action="store_true", help="two short rounds, without CPython's longest row")
    parser.add_argument("--rounds", type=int, help="how often each is measured (default 5)")
    parser.add_argument("--work", action="append", metavar="ID", help="only this one; may be given again")
    parser.add_argument("--build", type=Path, default=HERE.parent.parent / "build/release", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds is None:
        options.rounds = 2 if options.quick else 5
    if options.rounds < 1:
        parser.error(f"--rounds is {options.rounds}; expected 1 or more")
    for work in options.work or ():
        if work not in WORKS:
            parser.error(f"there is no work '{work}'; expected one of {', '.join(WORKS)}")
    if not os.access(options.build / "bin/orrery-bench", os.X_OK):
        parser.error(f"{options.build / 'bin/orrery-bench'} is not built; ./orrery bench builds it")
    return options


def main():
    options = arguments()
    works = [work for work in WORKS if not options.work or work in options.work]
    values = measure(peers(options.build), works, options.rounds, 0.05 if options.quick else 0.2, options.quick)
    if options.json:
        rows = [{"work": work} | {name: median(values[name][work]) for name in COLUMNS} for work in works]
        print(json.dumps({"rows": rows}, indent=1))
    else:
        print(table(values, works))
    if any(not values["orrery"][work] for work in works):
        say("a row of Orrery's own failed")
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
