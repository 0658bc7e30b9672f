"""docs/conformance.md and the tests say the same.

Every row of the document names a behaviour of asyncio, the file that pins it and CPython's test of it. In that file
there is a test case of that name: "group: behaviour" below tests/unit/behaviours, where CPython's test stands in a
comment above it. And every test case there is in the document, and in the list at the top of its file. No behaviour is
missing: each group has as many as CPython has tests that mean something in C++.

With --write the tables of the groups in tests/unit/behaviours and these lists are written anew.
"""

import re
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "conformance.md"
BEHAVIOURS = ROOT / "tests" / "unit" / "behaviours"

class Group(NamedTuple):
    file: str  # of its tests, in CPython's Lib/test/test_asyncio
    behaviours: int  # how many of those tests have a meaning in C++


# In the order of the document.
GROUPS = {
    "Future": Group("test_futures.py", 30),
    "Task basics": Group("test_tasks.py", 29),
    "Task cancellation": Group("test_tasks.py", 24),
    "sleep": Group("test_tasks.py", 4),
    "wait": Group("test_tasks.py", 13),
    "as_completed": Group("test_tasks.py", 9),
    "shield": Group("test_tasks.py", 9),
    "gather": Group("test_tasks.py", 12),
    "run_coroutine_threadsafe": Group("test_tasks.py", 2),
    "Eager tasks": Group("test_eager_task_factory.py", 12),
    "wait_for": Group("test_waitfor.py", 19),
    "timeout": Group("test_timeouts.py", 27),
    "TaskGroup": Group("test_taskgroups.py", 36),
    "Lock": Group("test_locks.py", 8),
    "Event": Group("test_locks.py", 5),
    "Condition": Group("test_locks.py", 18),
    "Semaphore": Group("test_locks.py", 13),
    "Barrier": Group("test_locks.py", 20),
    "Queue": Group("test_queues.py", 33),
    "Event loop": Group("test_base_events.py", 23),
    "Loop, handles, timers": Group("test_events.py", 13),
    "Runner": Group("test_runners.py", 10),
    "to_thread": Group("test_threads.py", 5),
}
TOTAL = 374

CASE = re.compile(r'(?:^// (test_\w+)\n)?^TEST_CASE(?:_TEMPLATE)?\(\s*"([^"]+)"', re.MULTILINE)
ROW = re.compile(r"^\| (.+?) \| (\S+) \| `(test_\w+)` \|$")
SUM = re.compile(r"^\d+ of \d+ behaviours\b", re.MULTILINE)
LIST_START = "// Behaviours of asyncio that CPython's tests pin, a test case for each:\n//\n"


class Row(NamedTuple):
    group: str
    behaviour: str
    file: str  # below tests/unit
    cpython: str


def cases(path: Path) -> list[tuple[str, str]]:
    """CPython's test ("" when the comment is missing) and the name of each test case."""
    return [(cpython or "", name) for cpython, name in CASE.findall(path.read_text(encoding="utf-8"))]


def rows_of_sources() -> list[Row]:
    rows = []
    for path in sorted(BEHAVIOURS.glob("*_test.cpp")):
        for cpython, name in cases(path):
            group, _, behaviour = name.partition(": ")
            rows.append(Row(group, behaviour, f"behaviours/{path.name}", cpython))
    return rows


def rows_of_document(text: str) -> list[Row]:
    rows, group = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            group = re.sub(r" \(.*\)$", "", line[3:])
        elif match := ROW.match(line):
            rows.append(Row(group, *match.groups()))
    return rows


def list_of(path: Path) -> str:
    lines = [LIST_START]
    for _, name in cases(path):
        behaviour = name.partition(": ")[2]
        lines += [textwrap.fill(behaviour, 118, initial_indent="//   ", subsequent_indent="//     ") + "\n"]
    return "".join(lines)


def sum_line(rows: list[Row]) -> str:
    return f"{len(rows)} of {TOTAL} behaviours"


