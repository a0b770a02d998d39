"""Filters as Polars conditions: one row of a table per operator and kind of field.

A text field is an Enum column without empty cells, so a condition is the set of its members that pass: exact, fast, and
free of three-valued logic (`ne` and `not_in` keep Unknown).
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import polars as pl

from datasource.calculation import plain
from datasource.engines.facts import Facts
from datasource.errors import MingjingError
from datasource.metrics.dimension import NOBODY, UNKNOWN, Dim, splits
from datasource.metrics.registry import SUBJECTS, dimension
from datasource.metrics.team_segments import members_of, segment_called
from datasource.periods import Span, bucket_span, relative_span
from datasource.question import LARGEST, Filter, Op, Scalar
from datasource.result import Kind, Unit
from datasource.texts import _

CUSTOMERS = "customers"
Entry = TypeVar("Entry")
_OPPOSITES = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.IS_NULL: Op.NOT_NULL}
_MEMBERS: dict[Op, Callable[[pl.Series, Filter], pl.Series]] = {
    Op.EQ: lambda known, ask: known == str(ask.value),
    Op.NE: lambda known, ask: known != str(ask.value),
    Op.IN: lambda known, ask: known.is_in(_listed(ask)),
    Op.NOT_IN: lambda known, ask: ~known.is_in(_listed(ask)),
    Op.CONTAINS: lambda known, ask: _each(known, lambda member: str(ask.value).casefold() in member.casefold()),
    Op.STARTS_WITH: lambda known, ask: _each(
        known, lambda member: member.casefold().startswith(str(ask.value).casefold())
    ),
    Op.IS_NULL: lambda known, _: known.is_in([UNKNOWN, NOBODY]),
    Op.NOT_NULL: lambda known, _: ~known.is_in([UNKNOWN, NOBODY]),
}
"""Which of the known members pass, as a mask; whole columns at a time, since there may be a million customers."""


def _each(known: pl.Series, passes: Callable[[str], bool]) -> pl.Series:
    return pl.Series([passes(member) for member in known.to_list()], dtype=pl.Boolean)


def _any_of(column: pl.Expr, numbers: list[float]) -> pl.Expr:
    return pl.any_horizontal(pl.lit(value=False), *(column == number for number in numbers))


_NUMBERS: dict[Op, Callable[[pl.Expr, list[float]], pl.Expr]] = {
    Op.EQ: lambda column, of: column == of[0],
    Op.NE: lambda column, of: column.ne_missing(of[0]),
    Op.IN: _any_of,
    Op.NOT_IN: lambda column, of: ~_any_of(column, of).fill_null(value=False),
    Op.GT: lambda column, of: column > of[0],
    Op.GTE: lambda column, of: column >= of[0],
    Op.LT: lambda column, of: column < of[0],
    Op.LTE: lambda column, of: column <= of[0],
    Op.BETWEEN: lambda column, of: column.is_between(of[0], of[1]),
    Op.IS_NULL: lambda column, _: column.is_null(),
    Op.NOT_NULL: lambda column, _: column.is_not_null(),
}
_SPANS: dict[Op, Callable[[pl.Expr, list[Span]], pl.Expr]] = {
    Op.EQ: lambda column, of: _within(column, of[0]),
    Op.NE: lambda column, of: ~_within(column, of[0]).fill_null(value=False),
    Op.IN: lambda column, of: pl.any_horizontal(_within(column, span) for span in of),
    Op.NOT_IN: lambda column, of: ~pl.any_horizontal(_within(column, span) for span in of).fill_null(value=False),
    Op.GT: lambda column, of: column > of[0].end,
    Op.GTE: lambda column, of: column >= of[0].start,
    Op.LT: lambda column, of: column < of[0].start,
    Op.LTE: lambda column, of: column <= of[0].end,
    Op.BETWEEN: lambda column, of: column.is_between(of[0].start, of[1].end),
    Op.RELATIVE: lambda column, of: _within(column, of[0]),
    Op.IS_NULL: lambda column, _: column.is_null(),
    Op.NOT_NULL: lambda column, _: column.is_not_null(),
}


def condition(  # noqa: PLR0913  (where, what, and which of the dates and rows are meant)
    facts: Facts, subject: str, ask: Filter, role: str, *, event: str = "", split: bool = False
) -> pl.Expr:
    """`ask` over the wide fact of `subject`; `role` is the date that the dimension `date` means there.

    `event` is the date whose owner of then a filter by owner or department means; empty for the owner of now.

    Raises `MingjingError` for an operator that the field does not take or a value that is no such thing.
    """
    dim = dimension(ask.field)
    match dim.kind:
        case Kind.DATE:
            return _date_condition(facts, ask, role if dim.name == "date" else dim.column)
        case Kind.NUMBER:
            scale = facts.catalog.minor_units if dim.unit is Unit.MONEY else 1
            return number_condition(pl.col(facts.number(subject, dim, split=split)), ask, scale)
        case _ if dim.filters_only:
            return _in_segments(facts, ask)
        case _ if splits(SUBJECTS[subject], dim):
            return _has_product(facts, subject, dim, ask)
        case _ if dim.tree:
            return _in_departments(facts, subject, ask, facts.users(subject, event))
        case _:
            column_name = facts.dimension(subject, dim, role=event, split=split)
            return _one_of(pl.col(column_name), _passing(facts.kind(subject, column_name).categories, ask))


def members(known: Collection[str], ask: Filter) -> list[str]:
    """Those of the `known` members of a text field that pass `ask`."""
    names = pl.Series(list(known), dtype=pl.String)
    return names.filter(_passing(names, ask)).to_list()


def _passing(known: pl.Series, ask: Filter) -> pl.Series:
    return _row(_MEMBERS, ask)(known, ask)


def number_condition(column: pl.Expr, ask: Filter, scale: int = 1) -> pl.Expr:
    """`ask` of a number column that holds `scale` times what people write."""
    limits = [scaled(_number(value, ask), scale) for value in _values(ask)]
    _check_direction(limits, ask)
    return _row(_NUMBERS, ask)(column, limits)


def scaled(value: float, scale: int) -> float:
    """`value` in `scale` times smaller units, exactly: 1.1 is 110 cents, not 110.00000000000001."""
    exact = Decimal(str(value)) * scale
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _one_of(column: pl.Expr, passing: pl.Series) -> pl.Expr:
    """The rows of an Enum column whose member passes, by its place: reading a text as one of many members is slow."""
    if passing.sum() > passing.len() / 2:
        return ~_one_of(column, ~passing)
    places, place = passing.arg_true(), column.to_physical()
    match places.len():
        case 0:
            return pl.lit(value=False)
        case 1:
            return place.eq(places.item())
        case _:
            return place.is_in(places.implode())


def _has_product(facts: Facts, subject: str, dim: Dim, ask: Filter) -> pl.Expr:
    """Records with (for a negative: without) a line of such a product."""
    if ask.op in _OPPOSITES:
        return ~_has_product(facts, subject, dim, _opposite(ask))
    name = facts.dimension(subject, dim, split=True)
    parts = facts.frame(subject, split=True)
    passing = _passing(facts.kind(subject, name).categories, ask)
    keys = parts.filter(_one_of(pl.col(name), passing))["key"].unique()
    return pl.col("key").is_in(keys.implode())


def _in_departments(facts: Facts, subject: str, ask: Filter, users: str) -> pl.Expr:
    """Records whose owner (link `users`) belongs to (for a negative: outside) such a department or one below it."""
    if ask.op in _OPPOSITES:
        return ~_in_departments(facts, subject, _opposite(ask), users)
    departments = facts.catalog.entity("departments")
    real = [*departments["label"]]
    wanted = members([*real, UNKNOWN, NOBODY], ask)
    owner = pl.col(users)
    inside = _owned_by(facts, subject, departments.filter(pl.col("label").is_in(wanted)), users)
    if UNKNOWN in wanted:
        inside = inside | (owner.is_not_null() & ~_owned_by(facts, subject, departments, users))
    return inside | owner.is_null() if NOBODY in wanted else inside


def _owned_by(facts: Facts, subject: str, departments: pl.DataFrame, users: str) -> pl.Expr:
    inside = facts.catalog.users_below(departments["department_id"])
    kind = facts.frame(subject)[users].dtype
    return pl.col(users).is_in(inside.cast(kind).implode()).fill_null(value=False)


def _in_segments(facts: Facts, ask: Filter) -> pl.Expr:
    """Records whose customer is in (for a negative: in none of) the team segments; who has no customer is in none."""
    if ask.op in _OPPOSITES:
        return ~_in_segments(facts, _opposite(ask))
    inside = [
        [condition(facts, CUSTOMERS, part, "created_date") for part in segment_called(name).where]
        for name in members_of(ask)
    ]
    customers = facts.frame(CUSTOMERS)
    met = pl.any_horizontal(pl.lit(value=False), *(pl.all_horizontal(parts).fill_null(value=False) for parts in inside))
    return pl.col(f"@{CUSTOMERS}").is_in(customers.filter(met)["key"].implode()).fill_null(value=False)


def _opposite(ask: Filter) -> Filter:
    return ask.model_copy(update={"op": _OPPOSITES[ask.op]})


def _date_condition(facts: Facts, ask: Filter, column: str) -> pl.Expr:
    if ask.op is Op.RELATIVE:
        catalog = facts.catalog
        spans = [relative_span(str(ask.value), catalog.as_of, catalog.manifest.fiscal_start_month)]
    else:
        spans = [_span(value, ask) for value in _values(ask)]
        _check_direction([span.start for span in spans], ask)
    return _row(_SPANS, ask)(pl.col(column), spans).fill_null(value=False)


def _check_direction(limits: Sequence[Any], ask: Filter) -> None:
    if ask.op is Op.BETWEEN and limits[0] > limits[1]:
        low, high = _values(ask)
        raise MingjingError(
            _("Filter on '{field}' runs backwards: {low} is above {high}; swap the two.").format(
                field=plain(ask.field), low=low, high=high
            )
        )


def _within(column: pl.Expr, span: Span) -> pl.Expr:
    return column.is_between(span.start, span.end)


def _span(value: Scalar, ask: Filter) -> Span:
    if isinstance(value, date):
        return Span(value, value)
    return bucket_span(_need(str, value, ask, _("a day (2017-03-05) or a bucket (2017-03, 2017-Q1, 2017)")))


def _number(value: Scalar, ask: Filter) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MingjingError(
            _("Filter on '{field}' needs a number, not '{value}'.").format(field=plain(ask.field), value=value)
        )
    if not abs(value) <= LARGEST:
        raise MingjingError(
            _("Filter on '{field}' needs a number from -{most} to {most}, not '{value}'.").format(
                field=plain(ask.field), most=LARGEST, value=value
            )
        )
    return value


def _need(kind: type[str], value: Scalar, ask: Filter, what: str) -> str:
    if not isinstance(value, kind):
        raise MingjingError(
            _("Filter on '{field}' needs {what}, not '{value}'.").format(field=plain(ask.field), what=what, value=value)
        )
    return value


def _values(ask: Filter) -> list[Scalar]:
    return list(ask.value) if isinstance(ask.value, tuple) else [] if ask.value is None else [ask.value]


def _listed(ask: Filter) -> list[str]:
    return [str(value) for value in (ask.value if isinstance(ask.value, tuple) else (ask.value,))]


def _row(table: dict[Op, Entry], ask: Filter) -> Entry:
    if ask.op not in table:
        known = ", ".join(sorted(op.value for op in table))
        raise MingjingError(
            _("'{field}' takes no '{op}'. It takes: {known}.").format(field=plain(ask.field), op=ask.op, known=known)
        )
    return table[ask.op]
