"""Where co_await and co_yield may stand.

g++ 12 destroys temporaries of some co_await expressions twice, and loses some conditions altogether (tests in traps/
show each). All of these are avoided when co_await is

  1. a whole expression statement,           co_await queue.put(item);
  2. the whole initialiser of a variable,    auto item = co_await queue.get();     also in if (...) and while (...)
  3. the right side of a plain assignment,   item = co_await queue.get();
  4. directly after co_return,               co_return co_await queue.get();

and its operand holds no lambda that captures by value, no braces around a class, and no ?: operator. co_yield is a
whole expression statement, with the same rule for its operand.
"""

import sys
from typing import NamedTuple, Optional

from cpp_tokens import Token, report, shown, sources, tokens

OPENING = {"(": ")", "[": "]", "{": "}", "[[": "]]"}
CLOSING = set(OPENING.values())
HEADERS = {"if", "while", "for", "switch", "constexpr"}
SCALARS = {
    "bool", "char", "short", "int", "long", "float", "double", "unsigned", "signed", "size_t", "ptrdiff_t",
    "int8_t", "int16_t", "int32_t", "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "nanoseconds",
    "microseconds", "milliseconds", "seconds", "minutes", "hours", "duration",
}
BINARY = {
    "+", "-", "*", "/", "%", "&", "|", "^", "&&", "||", "==", "!=", "<", ">", "<=", ">=", "<=>", "<<", "=", ",",
    "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=",
}
NOT_OPERANDS = {"return", "co_return", "co_await", "co_yield", "throw", "case", "else", "do", "new", "delete"}


class Problem(NamedTuple):
    line: int
    text: str


def brackets(code: list[Token]) -> tuple[list[Optional[int]], dict[int, int]]:
    """For each token the bracket it is in, and for each bracket its partner."""
    enclosing: list[Optional[int]] = []
    partner: dict[int, int] = {}
    stack: list[int] = []
    for i, token in enumerate(code):
        if token.text in CLOSING and token.kind == "punctuation" and stack:
            start = stack.pop()
            partner[start], partner[i] = i, start
        enclosing.append(stack[-1] if stack else None)
        if token.text in OPENING and token.kind == "punctuation":
            stack.append(i)
    return enclosing, partner


