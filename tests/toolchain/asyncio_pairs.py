#!/usr/bin/env python3
"""The C++ of docs/asyncio.md is that of tests/unit/runtime/asyncio_pairs_test.cpp, which is compiled and run."""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PART = re.compile(r"^ *// --- (?!end$)(\w+)\n(.*?)^ *// --- end\n", re.S | re.M)


def main():
    program = (ROOT / "tests/unit/runtime/asyncio_pairs_test.cpp").read_text()
    document = (ROOT / "docs/asyncio.md").read_text()
    compiled = {textwrap.dedent(text).rstrip("\n"): name for name, text in PART.findall(program)}
    written = [text.rstrip("\n") for text in re.findall(r"^```cpp\n(.*?)^```\n", document, re.S | re.M)]
    problems = [f"docs/asyncio.md: not in the test:\n{text}" for text in written if text not in compiled]
    problems += [f"asyncio_pairs_test.cpp: `{name}` is not in the document" for text, name in compiled.items() if text not in written]
    print("\n".join(problems) if problems else f"{len(written)} pairs")
    return 1 if problems or not written else 0


if __name__ == "__main__":
    sys.exit(main())
