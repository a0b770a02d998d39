"""A checked formula's tree → an expression over a subject's wide rows. Money counts in major units inside.

An empty field makes a sum or product empty; a comparison with an empty field does not hold; nothing divided by 0 is
empty. So every condition is either true or false, and `not` means the rest.
"""

from collections.abc import Callable, Mapping
from datetime import date
from operator import add, and_, mul, or_, sub
from types import MappingProxyType

import polars as pl

from datasource.engines.facts import Facts
from datasource.metrics.dimension import NOBODY, UNKNOWN
from datasource.metrics.formula.check import Sort, check
from datasource.metrics.formula.parse import parse
from datasource.metrics.formula.tree import Call, FieldName, Node, Number, Text
from datasource.metrics.made import FORMULA, FORMULAS_MADE
from datasource.metrics.metric import Aggregate
from datasource.metrics.registry import SUBJECTS, dimension
from datasource.plan import Scan
from datasource.result import Kind, Unit


def prepare(facts: Facts, scan: Scan) -> None:
    """Make the columns of the row formulas that the metrics of `scan` put together, if need be."""
    for item in scan.metrics:
        name = item.measure.column if isinstance(item.measure, Aggregate) else ""
        text = FORMULAS_MADE.get(name) if name.startswith(FORMULA) else None
        if text is not None:
            facts.calculate(scan.subject, name, formula_column(text, facts, scan.subject))


def formula_column(text: str, facts: Facts, subject: str) -> pl.Expr:
    """The formula as a Float64 over the wide rows of `subject`, in minor units where it counts money."""
    tree = parse(text)
    unit = check(tree, SUBJECTS[subject]).unit
    made = _Emitter(facts, subject).of(tree).cast(pl.Float64)
    return made * facts.catalog.minor_units if unit is Unit.MONEY else made


class _Emitter:
    def __init__(self, facts: Facts, subject: str) -> None:
        self.facts, self.subject = facts, subject

    def of(self, node: Node) -> pl.Expr:
        """The expression of one part of the tree."""
        match node:
            case Number() | Text():
                return pl.lit(node.value)
            case FieldName():
                return self._field(node.name)
            case Call():
                special = self._special(node)
                return _CALLS[node.name](*map(self.of, node.parts)) if special is None else special

    def _special(self, call: Call) -> pl.Expr | None:
        """The calls that hang on the data's day or on what their parts are."""
        if call.name in _COMPARED:
            return _COMPARED[call.name](*(self._side(part, call.parts) for part in call.parts)).fill_null(value=False)
        match call:
            case Call(name="today"):
                return pl.lit(self.facts.catalog.as_of)
            case Call(name="-", parts=(first, second)) if self._sort(first) is Sort.DATE:
                return (self.of(first) - self.of(second)).dt.total_days().cast(pl.Float64)
            case Call(name="is_empty", parts=(part,)):
                return self._is_empty(part)
            case _:
                return None

    def _field(self, name: str) -> pl.Expr:
        dim = dimension(name)
        match dim.kind:
            case Kind.NUMBER:
                column = pl.col(self.facts.number(self.subject, dim)).cast(pl.Float64)
                return column / self.facts.catalog.minor_units if dim.unit is Unit.MONEY else column
            case Kind.DATE:
                return pl.col(dim.column)
            case _:
                return pl.col(self.facts.dimension(self.subject, dim)).cast(pl.String)

    def _side(self, part: Node, both: tuple[Node, ...]) -> pl.Expr:
        """One side of a comparison; a text that stands beside a date is a day."""
        dated = any(not isinstance(other, Text) and self._sort(other) is Sort.DATE for other in both)
        return pl.lit(date.fromisoformat(part.value)) if dated and isinstance(part, Text) else self.of(part)

    def _is_empty(self, part: Node) -> pl.Expr:
        made = self.of(part)
        return made.is_null() | made.is_in([UNKNOWN, NOBODY]) if self._sort(part) is Sort.TEXT else made.is_null()

    def _sort(self, node: Node) -> Sort:
        match node:
            case FieldName(name=name):
                return {Kind.NUMBER: Sort.NUMBER, Kind.DATE: Sort.DATE}.get(dimension(name).kind, Sort.TEXT)
            case Text():
                return Sort.TEXT
            case Call(name="today"):
                return Sort.DATE
            case Call(name="if", parts=(_, chosen, _)):
                return self._sort(chosen)
            case _:
                return Sort.NUMBER


def _divided(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.when(right != 0).then(left / right)


def _chosen(condition: pl.Expr, yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(yes).otherwise(no)


def _rounded(value: pl.Expr, digits: pl.Expr | None = None) -> pl.Expr:
    places = 0 if digits is None else int(pl.select(digits).item())
    return value.round(places, mode="half_away_from_zero")


def _contains(text: pl.Expr, part: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.contains(part.str.to_lowercase(), literal=True).fill_null(value=False)


_COMPARED: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = MappingProxyType(
    {
        "=": lambda left, right: left == right,
        "!=": lambda left, right: left != right,
        "<": lambda left, right: left < right,
        "<=": lambda left, right: left <= right,
        ">": lambda left, right: left > right,
        ">=": lambda left, right: left >= right,
    }
)
_CALLS: Mapping[str, Callable[..., pl.Expr]] = MappingProxyType(
    {
        "+": add,
        "-": sub,
        "*": mul,
        "/": _divided,
        "negative": lambda part: -part,
        "and": and_,
        "or": or_,
        "not": lambda part: ~part,
        "if": _chosen,
        "abs": lambda part: part.abs(),
        "round": _rounded,
        "min": lambda *parts: pl.min_horizontal(parts),
        "max": lambda *parts: pl.max_horizontal(parts),
        "coalesce": lambda *parts: pl.coalesce(parts),
        "year": lambda day: day.dt.year().cast(pl.Float64),
        "quarter": lambda day: day.dt.quarter().cast(pl.Float64),
        "month": lambda day: day.dt.month().cast(pl.Float64),
        "weekday": lambda day: day.dt.weekday().cast(pl.Float64),
        "contains": _contains,
    }
)