def miscounts(rows: list[Row], text: str) -> list[str]:
    found = []
    if sum(group.behaviours for group in GROUPS.values()) != TOTAL:
        found.append(f"the groups do not have {TOTAL} behaviours together")
    for name, group in GROUPS.items():
        tests = [row.cpython for row in rows if row.group == name]
        if len(tests) != group.behaviours:
            found.append(f"docs/conformance.md: {len(tests)} behaviours of {name}, there are {group.behaviours}")
        for twice in sorted({test for test in tests if tests.count(test) > 1}):
            found.append(f"docs/conformance.md: `{twice}` stands twice in {name}")
    if SUM.findall(text) != [sum_line(rows)]:
        found.append(f'docs/conformance.md: the line "{sum_line(rows)}" is not there, or with other numbers')
    return found


def problems() -> list[str]:
    sources = rows_of_sources()
    text = DOCUMENT.read_text(encoding="utf-8")
    document = rows_of_document(text)
    found = miscounts(document, text)
    for row in sources:
        where = f"tests/unit/{row.file}"
        if row.group not in GROUPS:
            found.append(f'{where}: "{row.group}: {row.behaviour}" is of no known group')
        if not row.cpython:
            found.append(f'{where}: "{row.behaviour}" has no CPython test in a comment above it')
        if row not in document:
            found.append(f'{where}: no row "{row.behaviour}", `{row.cpython}` of {row.group} in docs/conformance.md')
    names: dict[str, set[str]] = {}
    for row in document:
        if row.file.startswith("behaviours/"):
            missing = row not in sources
        else:
            path = ROOT / "tests" / "unit" / row.file
            if row.file not in names:
                names[row.file] = {name for _, name in cases(path)} if path.exists() else set()
            missing = row.behaviour not in names[row.file]
        if missing:
            found.append(f'docs/conformance.md: no test case "{row.behaviour}" in tests/unit/{row.file}')
    for twice in {row for row in document if document.count(row) > 1}:
        found.append(f'docs/conformance.md: "{twice.behaviour}" stands there twice')
    for path in sorted(BEHAVIOURS.glob("*_test.cpp")):
        if not path.read_text(encoding="utf-8").startswith(list_of(path)):
            found.append(f"{path.relative_to(ROOT)}: the list at its top is not that of its test cases")
    if not sources:
        found.append("tests/unit/behaviours: no test cases")
    return found


def write() -> None:
    for path in sorted(BEHAVIOURS.glob("*_test.cpp")):
        text = path.read_text(encoding="utf-8")
        if text.startswith(LIST_START):
            text = re.sub(r"\A(//.*\n)+\n?", "", text)
        path.write_text(f"{list_of(path)}\n{text}", encoding="utf-8")

    text = DOCUMENT.read_text(encoding="utf-8")
    # The groups whose tests are elsewhere are written by hand, and stand after these.
    start = min((text.find(f"\n## {group} (") for group in GROUPS if f"\n## {group} (" in text), default=len(text))
    head, sections = text[:start].rstrip() + "\n", re.split(r"(?m)^(?=## )", text[start:].lstrip("\n"))
    others = [s for s in sections if s.strip() and re.sub(r" \(.*", "", s.splitlines()[0][3:]) not in GROUPS]
    for name, group in GROUPS.items():
        rows = [row for row in rows_of_sources() if row.group == name]
        if not rows:
            continue
        head += f"\n## {name} ({len(rows)}, `{group.file}`)\n\n"
        head += "| behaviour | test | CPython's test |\n| --- | --- | --- |\n"
        head += "".join(f"| {row.behaviour} | {row.file} | `{row.cpython}` |\n" for row in rows)
    text = head + "".join("\n" + s.rstrip() + "\n" for s in others)
    DOCUMENT.write_text(SUM.sub(sum_line(rows_of_document(text)), text), encoding="utf-8")


def main() -> int:
    if sys.argv[1:] == ["--write"]:
        write()
    found = problems()
    for problem in found:
        print(problem)
    rows = rows_of_document(DOCUMENT.read_text(encoding="utf-8"))
    print(f"conformance table: {sum_line(rows)}, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
