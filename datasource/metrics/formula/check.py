"""Whether a formula means something: its fields exist, its parts are of the right sort, and its units go together.

A number that is written down takes the unit of what it stands beside: `amount > 1000` compares money. Money times money
is refused, money divided by money is a plain number, and one date less another is a number of days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from datasource.errors import unknown
from datasource.metrics.dimension import DIMENSIONS, Dim, can_reach
from datasource.metrics.formula.tree import Call, FieldName, FormulaError, Node, Number, Text
from datasource.metrics.subjects.subject import Subject
from datasource.result import Kind, Unit
from datasource.texts import N_, _


class Sort(StrEnum):
    """What a part of a formula is."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


_CALLED: Mapping[Sort, str] = MappingProxyType(
    {Sort.NUMBER: N_("a number"), Sort.TEXT: N_("a text"), Sort.DATE: N_("a date"), Sort.TRUTH: N_("a condition")}
)


@dataclass(frozen=True)
class Type:
    """Sort and, for a number, unit; a written number has none of its own (None) and fits beside any."""

    sort: Sort
    unit: Unit | None = None


PLAIN = Type(Sort.NUMBER, Unit.NUMBER)
TRUTH = Type(Sort.TRUTH)


def fields_of(subject: Subject) -> Mapping[str, Dim]:
    """The fields that a formula over records of `subject` may name: numbers, dates and texts, one value a record.

    The owner and what hangs on the owner are left out: which owner is meant depends on the date that is asked by.
    """
    return {
        name: dim
        for name, dim in DIMENSIONS.items()
        if name != "date" and dim.home not in {"users", *_lines(subject)} and can_reach(subject, dim)
    }


def _lines(subject: Subject) -> tuple[str, ...]:
    return ("products",) if subject.splits_by("products") else ()


def check(tree: Node, subject: Subject) -> Type:
    """The type of a whole formula, which must be a number; raises `FormulaError` at the first misfit."""
    found = _type(tree, fields_of(subject))
    if found.sort is not Sort.NUMBER:
        told = _("the formula must give a number for each record, and gives {sort}").format(sort=_(_CALLED[found.sort]))
        raise FormulaError(told, 1)
    return Type(Sort.NUMBER, found.unit or Unit.NUMBER)


Fields = Mapping[str, Dim]


def _type(node: Node, fields: Fields) -> Type:
    match node:
        case Number():
            return Type(Sort.NUMBER)
        case Text():
            return Type(Sort.TEXT)
        case FieldName():
            return _field(node, fields)
        case Call() if node.name in RULES:
            return RULES[node.name](node, [_type(part, fields) for part in node.parts])
        case Call():
            raise FormulaError(unknown(N_("function"), node.name, FUNCTIONS), node.place)


def _field(node: FieldName, fields: Fields) -> Type:
    dim = fields.get(node.name)
    if dim is None:
        raise FormulaError(unknown(N_("field"), node.name, fields), node.place)
    match dim.kind:
        case Kind.NUMBER:
            return Type(Sort.NUMBER, dim.unit or Unit.NUMBER)
        case Kind.DATE:
            return Type(Sort.DATE)
        case _:
            return Type(Sort.TEXT)


def _needs(call: Call, parts: list[Type], *sorts: Sort) -> None:
    """Each part is of its sort; raises with the place of the first that is not."""
    if len(parts) != len(sorts):
        told = _("'{name}' takes {count} values, not {given}").format(
            name=call.name, count=len(sorts), given=len(parts)
        )
        raise FormulaError(told, call.place)
    for node, part, sort in zip(call.parts, parts, sorts, strict=True):
        if part.sort is not sort:
            told = _("'{name}' needs {wanted} here, not {found}")
            raise FormulaError(
                told.format(name=call.name, wanted=_(_CALLED[sort]), found=_(_CALLED[part.sort])), node.place
            )


def _one_unit(call: Call, parts: list[Type]) -> Unit | None:
    """The unit that all parts share; written numbers take that of the others."""
    units = dict.fromkeys(part.unit for part in parts if part.unit is not None)
    if len(units) > 1:
        first, second = list(units)[:2]
        told = _("'{name}' cannot put {first} and {second} together").format(
            name=call.name, first=first.value, second=second.value
        )
        raise FormulaError(told, call.place)
    return next(iter(units), None)


def _added(call: Call, parts: list[Type]) -> Type:
    if call.name == "-" and [part.sort for part in parts] == [Sort.DATE, Sort.DATE]:
        return Type(Sort.NUMBER, Unit.DAYS)
    _needs(call, parts, *(Sort.NUMBER,) * 2)
    return Type(Sort.NUMBER, _one_unit(call, parts))


def _times(call: Call, parts: list[Type]) -> Type:
    _needs(call, parts, Sort.NUMBER, Sort.NUMBER)
    units = [part.unit for part in parts if part.unit not in {None, Unit.NUMBER, Unit.RATE, Unit.COUNT}]
    if len(units) > 1:
        told = _("'*' cannot multiply {first} by {second}").format(first=units[0], second=units[1])
        raise FormulaError(told, call.place)
    if units:
        return Type(Sort.NUMBER, units[0])
    own = {part.unit for part in parts if part.unit is not None}
    return Type(Sort.NUMBER, own.pop() if len(own) == 1 else Unit.NUMBER if own else None)


