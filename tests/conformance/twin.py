#!/usr/bin/env python3
"""Runs a Python program on CPython's own asyncio under a virtual clock, and compares its transcript with a scenario's.

    twin.py PROGRAM.py [--seed N] [--set KEY=VALUE]...        print the transcript
    twin.py PROGRAM.py [--seed N] [--set ...] -- COMMAND...   compare it with what COMMAND prints:
                                                              twin.py downloads.py -- orrery run downloads --seed 42
    twin.py --all [--orrery BINARY] [--seeds 42,7] [--random 2]   every scenario that has a twin

Needs Python 3.13, looks for one (python3.13, pyenv) and exits with 77 where there is none. Exit status 0: equal.

A twin of scenarios/GROUP/NAME.cpp is scenarios/GROUP/NAME.py. It is a plain asyncio program that runs by itself as well:

    import asyncio, random
    PARAMETERS = {"files": 4, "interval": 0.25}     # optional: the scenario's names and defaults; durations in seconds
    async def main(): ...
    asyncio.run(main())                             # or: if __name__ == "__main__": asyncio.run(main())

--all compares, with every entry of PARAMETERS set from the scenario: its defaults with each seed, each of its aliases,
every single change of a parameter (a flag the other way, each other choice, the ends of a number's range), every
combination of its flags and choices, and --random settings of all parameters at once. A twin has all parameters of its scenario, and no other.
`random` is seeded with the run's seed, as the scenario's stream `program` is; ORRERY_SEED in the environment says it too.
Give coroutines the names the C++ functions have: leftover, deadlock and unretrieved lines show them.

virtual_asyncio.py says what the virtual clock means and what the lines of a transcript are.
"""
import argparse
import ast
import itertools
import json
import os
import random
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


MOST_COMBINED = 16  # of flags and choices


def variants(parameter):
    """The values worth a run: all of a flag or a choice, both ends of a number. A size is for measuring: ten times as much
    as usual is far enough."""
    if parameter["type"] == "flag":
        return [False, True]
    if parameter["type"] == "choice":
        return parameter["choices"]
    whole = int if parameter["type"] == "integer" else float
    highest = parameter["maximum"]
    if parameter.get("size"):
        highest = min(highest, parameter["default"] * 10)
    return [whole(parameter["minimum"]), whole(highest)]


def drawn(parameter, draws):
    values = variants(parameter)
    if parameter["type"] in ("flag", "choice"):
        return draws.choice(values)
    if parameter["type"] == "integer":
        return draws.randint(*values)
    return max(values[0], round(draws.uniform(*values), 3))


def variations(parameters, random_settings):
    """Settings to compare beside the defaults, each once."""
    settings = [{p["name"]: value} for p in parameters for value in variants(p)]
    switches = [p for p in parameters if p["type"] in ("flag", "choice")]
    combined = [dict(zip([p["name"] for p in switches], values)) for values in itertools.product(*map(variants, switches))]
    if len(combined) <= MOST_COMBINED:
        settings += combined
    draws = random.Random(1)
    settings += [{p["name"]: drawn(p, draws) for p in parameters} for _ in range(random_settings)]
    defaults = {p["name"]: p["default"] for p in parameters}
    seen = [defaults]
    for values in settings:
        if (whole := {**defaults, **values}) not in seen:
            seen.append(whole)
            yield values


def setting(name, value):
    return f"{name}={('yes' if value else 'no') if isinstance(value, bool) else value}"


def compare_all(root, orrery, seeds, random_settings):
    runs = twins = 0
    failures = []
    listed = output_of([orrery, "list", "--json"])
    if listed.returncode != 0:
        raise usage_error(f"{orrery} list --json: {listed.stderr.strip()}")
    for name in [s["name"] for s in json.loads(listed.stdout)]:
        scenario = json.loads(output_of([orrery, "info", name, "--json"]).stdout)
        path = os.path.join(root, os.path.splitext(scenario["source"])[0] + ".py")
        if not os.path.exists(path):
            failures.append(f"{name} has no twin: {path}")
            continue
        twins += 1
        own = parameters_of(path)
        standard = {p["name"]: p["default"] for p in scenario["parameters"]}
        if strange := own.keys() ^ standard.keys():
            failures.append(f"{path}: PARAMETERS are not those of {name}: {', '.join(sorted(strange))}")
            continue
        cases = [(name, seed, {}, []) for seed in seeds]
        cases += [(alias, seeds[0], values, []) for alias, values in scenario.get("alias_values", {}).items()]
        for values in variations(scenario["parameters"], random_settings):
            cases.append((name, seeds[0], values, [f"--set={setting(*item)}" for item in values.items()]))
        for called, seed, values, options in cases:
            python = transcript(path, seed, {**standard, **values})
            command = [orrery, "run", called, "--seed", str(seed), *options]
            runs += 1
            if found := difference(python, output_of(command).stdout):
                failures.append(f"{' '.join(command[1:])}: {found}")
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
    parser.add_argument("--random", type=int, default=2, metavar="N", help="settings drawn for each scenario")
    a = parser.parse_args(arguments)
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    try:
        if a.all:
            return compare_all(root, a.orrery, [int(s) for s in a.seeds.split(",")], a.random)
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
