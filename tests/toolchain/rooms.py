"""What a room may include and use.

runtime < sim < scenarios < gui: a room includes only itself and the rooms below. Determinism: in runtime, sim and
scenarios nothing that differs between two runs, machines or standard libraries may reach a trace.
"""

import re
import sys
from pathlib import PurePosixPath
from typing import NamedTuple

from cpp_tokens import ROOT, Token, report, shown, sources, tokens

LEVELS = {"runtime": 0, "sim": 1, "scenarios": 2, "gui": 3, "tests": 4}

# Third-party headers by the first part of their path, and the rooms whose link line has them.
LIBRARIES = {
    "fmt": {"sim", "scenarios", "gui"},
    "nlohmann": {"sim", "scenarios/runner", "gui"},
    "xxhash.h": {"sim"},
    "zstd.h": {"sim"},
    "oneapi": {"scenarios/runner"},
    "CLI": {"scenarios/runner", "gui/app"},
    "imgui": {"gui"},
    "GLFW": {"gui"},
    "GL": {"gui"},
    "backends": {"gui"},
    "stb": {"gui"},
    "doctest": set(),
    "benchmark": set(),
    "X11": set(),
}

# Too slow to compile, or too new for the compilers this tree is kept portable to.
HEAVY = {"iostream", "regex", "ranges"}
UNPORTABLE = {"source_location", "format", "print", "generator", "expected", "unordered_map", "unordered_set", "random"}

CLOCKS = {
    "system_clock", "steady_clock", "high_resolution_clock", "utc_clock", "clock_gettime", "gettimeofday", "localtime",
    "sleep_for", "sleep_until", "nanosleep", "usleep",
}
NOT_REPRODUCIBLE = {
    "random_device": "differs between runs",
    "default_random_engine": "differs between standard libraries",
    "rand": "differs between C libraries",
    "srand": "differs between C libraries",
    "drand48": "differs between C libraries",
    "shuffle": "std::shuffle differs between standard libraries",
    "setlocale": "the locale must not reach a trace",
    "unordered_map": "its order differs between standard libraries",
    "unordered_set": "its order differs between standard libraries",
    "unordered_multimap": "its order differs between standard libraries",
    "unordered_multiset": "its order differs between standard libraries",
}
NEEDS_STD = {"shuffle", "rand", "srand"}  # a member or a function of ours may have these names


class Problem(NamedTuple):
    line: int
    text: str


def room_of(path: str) -> str:
    """The room of a file by its path from the root: the longest known one."""
    parts = PurePosixPath(path).parts
    two = "/".join(parts[:2])
    return two if two in ("scenarios/runner", "gui/app", "runtime/core") else parts[0]


def library_of(include: str) -> str:
    first = include.split("/")[0]
    if first.startswith(("imgui", "imstb")):
        return "imgui"
    if first.startswith("stb_"):
        return "stb"
    return first


def check_include(path: str, room: str, include: str, quoted: bool) -> str:
    """What is wrong with one include, or ""."""
    top = room.split("/")[0]
    target = include.split("/")[0]
    if quoted and top == "tests" and ((ROOT / path).parent / include).exists():
        return ""  # what the tests of one folder share
    if quoted and target not in LEVELS:
        return f'"{include}" is not a path from the repository root'
    if target in LEVELS:
        if not quoted:
            return f'write "{include}" with quotes'
        if LEVELS[target] > LEVELS[top]:
            return f'{top} is below {target} and must not include "{include}"'
        if room == "runtime/core" and not include.startswith("runtime/core/"):
            return f'runtime/core knows nothing of "{include}"'
        if include.startswith("scenarios/runner/") and room != "scenarios/runner" and top != "tests":
            return f'"{include}" belongs to the command, not to the catalogue'
        if top != "tests" and not (ROOT / include).exists():
            return f'there is no "{include}"'
        return ""
    library = library_of(include)
    if top != "tests" and library in LIBRARIES:
        allowed = LIBRARIES[library]
        if room not in allowed and top not in allowed:
            return f"{room} does not link {library} and must not include <{include}>"
    if top in ("runtime", "sim", "scenarios"):
        if include in HEAVY and path.endswith(".hpp") and top == "runtime":
            return f"<{include}> is too heavy for a header of the runtime"
        if include in UNPORTABLE:
            return f"<{include}> is not portable or not deterministic"
    return ""