def _divided(call: Call, parts: list[Type]) -> Type:
    _needs(call, parts, Sort.NUMBER, Sort.NUMBER)
    of, by = parts[0].unit, parts[1].unit
    if of is None and by is None:
        return Type(Sort.NUMBER)
    if of == by:
        return PLAIN
    if by in {None, Unit.NUMBER, Unit.RATE, Unit.COUNT, Unit.DAYS, Unit.HOURS}:
        return Type(Sort.NUMBER, of or Unit.NUMBER)
    if of is None:
        return PLAIN
    told = _("'/' cannot divide {first} by {second}").format(first=of.value, second=by.value if by else "")
    raise FormulaError(told, call.place)


def _compared(call: Call, parts: list[Type]) -> Type:
    first, second = parts
    dated = {first.sort, second.sort} == {Sort.DATE, Sort.TEXT} and all(map(_is_day, call.parts))
    if first.sort is not second.sort and not dated:
        told = _("'{name}' cannot compare {first} with {second}")
        raise FormulaError(
            told.format(name=call.name, first=_(_CALLED[first.sort]), second=_(_CALLED[second.sort])), call.place
        )
    if first.sort is Sort.TEXT and call.name not in {"=", "!="}:
        raise FormulaError(_("texts can only be compared with '=' and '!='"), call.place)
    _one_unit(call, parts)
    return TRUTH


def _is_day(node: Node) -> bool:
    """Whether a written text can stand beside a date; raises for one that looks like none."""
    if isinstance(node, Text):
        try:
            date.fromisoformat(node.value)
        except ValueError:
            told = _("'{value}' is no day; write it as 2017-03-05").format(value=node.value)
            raise FormulaError(told, node.place) from None
    return True


def _joined(call: Call, parts: list[Type]) -> Type:
    _needs(call, parts, *(Sort.TRUTH,) * (1 if call.name == "not" else 2))
    return TRUTH


def _chosen(call: Call, parts: list[Type]) -> Type:
    if len(parts) == 3:
        _needs(call, parts, Sort.TRUTH, parts[1].sort, parts[1].sort)
    else:
        _needs(call, parts, Sort.TRUTH, Sort.NUMBER, Sort.NUMBER)
    return Type(parts[1].sort, _one_unit(call, parts[1:]))


def _like(call: Call, parts: list[Type]) -> Type:
    _needs(call, parts, Sort.NUMBER)
    return parts[0]


def _rounded(call: Call, parts: list[Type]) -> Type:
    _needs(call, parts, *(Sort.NUMBER,) * (2 if len(parts) == 2 else 1))
    digits = call.parts[1] if len(call.parts) == 2 else Number(0, call.place)
    if not isinstance(digits, Number) or digits.value not in range(7):
        raise FormulaError(_("'round' takes 0 to 6 digits, written as a number"), call.place)
    return parts[0]


def _several(call: Call, parts: list[Type]) -> Type:
    if not parts:
        raise FormulaError(_("'{name}' takes at least one value").format(name=call.name), call.place)
    _needs(call, parts, *(Sort.NUMBER,) * len(parts))
    return Type(Sort.NUMBER, _one_unit(call, parts))


def _asked(*sorts: Sort, gives: Type) -> Callable[[Call, list[Type]], Type]:
    def rule(call: Call, parts: list[Type]) -> Type:
        _needs(call, parts, *sorts)
        return gives

    return rule


def _emptiness(call: Call, parts: list[Type]) -> Type:
    _needs(call, parts, *(part.sort for part in parts[:1] or [PLAIN]))
    return TRUTH


RULES: Mapping[str, Callable[[Call, list[Type]], Type]] = MappingProxyType(
    {
        "+": _added,
        "-": _added,
        "*": _times,
        "/": _divided,
        "negative": _like,
        **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), _compared),
        **dict.fromkeys(("and", "or", "not"), _joined),
        "if": _chosen,
        "abs": _like,
        "round": _rounded,
        **dict.fromkeys(("min", "max", "coalesce"), _several),
        "is_empty": _emptiness,
        "today": _asked(gives=Type(Sort.DATE)),
        "year": _asked(Sort.DATE, gives=PLAIN),
        "quarter": _asked(Sort.DATE, gives=PLAIN),
        "month": _asked(Sort.DATE, gives=PLAIN),
        "weekday": _asked(Sort.DATE, gives=PLAIN),
        "contains": _asked(Sort.TEXT, Sort.TEXT, gives=TRUTH),
    }
)
"""What each operator and function takes and gives."""
FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "if": N_("if(condition, then, else)"),
        "abs": N_("abs(number): without its sign"),
        "round": N_("round(number, digits)"),
        "min": N_("min(a, b, …): the smallest, empty ones left out"),
        "max": N_("max(a, b, …): the largest, empty ones left out"),
        "coalesce": N_("coalesce(a, b, …): the first that is not empty"),
        "is_empty": N_("is_empty(field)"),
        "today": N_("today(): the day that the data are of"),
        "year": N_("year(date)"),
        "quarter": N_("quarter(date): 1 to 4"),
        "month": N_("month(date): 1 to 12"),
        "weekday": N_("weekday(date): 1 is Monday"),
        "contains": N_("contains(text, part): in any case"),
    }
)
"""The functions that a person may write, with how to write them."""
