"""Members that a calculation asks for and that no record has: slips of the pen more often than not. Pure; no screen."""

from collections.abc import Callable, Iterator, Sequence

from datasource.calculation import Calculation
from datasource.errors import did_you_mean
from datasource.metrics.formula.parse import parse
from datasource.metrics.formula.tree import Call, FieldName, FormulaError, Node, Text
from datasource.question import Filter, Op
from datasource.texts import _
from widgets.builder.palette import Palette

MOST_LISTED = 500
"""From so many members on, a list is cut, and what is not on it may still be held."""
EXACT = frozenset({Op.EQ, Op.NE, Op.IN, Op.NOT_IN})
Asked = tuple[str, str]
"""A field, and the member that it is compared with."""


def unheld(one: Calculation, palette: Palette, members: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """A sentence for each member that the calculation asks for and no record in scope has, with the nearest one."""
    told = []
    for field, member in dict.fromkeys(asked(one)):
        if field not in palette.by_name or palette.is_date(field) or palette.is_number(field):
            continue
        known = members(field)
        if 0 < len(known) < MOST_LISTED and member not in known:
            sentence = _("No record that you may see has {field} “{member}”.")
            told.append(sentence.format(field=palette.label(field), member=member) + _nearest(member, known))
    return tuple(told)


def asked(one: Calculation) -> Iterator[Asked]:
    """Every member that conditions, groups and the formula of the calculation name."""
    if one.formula:
        yield from _compared(one.formula.text)
    if one.groups:
        yield from ((one.groups.field, member) for group in one.groups.groups for member in group.members)
    for part in _conditions(one):
        values = part.value if isinstance(part.value, tuple) else (part.value,)
        if part.op in EXACT:
            yield from ((part.field, value) for value in values if isinstance(value, str) and value)


def _conditions(one: Calculation) -> Iterator[Filter]:
    yield from one.within.where if one.within else ()
    for case in one.cases.cases if one.cases else ():
        yield from case.where


def _compared(text: str) -> Iterator[Asked]:
    try:
        waiting: list[Node] = [parse(text)]
    except FormulaError:
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call):
            waiting += reversed(node.parts)
            if node.name in {"=", "!="}:
                yield from _sides(*node.parts)


def _sides(first: Node, second: Node) -> Iterator[Asked]:
    for field, text in ((first, second), (second, first)):
        if isinstance(field, FieldName) and isinstance(text, Text) and text.value:
            yield field.name, text.value


def _nearest(member: str, known: Sequence[str]) -> str:
    """The known member that differs in case alone, else the one that is written most alike."""
    alike = [one for one in known if one.casefold() == member.casefold()]
    return " " + _("Did you mean '{name}'?").format(name=alike[0]) if alike else did_you_mean(member, known)