class Checker:
    def __init__(self, source: str):
        all_tokens = tokens(source)
        self.problems = [
            Problem(token.line, "co_await in a macro cannot be checked; write it out")
            for token in all_tokens
            if token.kind == "directive" and ("co_await" in token.text or "co_yield" in token.text)
        ]
        self.code = [token for token in all_tokens if token.kind != "directive"]
        self.enclosing, self.partner = brackets(self.code)

    def run(self) -> list[Problem]:
        for i, token in enumerate(self.code):
            if token.kind == "name" and token.text in ("co_await", "co_yield") and self.text(i - 1) != "operator":
                self.check(i)
        return sorted(self.problems)

    def text(self, i: int) -> str:
        return self.code[i].text if 0 <= i < len(self.code) else ""

    def add(self, i: int, text: str) -> None:
        self.problems.append(Problem(self.code[i].line, text))

    def check(self, i: int) -> None:
        keyword = self.text(i)
        in_header = self.place(i)
        if in_header is None:
            self.add(i, f"{keyword} here; only a whole statement, = {keyword} ...;, or co_return {keyword} ...;")
            return
        end = self.operand(i)
        if end is None:
            return
        closes_header = self.text(end) == ")" and in_header
        if self.text(end) != ";" and not closes_header:
            self.add(i, f"{keyword} is a part of a larger expression, which ends at '{self.text(end)}'")

    def place(self, i: int) -> Optional[bool]:
        """None: not allowed here. True: initialises a variable declared in if (...) or while (...)."""
        before = self.text(i - 1)
        outer = self.enclosing[i]
        in_parentheses = outer is not None and self.text(outer) == "("
        if before == "=":
            if self.text(i) == "co_yield":
                return None
            if not in_parentheses:
                return False
            if self.text(outer - 1) not in HEADERS:
                return None
            # A declaration, not an assignment: something that can end a type stands before the name.
            name = self.text(i - 2)
            type_end = self.code[i - 3]
            declares = name == "]" or type_end.kind == "name" or type_end.text in ("*", "&", "&&", ">")
            return True if declares else None
        if in_parentheses:
            return None
        if before == "co_return":
            return False if self.text(i) == "co_await" else None
        if before in ("", ";", "{", "}", "else", "do"):
            # `{` may also open an initialiser: T x{co_await y}. Then the operand does not end at a semicolon.
            return False
        if before == ":":
            return False if self.is_label(i - 1) else None
        if before == ")":
            head = self.partner.get(i - 1)
            return False if head is not None and self.text(head - 1) in HEADERS else None
        return None

    def is_label(self, colon: int) -> bool:
        """`case x:`, `default:` or `name:`, not the second half of ?: or of a range-for."""
        j = colon - 1
        while j >= 0 and self.text(j) not in (";", "{", "}", "?", "case", "default"):
            j -= 1
        return self.text(j) in ("case", "default") or colon - 1 - j == 1 and self.text(j) != "?"

    def operand(self, i: int) -> Optional[int]:
        """Checks the operand of the co_await at i; where it ends, or None when a problem was found."""
        j = i + 1
        seen_operand = False
        while j < len(self.code):
            text, kind = self.text(j), self.code[j].kind
            if kind == "punctuation" and (text == ";" or text in CLOSING):
                return j
            if text == "?":
                self.add(j, "?: in the operand of co_await; use if/else with a named variable")
                return None
            template_end = self.template_arguments(j) if text == "<" else None
            if template_end is not None:
                j = template_end
            elif kind == "punctuation" and text in BINARY and seen_operand:
                return j
            elif text in OPENING and kind == "punctuation":
                skipped = self.bracket(j)
                if skipped is None:
                    return None
                j = skipped
                seen_operand = True
            elif kind != "punctuation" and text not in NOT_OPERANDS:
                seen_operand = True
            j += 1
        return j

    def template_arguments(self, i: int) -> Optional[int]:
        """The `>` of f<...>(, or None when the `<` compares."""
        if i == 0 or self.code[i - 1].kind != "name":
            return None
        depth = 0
        j = i
        while j < len(self.code):
            text = self.text(j)
            if text == "<":
                depth += 1
            elif text == ">":
                depth -= 1
                if depth == 0:
                    return j if self.text(j + 1) in ("(", "::", "{", ".", ";", ")") else None
            elif text in OPENING:
                j = self.partner.get(j, len(self.code))
            elif self.code[j].kind == "punctuation" and text not in ("::", ",", "*", "&", "&&", "..."):
                return None
            j += 1
        return None

    def bracket(self, i: int) -> Optional[int]:
        """Checks inside a bracket of the operand; its end, or None when a problem was found."""
        end = self.partner.get(i)
        if end is None:
            return None
        if self.text(i) == "[" and self.is_lambda(i):
            return self.lambda_end(i, end)
        if self.text(i) == "{":
            if self.text(i - 1) not in SCALARS:
                self.add(i, "braces in the operand of co_await; name the object first, then std::move it")
                return None
            return end
        j = i + 1
        while j < end:
            text, kind = self.text(j), self.code[j].kind
            if text == "?":
                self.add(j, "?: in the operand of co_await; use if/else with a named variable")
                return None
            if kind == "punctuation" and text in OPENING:
                skipped = self.bracket(j)
                if skipped is None:
                    return None
                j = skipped
            j += 1
        return end

    def is_lambda(self, i: int) -> bool:
        previous = self.code[i - 1]
        subscripts = previous.kind in ("name", "string", "number") or previous.text in (")", "]")
        return not subscripts or previous.text in NOT_OPERANDS

    def lambda_end(self, i: int, end: int) -> Optional[int]:
        """The end of a lambda's body, which is another function and none of this operand's business."""
        for capture in self.captures(i, end):
            by_reference = capture[0] in ("&", "this")
            if not by_reference:
                self.add(i, "a lambda that captures by value in the operand of co_await; name it first, or use [&]")
                return None
        j = end + 1
        while j < len(self.code) and self.text(j) not in ("{", ";"):
            j = self.partner.get(j, j) + 1 if self.text(j) in OPENING else j + 1
        return self.partner.get(j)

    def captures(self, i: int, end: int) -> list[list[str]]:
        found: list[list[str]] = [[]]
        j = i + 1
        while j < end:
            if self.text(j) == ",":
                found.append([])
            else:
                found[-1].append(self.text(j))
                if self.text(j) in OPENING:
                    j = self.partner.get(j, j)
            j += 1
        return [capture for capture in found if capture]


def check(source: str) -> list[Problem]:
    return Checker(source).run()


def main() -> int:
    problems = []
    checked = 0
    for path in sources("runtime", "sim", "scenarios", "tests", "gui"):
        if shown(path).startswith("tests/toolchain/traps/"):
            continue  # these break the law to show what it is for
        checked += 1
        for problem in check(path.read_text(encoding="utf-8")):
            problems.append(f"{shown(path)}:{problem.line}: {problem.text}")
    return report(problems, checked, "await law")


if __name__ == "__main__":
    sys.exit(main())
