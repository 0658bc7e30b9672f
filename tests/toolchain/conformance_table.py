"""docs/conformance.md and the tests say the same.

Every row of the document names a behaviour of asyncio, the file that pins it and CPython's test of it. In that file
there is a test case of that name: "group: behaviour" below tests/unit/behaviours, where CPython's test stands in a
comment above it. And every test case there is in the document, and in the list at the top of its file.

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

# Each group with the file of its tests in CPython's Lib/test/test_asyncio, in the order of the document.
GROUPS = {
    "sleep": "test_tasks.py",
    "shield": "test_tasks.py",
    "wait": "test_tasks.py",
    "gather": "test_tasks.py",
    "Eager tasks": "test_eager_task_factory.py",
    "wait_for": "test_waitfor.py",
    "timeout": "test_timeouts.py",
    "TaskGroup": "test_taskgroups.py",
    "Lock": "test_locks.py",
    "Event": "test_locks.py",
    "Condition": "test_locks.py",
    "Semaphore": "test_locks.py",
    "Barrier": "test_locks.py",
    "Queue": "test_queues.py",
    "Event loop": "test_base_events.py",
    "Loop, handles, timers": "test_events.py",
    "Runner": "test_runners.py",
    "to_thread": "test_threads.py",
}

CASE = re.compile(r'(?:^// (test_\w+)\n)?^TEST_CASE(?:_TEMPLATE)?\(\s*"([^"]+)"', re.MULTILINE)
ROW = re.compile(r"^\| (.+?) \| (\S+) \| `(test_\w+)` \|$")
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


def problems() -> list[str]:
    sources = rows_of_sources()
    document = rows_of_document(DOCUMENT.read_text(encoding="utf-8"))
    found = []
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
    for group, cpython_file in GROUPS.items():
        rows = [row for row in rows_of_sources() if row.group == group]
        head += f"\n## {group} ({len(rows)}, `{cpython_file}`)\n\n"
        head += "| behaviour | test | CPython's test |\n| --- | --- | --- |\n"
        head += "".join(f"| {row.behaviour} | {row.file} | `{row.cpython}` |\n" for row in rows)
    DOCUMENT.write_text(head + "".join("\n" + s.rstrip() + "\n" for s in others), encoding="utf-8")


def main() -> int:
    if sys.argv[1:] == ["--write"]:
        write()
    found = problems()
    for problem in found:
        print(problem)
    count = len(rows_of_document(DOCUMENT.read_text(encoding="utf-8")))
    print(f"conformance table: {count} behaviours, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
