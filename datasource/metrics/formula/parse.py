"""A formula's text → its tree. Operators, from the loosest: `or`, `and`, `not`, comparisons, `+ -`, `* /`, a sign.

Fields stand by their name, texts in single or double quotes, functions with their arguments in brackets.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datasource.field import LARGEST
from datasource.metrics.formula.tree import Call, FieldName, FormulaError, Node, Number, Text
from datasource.texts import _

DEEPEST = 30
"""The deepest nesting that a formula may have."""
MOST_SIGNS = 100
"""The most operators that a formula may have: a chain of them is a tree as deep as it is long."""
COMPARISONS = ("<=", ">=", "!=", "<>", "=", "<", ">")
_SIGNS = frozenset({*COMPARISONS, "+", "-", "*", "/", "and", "or", "not"})
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<text>\"[^\"\n]*\"|'[^'\n]*')"
    r"|(?P<sign><=|>=|!=|<>|[=<>+\-*/(),])"
)


@dataclass(frozen=True)
class Token:
    """One word of a formula; `place` counts characters from 1, and the end is a token of kind `end`."""

    kind: str
    text: str
    place: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a formula without its spaces, and the end; raises `FormulaError` at a sign that means nothing."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            told = _("the text has no closing quote") if text[at] in "\"'" else _("'{sign}' means nothing here")
            raise FormulaError(told.format(sign=text[at]), at + 1)
        kind = found.lastgroup or ""
        if kind != "space":
            yield Token(kind, found.group(), at + 1)
        at = found.end()
    yield Token("end", "", len(text) + 1)


def parse(text: str) -> Node:
    """The tree of a formula; raises `FormulaError` at the first character that does not fit."""
    found = list(tokens(text))
    _check_length(found)
    reader = _Reader(found)
    tree = reader.expression()
    reader.expect_end()
    return tree


def _check_length(found: list[Token]) -> None:
    signs = [token for token in found if token.text.casefold() in _SIGNS]
    if len(signs) > MOST_SIGNS:
        told = _("a formula has at most {most} operators; make two calculations of it")
        raise FormulaError(told.format(most=MOST_SIGNS), signs[MOST_SIGNS].place)


def _number(token: Token) -> Number:
    value = float(token.text)
    if value > LARGEST:
        told = _("a number is at most {most}").format(most=f"{LARGEST:g}")
        raise FormulaError(told, token.place)
    return Number(value, token.place)


class _Reader:
    """Reads tokens by recursive descent, one method a level of precedence."""

    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.found[self.at]

    def take(self) -> Token:
        token = self.next
        self.at += 1
        return token

    def takes(self, *texts: str) -> Token | None:
        """The next token when it is one of `texts`; words in any case."""
        token = self.next
        fits = token.kind in {"sign", "name"} and token.text.casefold() in texts
        return self.take() if fits else None

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise FormulaError(_("'{word}' is not expected here").format(word=self.next.text), self.next.place)

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError(_("the formula is nested too deeply"), self.next.place)
        tree = self._chain(self._all, "or")
        self.depth -= 1
        return tree

    def _all(self) -> Node:
        return self._chain(self._negated, "and")

    def _negated(self) -> Node:
        signs = []
        while token := self.takes("not"):
            signs.append(token)
        tree = self._compared()
        for token in reversed(signs):
            tree = Call("not", (tree,), token.place)
        return tree

    def _compared(self) -> Node:
        left = self._sum()
        token = self.takes(*COMPARISONS)
        if token is None:
            return left
        tree = Call("!=" if token.text == "<>" else token.text, (left, self._sum()), token.place)
        if again := self.takes(*COMPARISONS):
            raise FormulaError(_("compare two values at a time and join them with 'and'"), again.place)
        return tree

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._signed, "*", "/")

    def _chain(self, part: Callable[[], Node], *signs: str) -> Node:
        tree = part()
        while token := self.takes(*signs):
            tree = Call(token.text.casefold(), (tree, part()), token.place)
        return tree

    def _signed(self) -> Node:
        signs = []
        while token := self.takes("-"):
            signs.append(token)
        tree = self._atom()
        for token in reversed(signs):
            tree = Call("negative", (tree,), token.place)
        return tree

    def _atom(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return _number(token)
            case "text":
                return Text(token.text[1:-1], token.place)
            case "name" if self.takes("("):
                return Call(token.text.casefold(), self._arguments(), token.place)
            case "name":
                return FieldName(token.text, token.place)
            case "sign" if token.text == "(":
                tree = self.expression()
                self._close()
                return tree
            case "end":
                raise FormulaError(_("the formula ends here; a field, a number or '(' is missing"), token.place)
            case _:
                told = _("a field, a number or '(' must stand before '{sign}'").format(sign=token.text)
                raise FormulaError(told, token.place)

    def _arguments(self) -> tuple[Node, ...]:
        if self.takes(")"):
            return ()
        parts = [self.expression()]
        while self.takes(","):
            parts.append(self.expression())
        self._close()
        return tuple(parts)

    def _close(self) -> None:
        if not self.takes(")"):
            raise FormulaError(_("')' is missing"), self.next.place)
