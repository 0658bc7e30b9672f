"""The compiler's known coroutine faults: which of them this compiler has, and that the way around each works.

usage: traps.py COMPILER

Every program in traps/ is built in two forms. The form this project writes must build and behave at -O0 and -O2; that
is the test. The other form, with -DTRAP, only informs: when a new compiler has none of them left, the await law may be
relaxed.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
LEVELS = ("-O0", "-O2")


def outcome(compiler: str, source: Path, level: str, trap: bool, folder: str) -> str:
    """How one form behaves: "good", "does not compile", "dies" or "misbehaves"."""
    binary = os.path.join(folder, f"{source.stem}{level}{'-trap' if trap else ''}")
    command = [compiler, "-std=c++20", "-w", level, str(source), "-o", binary]
    if trap:
        command.insert(1, "-DTRAP")
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode:
        if not trap:
            print(built.stderr)
        return "does not compile"
    try:
        ran = subprocess.run([binary], capture_output=True, text=True, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        return "hangs"
    if ran.returncode < 0:
        return "dies"
    return "misbehaves" if ran.returncode else "good"


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    compiler = sys.argv[1]
    programs = sorted((HERE / "traps").glob("*.cpp"))
    failures = 0
    remaining = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [(p, level, trap) for p in programs for trap in (False, True) for level in LEVELS]
        results = dict(zip(jobs, pool.map(lambda job: outcome(compiler, *job, folder), jobs)))
    for program in programs:
        ours = [results[program, level, False] for level in LEVELS]
        traps = [results[program, level, True] for level in LEVELS]
        if traps == ["good"] * len(LEVELS):
            still = "this compiler is free of it"
        else:
            remaining += 1
            still = "still there: " + ", ".join(f"{level} {what}" for level, what in zip(LEVELS, traps) if what != "good")
        works = all(what == "good" for what in ours)
        failures += not works
        print(f"{'ok  ' if works else 'FAIL'} {program.stem:28} {still}")
        if not works:
            print(f"     the form this project writes: {', '.join(ours)}")
    print(f"{compiler}: {len(programs)} traps, {remaining} still there; {failures} ways around that do not work")
    return 1 if failures or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
