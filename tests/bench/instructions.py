#!/usr/bin/env python3
"""instructions.py BENCH: how many instructions the hot paths take, against what they took when this was written. Times
differ with the machine and its neighbours; instructions under callgrind do not. Exits with 77 where there is no valgrind.

A bound that is passed by a few instructions because a feature needs them may be raised, with the reason in the commit."""

import re
import shutil
import subprocess
import sys
import tempfile

# Work: operations a run does, most instructions an operation may take. In brackets, what a bare loop of coroutines needs
# that knows no order, no cancellation and no observer.
BOUNDS = {
    "yield": (1_000_000, 95),    # (43)
    "spawn": (200_000, 395),     # (156)
    "gather": (200_000, 425),
    "queue_1": (200_000, 385),   # (169)
    "semaphore": (200_000, 365),  # (112)
    "lock": (1_000_000, 95),
}


def instructions(bench, *arguments):
    with tempfile.NamedTemporaryFile() as out:
        run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", bench, *arguments],
                             capture_output=True, text=True, check=False)
    found = re.search(r"Collected\s*:\s*(\d+)", run.stderr)
    if run.returncode != 0 or found is None:
        sys.exit(f"instructions.py: {bench} failed under callgrind:\n{run.stderr[-2000:]}")
    return int(found.group(1))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: instructions.py BENCH")
    if shutil.which("valgrind") is None:
        print("skipped: no valgrind here")
        return 77
    start_up = instructions(sys.argv[1], "--benchmark_list_tests")
    failed = False
    for work, (operations, bound) in BOUNDS.items():
        each = (instructions(sys.argv[1], f"--benchmark_filter=^{work}/", "--benchmark_min_time=0.000001") - start_up) / operations
        print(f"{work}: {each:.0f} instructions, at most {bound}" + ("" if each <= bound else "  TOO MANY"))
        failed = failed or each > bound
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
