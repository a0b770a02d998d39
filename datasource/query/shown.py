"""Metrics shown as something else: shares, running totals, moving averages, differences and ranks.

A shown metric is worked out from the groups of its base metric before `having`, `sort` and `limit` choose among them
and before Others are left out, so that none of these changes it. `docs/query-language.md` has the rules.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from datasource.calculation import Calculation, Shown, plain
from datasource.errors import MingjingError
from datasource.metrics.dimension import splits
from datasource.metrics.metric import Combination, How, Join
from datasource.metrics.registry import SUBJECTS, dimension, metric
from datasource.periods import Span, bucket_start, buckets
from datasource.plan import GroupKey, Plan, check_order, replace_query
from datasource.query.compare import period_key
from datasource.question import Query
from datasource.result import Column, Kind, Unit
from datasource.texts import _

SHARES = frozenset({"share_of_total", "share_of_row", "share_of_column"})
YEARLY = frozenset({"difference_last_year", "change_last_year"})
STEPS = frozenset({"difference", "change"})
RUNNING = frozenset({"running_total", "moving_average", "rank"}) | STEPS
RATES = SHARES | {"change", "change_last_year"}
BARE = RATES | {"rank"}
"""What holds no unit of the base metric."""
MOST_CELLS = 5_000_000
"""The most cells (groups × members or buckets that are run over) that a moving average or a difference lays out."""
_ADDING = frozenset({How.SUM, How.KNOWN_SUM, How.COUNT})
_AT = "__at"


def shown_in(query: Query) -> dict[str, Shown]:
    """The metrics of `query` that show another one, by their names."""
    return {one.id: one.shown for one in _calculations(query).values() if one.shown is not None}


def counted(query: Query, name: str) -> str:
    """The metric whose records are behind metric `name` of `query`: for a shown one its base."""
    one = shown_in(query).get(name)
    return name if one is None else one.metric


def base_query(query: Query) -> Query:
    """What is counted to answer `query`: base metrics in place of the shown ones, all groups, in no order."""
    found = shown_in(query)
    if not found:
        return query
    _check_alone(query, found)
    names = dict.fromkeys(found[name].metric if name in found else name for name in query.metrics)
    kinds = {one.as_ for one in found.values()}
    return replace_query(
        query,
        metrics=tuple(names),
        having=(),
        sort=(),
        limit=None,
        compare="last_year" if kinds & YEARLY else None,
        totals=query.totals or "share_of_total" in kinds,
        define=tuple(one for one in query.define if one.shown is None),
    )


def check(query: Query, plan: Plan) -> None:
    """Refuse by a sentence what `query` shows and what cannot be told; `plan` is that of `base_query(query)`."""
    found = shown_in(query)
    if found:
        check_order(query)
    for name, one in found.items():
        _check_fields(query, name, one)
        if one.as_ in SHARES or one.as_ == "running_total":
            _check_adds_up(query, name, one)
        if one.as_ in YEARLY and any(key.kind is Kind.DATE and key != period_key(plan) for key in plan.keys):
            told = _("'{name}' compares with the year before: of dates, only the period's own may stand in 'by'.")
            raise MingjingError(told.format(name=plain(name)))


@dataclass(frozen=True)
class Ground:
    """What a shown metric stands on besides the rows: totals of the base metrics, and what they are without rows."""

    plan: Plan
    totals: Mapping[str, Any]
    absent: Mapping[str, int]
    today: date


def with_shown(table: pl.LazyFrame, query: Query, ground: Ground) -> pl.LazyFrame:
    """The groups of the base metrics, in minor units, with a column for each shown metric of `query`."""
    found = shown_in(query)
    if not found:
        return table
    rows = table.collect(engine="in-memory")
    for along in dict.fromkeys(along_of(query, one) for one in found.values() if one.as_ in STEPS):
        rows = _with_drops(rows, along, ground)
    for name, one in found.items():
        rows = _RUN[one.as_](rows, name, one, query, ground)
    return rows.lazy()


def totals(query: Query, found: Mapping[str, Any]) -> dict[str, Any]:
    """The totals of `query`, given those `found` for the base metrics."""
    shown = shown_in(query)
    if not shown:
        return dict(found)
    return {name: _total(shown[name], found) if name in shown else found.get(name) for name in query.metrics}


def column(query: Query, name: str) -> Column:
    """What the column of shown metric `name` is: its clicks, colours and definition are those of its base metric."""
    one = _calculations(query)[name]
    assert one.shown is not None
    base, kind = metric(one.shown.metric), one.shown.as_
    unit = Unit.RATE if kind in RATES else base.unit
    better = base.higher_is_better
    if kind == "rank":
        unit, better = Unit.COUNT, False
    if kind == "moving_average" and unit is Unit.COUNT:
        unit = Unit.NUMBER
    return Column(name, one.label, Kind.NUMBER, unit, None, base.name, "value", better)


def formula(query: Query, name: str) -> str:
    """The definition of shown metric `name` as one line."""
    one = shown_in(query)[name]
    more = f" of {one.window}" if one.as_ == "moving_average" else ""
    along = f", along {plain(along_of(query, one))}" if one.as_ in RUNNING else ""
    return f"{one.as_.replace('_', ' ')}{more}: {plain(one.metric)}{along}"


def along_of(query: Query, one: Shown) -> str:
    """The dimension that `one` runs over: the one it names, else the first date, else the first."""
    dates = (part.field for part in query.by if dimension(part.field).kind is Kind.DATE)
    return one.along or next(dates, query.by[0].field if query.by else "")


def _calculations(query: Query) -> dict[str, Calculation]:
    return {one.id: one for one in query.define if one.shown is not None and one.id in query.metrics}


def _check_alone(query: Query, found: Mapping[str, Shown]) -> None:
    """What holds whatever the plan is, and must be said before it is made."""
    ids = {one.id for one in query.define if one.shown is not None}
    for name, one in found.items():
        if query.compare is not None:
            told = _("'{name}' is worked out from the whole answer and cannot be compared: take 'compare' away.")
            raise MingjingError(told.format(name=plain(name)))
        if one.as_ in YEARLY and query.period is None:
            told = _("'{name}' compares with the year before: give a 'period'.")
            raise MingjingError(told.format(name=plain(name)))
    if query.top is not None and query.top.by in ids:
        told = _("'top' ranks by a metric itself; '{name}' shows another one: rank by '{metric}'.")
        named = next(one.shown.metric for one in query.define if one.id == query.top.by and one.shown is not None)
        raise MingjingError(told.format(name=plain(query.top.by), metric=plain(named)))


def _check_fields(query: Query, name: str, one: Shown) -> None:
    fields = [part.field for part in query.by]
    if one.as_ in {"share_of_row", "share_of_column"} and len(fields) < 2:
        raise MingjingError(_("'{name}' needs two dimensions in 'by': rows, then columns.").format(name=plain(name)))
    if one.as_ in RUNNING and along_of(query, one) not in fields:
        if one.along:
            told = _("'{name}' runs along '{field}', which is not in 'by'.")
            raise MingjingError(told.format(name=plain(name), field=plain(one.along)))
        raise MingjingError(_("'{name}' needs a dimension in 'by' to run along.").format(name=plain(name)))


def _check_adds_up(query: Query, name: str, one: Shown) -> None:
    fields = [part.field for part in query.by]
    over = {
        "share_of_total": fields,
        "share_of_row": fields[1:],
        "share_of_column": [fields[0], *fields[2:]] if fields else [],
        "running_total": [along_of(query, one)],
    }[one.as_]
    for_states = one.as_ == "running_total"
    if not _adds_up(query, one.metric, over, for_states=for_states):
        told = _("'{name}' cannot be told: the groups of '{metric}' do not add up to a total.")
        raise MingjingError(told.format(name=plain(name), metric=plain(one.metric)))


def _adds_up(query: Query, name: str, over: Sequence[str], *, for_states: bool) -> bool:
    """Whether the groups of `name` by the fields `over` add up; states never do along dates, nor when they run."""
    item = metric(name)
    measure = item.measure
    if isinstance(measure, Combination):
        parts = (measure.left, measure.right)
        return measure.join is not Join.RATIO and all(
            _adds_up(query, part, over, for_states=for_states) for part in parts
        )
    if item.needs or measure.how not in _ADDING:
        return False
    is_state = item.as_of and not (query.period is not None and query.period.field)
    if is_state and (for_states or "date" in over):
        return False
    return measure.how is not How.COUNT or not any(
        splits(SUBJECTS[measure.subject], dimension(field)) for field in over
    )


def _total(one: Shown, found: Mapping[str, Any]) -> Any:
    value = found.get(one.metric)
    match one.as_:
        case "share_of_total":
            return 1.0 if value else None
        case "running_total":
            return value
        case "difference_last_year":
            before = found.get(f"{one.metric}__base")
            return None if value is None or before is None else value - before
        case "change_last_year":
            return found.get(f"{one.metric}__change")
        case _:
            return None


Run = Callable[[pl.DataFrame, str, Shown, Query, Ground], pl.DataFrame]


def _share(rows: pl.DataFrame, name: str, one: Shown, query: Query, ground: Ground) -> pl.DataFrame:
    value = pl.col(one.metric)
    fields = [part.field for part in query.by]
    match one.as_:
        case "share_of_total":
            whole = pl.lit(ground.totals[one.metric], dtype=pl.Float64)
        case "share_of_row":
            whole = value.sum().over(fields[0])
        case _:
            whole = value.sum().over(fields[1])
    return rows.with_columns(pl.when(whole != 0).then(value.cast(pl.Float64) / whole).alias(name))


def _last_year(rows: pl.DataFrame, name: str, one: Shown, _query: Query, _ground: Ground) -> pl.DataFrame:
    made = pl.col(f"{one.metric}__change")
    if one.as_ == "difference_last_year":
        made = pl.col(one.metric) - pl.col(f"{one.metric}__base")
    return rows.with_columns(made.alias(name))


def _running(rows: pl.DataFrame, name: str, one: Shown, query: Query, ground: Ground) -> pl.DataFrame:
    """The rows with `name`, worked out along one dimension, each combination of the others on its own."""
    along = along_of(query, one)
    laid = _laid(rows, along, one, ground)
    value = running_value(one)
    others = [key.name for key in ground.plan.keys if key.name != along]
    made = laid.select(*(key.name for key in ground.plan.keys), (value.over(others) if others else value).alias(name))
    return rows.join(made, on=[key.name for key in ground.plan.keys], how="left", nulls_equal=True)


def running_value(one: Shown) -> pl.Expr:
    """What `one` makes of its metric, over rows in the order in which it runs."""
    value, before = pl.col(one.metric), pl.col(one.metric).shift(1)
    match one.as_:
        case "running_total":
            return value.cum_sum()
        case "moving_average":
            return reduce(add, (value.shift(step) for step in range(one.window))).cast(pl.Float64) / one.window
        case "difference":
            return value - before
        case "change":
            return pl.when(before != 0).then((value - before).cast(pl.Float64) / before.abs())
        case _:
            return value.rank("min", descending=metric(one.metric).higher_is_better is not False).cast(pl.Int64)


def _laid(rows: pl.DataFrame, along: str, one: Shown, ground: Ground) -> pl.DataFrame:
    """The rows in the order in which `one` runs over them.

    For moving averages and differences every bucket or member stands for each combination of the other dimensions,
    what a metric is without rows where the answer has none. Others stand last in a running total and nowhere else.
    """
    keys = [key.name for key in ground.plan.keys]
    top = ground.plan.query.top
    takes_others = one.as_ == "running_total" and top is not None and top.field == along
    axis = _axis(rows, along, ground, takes_others=takes_others)
    if one.as_ in STEPS or one.as_ == "moving_average":
        grid = _grid(rows, along, axis, ground)
        found = grid.join(rows.select(*keys, one.metric), on=keys, how="left", nulls_equal=True)
        if one.metric in ground.absent:
            found = found.with_columns(pl.col(one.metric).fill_null(ground.absent[one.metric]))
    else:
        found = rows.select(*keys, one.metric).join(axis, on=along, nulls_equal=True)
    return found.sort(_AT)


def _axis(rows: pl.DataFrame, along: str, ground: Ground, *, takes_others: bool = False) -> pl.DataFrame:
    """The members or buckets of `along` in their order, numbered; without the missing date, with Others if wanted."""
    members = rows.select(along).unique().drop_nulls().sort(along)
    key = next(key for key in ground.plan.keys if key.name == along)
    if key.grain is not None:
        members = _calendar(members, key, ground)
    if takes_others:
        members = pl.concat([members, pl.DataFrame({along: [None]}, schema=members.schema)])
    return members.with_row_index(_AT)


def _calendar(members: pl.DataFrame, key: GroupKey, ground: Ground) -> pl.DataFrame:
    """The buckets without gaps: those of the period up to today where `key` is its date, and all between `members`."""
    grain = key.grain
    assert grain is not None
    days = members[key.name].to_list()
    span = ground.plan.span
    if span is not None and key == period_key(ground.plan) and span.start <= ground.today:
        days += [bucket_start(span.start, grain), bucket_start(min(span.end, ground.today), grain)]
    if not days:
        return members
    firsts = [bucket_start(part.start, grain) for part in buckets(Span(min(days), max(days)), grain)]
    return pl.DataFrame({key.name: firsts}, schema=members.schema)


def _grid(rows: pl.DataFrame, along: str, axis: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    others = [key.name for key in ground.plan.keys if key.name != along]
    if not others:
        return axis
    groups = rows.select(others).unique()
    if groups.height * axis.height > MOST_CELLS:
        told = _("Too many groups along '{field}': choose a coarser grain, or fewer members by filters or 'top'.")
        raise MingjingError(told.format(field=plain(along)))
    return groups.join(axis, how="cross")


def _with_drops(rows: pl.DataFrame, along: str, ground: Ground) -> pl.DataFrame:
    """`rows`, and a row of nothing after each row that the next bucket or member has none for: a drop to zero."""
    keys = [key.name for key in ground.plan.keys]
    steps = _axis(rows, along, ground).select(along, pl.col(along).shift(-1).alias("__next")).drop_nulls()
    drops = rows.select(keys).join(steps, on=along).with_columns(pl.col("__next").alias(along)).select(keys)
    drops = drops.join(rows.select(keys), on=keys, how="anti", nulls_equal=True)
    made = pl.concat([rows, drops], how="diagonal")
    return made.with_columns(
        pl.col(f"{name}{part}").fill_null(value)
        for name, value in ground.absent.items()
        for part in ("", "__base")
        if f"{name}{part}" in made.columns
    )


_RUN: Mapping[str, Run] = {
    **dict.fromkeys(SHARES, _share),
    **dict.fromkeys(YEARLY, _last_year),
    **dict.fromkeys(RUNNING, _running),
}
