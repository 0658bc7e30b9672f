"""A tokeniser for C++ that is enough for the lints beside it: no comments, no preprocessor lines, strings as one token."""

import re
from pathlib import Path
from typing import Iterator, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Token(NamedTuple):
    kind: str  # "name", "number", "string", "punctuation", "directive"
    text: str
    line: int


_PATTERN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n]*(?:\\\n[^\n]*)*|/\*.*?\*/)
    | (?P<directive>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
    | (?P<raw>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
    | (?P<string>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*"|(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
    | (?P<name>[A-Za-z_]\w*)
    | (?P<number>\.?\d(?:[eEpP][+-]|'?[\w.])*)
    | (?P<punctuation><=>|->\*|\.\.\.|<<=|>>=|::|->|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|<<|\[\[|\]\]|.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def tokens(source: str) -> list[Token]:
    """All tokens. `>>` comes as two `>`, since it closes templates more often than it shifts."""
    out = []
    line = 1
    for match in _PATTERN.finditer(source):
        kind, text = match.lastgroup, match.group()
        if kind == "mark":
            kind = "raw"
        if kind == "raw":
            kind = "string"
        if kind not in ("space", "comment"):
            out.append(Token(kind, text, line))
        line += text.count("\n")
    return _split_double_brackets(out)


def _split_double_brackets(found: list[Token]) -> list[Token]:
    """`a[b[i]]` and `[[nodiscard]]` look alike: `]]` belongs to `[[` only when one is open."""
    out = []
    open_attributes = 0
    for i, token in enumerate(found):
        if token.text == "[[":
            previous = found[i - 1].text if i else ""
            if previous and (found[i - 1].kind == "name" or previous in (")", "]")) and previous not in _BEFORE_ATTRIBUTE:
                out += [Token("punctuation", "[", token.line)] * 2
                continue
            open_attributes += 1
        elif token.text == "]]":
            if not open_attributes:
                out += [Token("punctuation", "]", token.line)] * 2
                continue
            open_attributes -= 1
        out.append(token)
    return out


_BEFORE_ATTRIBUTE = {"class", "struct", "union", "enum", "else", "return", "namespace", "do", ")"}


def sources(*rooms: str, suffixes: tuple[str, ...] = (".hpp", ".cpp")) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in suffixes:
                yield path


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def report(problems: list[str], checked: int, what: str) -> int:
    """Prints problems as file:line: text; the exit status of a lint."""
    for problem in problems:
        print(problem)
    print(f"{what}: {checked} files, {len(problems)} problem{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0
