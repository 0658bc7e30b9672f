"""Compiles every header and source of runtime and sim, each alone, with clang 14.

That is the oldest compiler this code is kept portable to (a web build uses the same front end), and it shows headers
that do not include what they use. A header that its own source includes before anything else is checked by that source.
Exit status 77, a skipped test, where there is no clang++-14.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Optional

from cpp_tokens import ROOT, report, shown, sources

FLAGS = [
    "-std=c++20",
    "-fsyntax-only",
    # libstdc++ 12 offers <coroutine> only where the compiler says so, and clang 14 says it by another name.
    "-D__cpp_impl_coroutine=201902L",
    "-Wall",
    "-Wextra",
    "-Werror",
    f"-I{ROOT}",
]


def problem_of(path: Path) -> Optional[str]:
    # As an included file, so that `#pragma once` of a header is not the main file's.
    program = f'#include "{shown(path)}"\n'
    done = subprocess.run(
        ["clang++-14", *FLAGS, "-x", "c++", "-"], input=program, text=True, capture_output=True, check=False)
    return f"{shown(path)}:\n{done.stderr}" if done.returncode else None


def first_include(path: Path) -> str:
    match = re.search(r'^#include ["<](.*)[">]', path.read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else ""


def main() -> int:
    if not shutil.which("clang++-14"):
        print("skipped: there is no clang++-14 here")
        return 77
    everything = list(sources("runtime", "sim"))
    checked_by_source = {ROOT / first_include(path) for path in everything if path.suffix == ".cpp"}
    paths = [path for path in everything if path.suffix == ".cpp" or path not in checked_by_source]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(problem_of, paths) if problem]
    return report(problems, len(everything), "clang 14")


if __name__ == "__main__":
    sys.exit(main())
