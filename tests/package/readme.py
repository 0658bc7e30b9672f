"""README.md holds what it says.

usage: readme.py extract README FOLDER          write its programs: scenario.cpp and runtime.cpp
       readme.py check README ORRERY SCENARIO   run its commands and compare what they print

A block ```console shows commands after "$ " with their output, in which a line "..." stands for any number of lines.
`./orrery` is the program ORRERY; `./orrery run tea` is SCENARIO, built from the README's own source.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

PROGRAMS = {"scenario.cpp": "sim::scenario", "runtime.cpp": "int main()"}


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)


def extract(readme: str, folder: Path) -> int:
    found = blocks(readme, "cpp")
    for name, mark in PROGRAMS.items():
        matching = [block for block in found if mark in block]
        if len(matching) != 1:
            print(f"{len(matching)} C++ blocks of the README have '{mark}' in them; expected 1")
            return 1
        (folder / name).write_text(matching[0], encoding="utf-8")
    return 0


def sessions(readme: str) -> list[tuple[str, list[str]]]:
    """Commands with the lines shown below them."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks(readme, "console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def run(command: str, orrery: str, scenario: str) -> str:
    words = shlex.split(command)
    if words[0] != "./orrery":
        raise SystemExit(f"cannot run '{command}'; expected ./orrery ...")
    actual = [scenario] if words[1:] == ["run", "tea"] else [orrery, *words[1:]]
    done = subprocess.run(actual, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=60)
    return done.stdout


def check(readme: str, orrery: str, scenario: str) -> int:
    faults = 0
    shown = sessions(readme)
    for command, lines in shown:
        pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in lines)
        output = run(command, orrery, scenario)
        if not re.fullmatch(pattern, output):
            faults += 1
            print(f"$ {command}\nprints\n{output}and the README shows\n" + "\n".join(lines))
    tokens = set(re.findall(r"`(o1~[^`]*)`", readme))
    for token in sorted(tokens):
        if subprocess.run([orrery, "run", token, "--digest"], stdout=subprocess.DEVNULL, check=False).returncode:
            faults += 1
            print(f"the token {token} does not run")
    print(f"README: {len(shown)} commands, {len(tokens)} tokens, {faults} faults")
    return 1 if faults or not shown else 0


def main(arguments: list[str]) -> int:
    if len(arguments) == 3 and arguments[0] == "extract":
        return extract(Path(arguments[1]).read_text(encoding="utf-8"), Path(arguments[2]))
    if len(arguments) == 4 and arguments[0] == "check":
        return check(Path(arguments[1]).read_text(encoding="utf-8"), arguments[2], arguments[3])
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
