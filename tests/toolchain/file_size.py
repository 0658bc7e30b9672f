"""No source file over 600 lines: longer than that, it holds more than one concept."""

import sys

from cpp_tokens import report, shown, sources

LIMIT = 600


def main() -> int:
    problems = []
    checked = 0
    for path in sources("runtime", "sim", "scenarios", "gui", "tests", suffixes=(".hpp", ".cpp", ".py", ".sh")):
        checked += 1
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LIMIT:
            problems.append(f"{shown(path)}: {lines} lines; the limit is {LIMIT}")
    return report(problems, checked, "file size")


if __name__ == "__main__":
    sys.exit(main())
