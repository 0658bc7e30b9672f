#!/usr/bin/env python3
"""Writes docs/scenarios.md and docs/pictures/scenarios/*.svg from what the built command says of its scenarios.

    docs/scenarios.py ORRERY [--check]

Run it after a scenario was added or changed. --check writes nothing: exit status 1 says what is not as it would be written.
"""
import json
import pathlib
import subprocess
import sys
import xml.dom.minidom

DOCS = pathlib.Path(__file__).resolve().parent
LARGEST = 24_000  # bytes of a picture

HEAD = """# The scenarios

Every scenario there is, by group, in the order in which one learns. Made by `docs/scenarios.py` from the scenarios' own words.

`orrery run NAME` runs one, `orrery info NAME` tells its parameters, `./orrery gui NAME` opens it in the window.
The numbers in the last column are names too: `orrery run 002_17`; `orrery list --document 002` lists a document's programs.
A picture shows the run with seed 42: a lane for each task, virtual time to the right.
"""


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def row(s):
    words = f"[**{s['title']}**](../{s['source']})<br>`{s['name']}`<br>{s['lesson']}"
    origin = "our own"
    if s["document"]:
        origin = f"{s['document']}, {s['section']}<br>" + " ".join(f"`{alias}`" for alias in s["aliases"])
    picture = f"pictures/scenarios/{s['name']}.svg"
    return f"| {words} | [![its run]({picture})]({picture}) | {origin} |".replace("\n", " ")


def written(orrery):
    """Every file and its text."""
    scenarios = json.loads(output(orrery, "list", "--json"))
    lines = [HEAD]
    files = {}
    group = None
    for s in scenarios:
        if s["group"] != group:
            group = s["group"]
            lines.append(f"\n## {group[0].upper()}{group[1:]}\n\n| scenario | its run | document, section, names |\n|---|---|---|")
        lines.append(row(s))
        files[DOCS / "pictures" / "scenarios" / f"{s['name']}.svg"] = output(orrery, "export", s["name"], "--seed", "42", "--to", "svg")
    files[DOCS / "scenarios.md"] = "\n".join(lines) + "\n"
    return files


def faults(files):
    kept = set((DOCS / "pictures" / "scenarios").glob("*.svg"))
    for path in sorted(kept - files.keys()):
        yield f"{path.name}: no scenario has this name"
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield f"{path.name} is not what the command says now"
        if path.suffix == ".svg":
            xml.dom.minidom.parseString(text.encode())  # throws where it is not XML
            if len(text.encode()) > LARGEST:
                yield f"{path.name} has {len(text.encode())} bytes, more than {LARGEST}"


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    files = written(sys.argv[1])
    if sys.argv[2:]:
        found = list(faults(files))
        if found:
            sys.exit("\n".join(found) + f"\nrun docs/scenarios.py {sys.argv[1]} and look at what it changed")
        print(f"{len(files) - 1} scenarios, {sum(len(t.encode()) for p, t in files.items() if p.suffix == '.svg')} bytes of pictures")
        return
    (DOCS / "pictures" / "scenarios").mkdir(parents=True, exist_ok=True)
    for path in set((DOCS / "pictures" / "scenarios").glob("*.svg")) - files.keys():
        path.unlink()
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(files) - 1} scenarios")


if __name__ == "__main__":
    main()