def check_code(path: str, room: str, code: list[Token], lines: list[str]) -> list[Problem]:
    problems = []
    top = room.split("/")[0]
    public_header = path.endswith(".hpp") and top in ("runtime", "sim", "scenarios")
    # A macro that the header itself takes back is nobody else's business.
    undefined = {match[1] for token in code if (match := re.match(r"\s*#\s*undef\s+(\w+)", token.text))}
    for i, token in enumerate(code):
        if token.kind == "directive":
            defined = re.match(r"\s*#\s*define\s+(\w+)", token.text)
            if public_header and defined and defined[1] not in undefined:
                problems.append(Problem(token.line, f"{defined[1]}: a macro in a public header; #undef it at the end"))
            continue
        if token.kind != "name":
            continue
        previous = code[i - 1].text if i else ""
        following = code[i + 1].text if i + 1 < len(code) else ""
        if token.text == "await_suspend" and returns_handle(code, i):
            problems.append(Problem(
                token.line, "await_suspend returns a handle: a deep chain overflows the stack below -O2; use the loop"))
        if top not in ("runtime", "sim", "scenarios"):
            continue
        # The command paces a run against the wall clock for --real-time, outside the loop.
        if token.text in CLOCKS and room != "scenarios/runner":
            problems.append(Problem(token.line, f"{token.text}: no wall clock below gui; time is the loop's"))
        member = previous in (".", "->") or (previous == "::" and i >= 2 and code[i - 2].text != "std")
        if token.text in NOT_REPRODUCIBLE and not member and (token.text not in NEEDS_STD or previous == "::"):
            problems.append(Problem(token.line, f"{token.text}: {NOT_REPRODUCIBLE[token.text]}"))
        if token.text.endswith("_distribution") and previous == "::" and code[i - 2].text == "std":
            problems.append(Problem(token.line, f"std::{token.text} differs between standard libraries"))
        if following == "<" and previous == "::" and code[i - 2].text == "std":
            key = first_argument(code, i + 1)
            sorted_by_address = key and key[-1] == "*" and token.text in ("map", "set", "multimap", "multiset", "hash")
            if sorted_by_address and "never walked" not in lines[token.line - 1]:
                problems.append(Problem(
                    token.line,
                    f"std::{token.text} of pointers: their order differs between runs. Where it is only searched, say "
                    "`never walked` in a comment on this line"))
    return problems


def first_argument(code: list[Token], start: int) -> list[str]:
    depth = 0
    found = []
    for token in code[start:start + 200]:
        if token.text in ("<", "("):
            depth += 1
        elif token.text in (">", ")"):
            depth -= 1
        if depth == 0 or (depth == 1 and token.text == ","):
            return found[1:]
        found.append(token.text)
    return []


def returns_handle(code: list[Token], i: int) -> bool:
    """Whether the function named at i is declared to return a coroutine_handle, before or after its name."""
    j = i - 1
    while j >= 0 and code[j].text not in (";", "{", "}", ":") and code[j].kind != "directive":
        if code[j].text == "coroutine_handle":
            return True
        j -= 1
    j = i + 1
    depth = 0
    arrow = False
    while j < len(code) and (depth or code[j].text not in (";", "{")):
        depth += {"(": 1, ")": -1}.get(code[j].text, 0)
        arrow = arrow or (depth == 0 and code[j].text == "->")
        if arrow and code[j].text == "coroutine_handle":
            return True
        j += 1
    return False


def check(path: str, source: str) -> list[Problem]:
    room = room_of(path)
    code = tokens(source)
    problems = []
    for token in code:
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', token.text) if token.kind == "directive" else None
        if match:
            text = check_include(path, room, match[2], match[1] == '"')
            if text:
                problems.append(Problem(token.line, text))
    if path.endswith(".hpp") and not any(token.text.strip() == "#pragma once" for token in code[:1]):
        problems.append(Problem(1, "a header starts with #pragma once"))
    return sorted(problems + check_code(path, room, code, source.splitlines()))


def main() -> int:
    problems = []
    checked = 0
    for path in sources(*LEVELS):
        name = shown(path)
        if name.startswith(("tests/toolchain/", "tests/package/")):
            continue  # small programs of their own
        checked += 1
        problems += [f"{name}:{p.line}: {p.text}" for p in check(name, path.read_text(encoding="utf-8"))]
    return report(problems, checked, "rooms")


if __name__ == "__main__":
    sys.exit(main())
