#!/usr/bin/env python3
"""Runs a Python program on CPython's own asyncio under a virtual clock, and compares its transcript with a scenario's.

    twin.py PROGRAM.py [--seed N] [--set KEY=VALUE]...        print the transcript
    twin.py PROGRAM.py [--seed N] [--set ...] -- COMMAND...   compare it with what COMMAND prints:
                                                              twin.py downloads.py -- orrery run downloads --seed 42
    twin.py --all [--orrery BINARY] [--seeds 42,7]            every scenario that has a twin

Needs Python 3.13, looks for one (python3.13, pyenv) and exits with 77 where there is none. Exit status 0: equal.

A twin of scenarios/GROUP/NAME.cpp is scenarios/GROUP/NAME.py. It is a plain asyncio program that runs by itself as well:

    import asyncio, random
    PARAMETERS = {"files": 4, "interval": 0.25}     # optional: the scenario's names and defaults; durations in seconds
    async def main(): ...
    asyncio.run(main())                             # or: if __name__ == "__main__": asyncio.run(main())

--all sets every entry of PARAMETERS from the scenario: its defaults with each seed, then each of its aliases. A scenario
may have more parameters than its twin as long as no alias sets one of those; a twin may have no other than the scenario.
`random` is seeded with the run's seed, as the scenario's stream `program` is. Give coroutines the names the C++
functions have: leftover, deadlock and unretrieved lines show them.

virtual_asyncio.py says what the virtual clock means and what the lines of a transcript are.
"""
import argparse
import ast
import itertools
import json
import os
import re
import shutil
import subprocess
import sys


def find_python():
    """This program again with Python 3.13, or exit status 77."""
    versions = os.path.join(os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions")
    tries = [shutil.which("python3.13")]
    if os.path.isdir(versions):
        tries += [os.path.join(versions, v, "bin", "python3.13") for v in sorted(os.listdir(versions))]
    for python in filter(None, tries):
        probe = [python, "-c", "import sys; sys.exit(sys.version_info[:2] != (3, 13))"]
        if os.path.exists(python) and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            os.execv(python, [python, "-B", os.path.abspath(__file__), *sys.argv[1:]])
    print("twin.py: skipped: no Python 3.13 here")
    sys.exit(77)


if sys.version_info[:2] != (3, 13):
    find_python()

import virtual_asyncio  # noqa: E402  (needs 3.13)


class usage_error(Exception):
    pass


def parameters_of(path):
    """The PARAMETERS a program has at its top, as a dictionary, or {}."""
    with open(path, encoding="utf-8") as file:
        for node in ast.parse(file.read(), path).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PARAMETERS":
                return ast.literal_eval(node.value)
    return {}


def transcript(path, seed, values):
    """In a child process: what a run patches and leaves behind goes with it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        sys.__stdout__ = os.fdopen(writer, "w", encoding="utf-8")
        try:
            virtual_asyncio.execute(path, seed, values)
        finally:
            os._exit(70)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text


def difference(python, cpp):
    a, b = python.splitlines() + ["(end)"], cpp.splitlines() + ["(end)"]
    for number, (x, y) in enumerate(itertools.zip_longest(a, b), 1):
        if x != y:
            return f"line {number}\n    CPython: {x}\n    C++:     {y}"
    return None if python == cpp else "other line ends"


def output_of(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def value_like(standard, text):
    """What --set KEY=TEXT means for a parameter whose default is `standard`."""
    if isinstance(standard, bool):
        if text.lower() in ("yes", "true", "on", "1", "no", "false", "off", "0"):
            return text.lower() in ("yes", "true", "on", "1")
    elif isinstance(standard, int) and re.fullmatch(r"-?\d+", text):
        return int(text)
    elif isinstance(standard, (int, float)):
        if m := re.fullmatch(r"(-?\d+(?:\.\d*)?(?:e-?\d+)?)(ns|us|ms|s|m|min|h)?", text):
            scale = {"ns": 1e9, "us": 1e6, "ms": 1e3}.get(m[2], 1)
            return float(m[1]) / scale * {"m": 60, "min": 60, "h": 3600}.get(m[2], 1)
    else:
        return text
    raise usage_error(f"`{text}` is not a value like {standard!r}")


def chosen(path, settings):
    known, values = parameters_of(path), {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or key not in known:
            raise usage_error(f"--set {setting}: expected KEY=VALUE with a key of PARAMETERS: {', '.join(known) or 'none'}")
        values[key] = value_like(known[key], text)
    return values


def compare_all(root, orrery, seeds):
    runs = twins = 0
    failures = []
    listed = output_of([orrery, "list", "--json"])
    if listed.returncode != 0:
        raise usage_error(f"{orrery} list --json: {listed.stderr.strip()}")
    for name in [s["name"] for s in json.loads(listed.stdout)]:
        scenario = json.loads(output_of([orrery, "info", name, "--json"]).stdout)
        path = os.path.join(root, os.path.splitext(scenario["source"])[0] + ".py")
        if not os.path.exists(path):
            continue
        twins += 1
        own = parameters_of(path)
        standard = {p["name"]: p["default"] for p in scenario["parameters"]}
        if strange := own.keys() - standard.keys():
            failures.append(f"{path}: PARAMETERS has what {name} has not: {', '.join(sorted(strange))}")
            continue
        cases = [(name, seed, {}) for seed in seeds]
        cases += [(alias, seeds[0], set_) for alias, set_ in scenario.get("alias_values", {}).items()]
        for called, seed, set_ in cases:
            if missing := set_.keys() - own.keys():
                failures.append(f"{path}: alias {called} sets what PARAMETERS has not: {', '.join(sorted(missing))}")
                continue
            python = transcript(path, seed, {k: {**standard, **set_}[k] for k in own})
            cpp = output_of([orrery, "run", called, "--seed", str(seed)]).stdout
            runs += 1
            if found := difference(python, cpp):
                failures.append(f"{called} --seed {seed}: {found}")
    for f in failures:
        print(f)
    print(f"{twins} twins, {runs} runs, {len(failures)} differ")
    return 1 if failures else 0


def main():
    arguments, _, command = [list(g) for g in split_at(sys.argv[1:], "--")]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", nargs="?")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--all", action="store_true", help="every scenario that has a twin")
    parser.add_argument("--orrery", default=os.environ.get("ORRERY_BIN", "orrery"), help="the built command")
    parser.add_argument("--seeds", default="42,7")
    a = parser.parse_args(arguments)
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    try:
        if a.all:
            return compare_all(root, a.orrery, [int(s) for s in a.seeds.split(",")])
        if a.program is None:
            parser.error("a program or --all")
        python = transcript(a.program, a.seed, chosen(a.program, a.set))
        if not command:
            sys.stdout.write(python)
            return 0
        found = difference(python, output_of(command).stdout)
    except (usage_error, OSError, SyntaxError, ValueError) as e:
        sys.stderr.write(f"twin.py: {e}\n")
        return 2
    print(f"equal, {python.count(chr(10))} lines" if found is None else f"differ in {found}")
    return 0 if found is None else 1


def split_at(words, mark):
    at = words.index(mark) if mark in words else len(words)
    return words[:at], [mark], words[at + 1:]


if __name__ == "__main__":
    sys.exit(main())
