"""From the engine's partial answers to the rows that a reader gets: joined, combined, ordered, labelled, scaled."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any

import polars as pl

from datasource.engines.conditions import number_condition
from datasource.engines.polars_native import Partial
from datasource.metrics.metric import Aggregate, Combination, How, Join, Metric
from datasource.metrics.registry import dimension, leaves, metric, money_power
from datasource.periods import Span, bucket_start, buckets
from datasource.plan import GroupKey, Plan
from datasource.query import shown
from datasource.question import Grain, Query, Sort
from datasource.result import Column, Kind, Unit

OTHERS = "_others"
_ZERO_WHEN_ABSENT = frozenset({How.SUM, How.COUNT, How.DISTINCT})
_LABELS = {Grain.DAY: "%Y-%m-%d", Grain.WEEK: "%G-W%V", Grain.MONTH: "%Y-%m", Grain.YEAR: "%Y"}


def undated(partials: Sequence[Partial]) -> frozenset[str]:
    """The metrics of which nothing can be told by period, since no row has the date."""
    return frozenset(name for partial in partials for name, counts in partial.counted.items() if counts.undated)


def groups(plan: Plan, partials: Sequence[Partial], today: date, unknown: frozenset[str]) -> pl.LazyFrame:
    """One row per group: keys (Enum, or the first day of a bucket), then every metric of the query in minor units.

    Metrics of different subjects are aggregated each on its own and joined here, so that no join multiplies a sum.
    """
    keys = [key.name for key in plan.keys]
    found = [partial.groups.lazy().select(*keys, *partial.totals) for partial in _aligned(plan, partials)]
    table = reduce(lambda left, right: _outer(left, right, keys), found)
    table = _with_empty_buckets(table, plan, today)
    known = table.with_columns(_absent(leaf, unknown) for leaf in _leaves(plan.query))
    return known.select(*keys, *(_combined(name).alias(name) for name in plan.query.metrics))


def totals(query: Query, partials: Sequence[Partial], unknown: frozenset[str]) -> dict[str, Any]:
    """Every metric over all filtered rows, recomputed from its parts, in minor units."""
    found = {name: value for partial in partials for name, value in partial.totals.items()}
    known = {name: None if name in unknown else value for name, value in found.items()}
    return {name: None if metric(name).needs else _total(name, known) for name in query.metrics}


def absent(query: Query, unknown: frozenset[str]) -> dict[str, int]:
    """What each metric of a group without rows is, where that is known: 0 for counts and sums."""
    known = {leaf.name: 0 if leaf.name not in unknown and _is_zero(leaf) else None for leaf in _leaves(query)}
    found = {name: _total(name, known) for name in query.metrics}
    return {name: value for name, value in found.items() if value is not None}


def single(values: dict[str, Any], query: Query, minor_units: int) -> pl.DataFrame:
    """The one row of a question without keys, as `finish` would give it."""
    row = scaled(values, query, minor_units)
    table = pl.DataFrame([_cell(part, row[part.name]) for part in columns(query)])
    for ask in query.having:
        table = table.filter(number_condition(pl.col(ask.field), ask).fill_null(value=False))
    return table


def finish(table: pl.LazyFrame, plan: Plan, minor_units: int) -> pl.DataFrame:
    """The rows as the reader gets them: filtered by `having`, in order, limited, labelled, money in major units."""
    query = plan.query
    powers = _powers(query)
    for ask in query.having:
        power = powers.get(ask.field, 0)
        held = pl.col(ask.field) if power >= 0 else _major(ask.field, power, minor_units)
        table = table.filter(number_condition(held, ask, minor_units ** max(power, 0)).fill_null(value=False))
    table = table.with_columns(_major(name, power, minor_units) for name, power in powers.items())
    if query.top is not None:
        table = table.with_columns(pl.col(query.top.field).is_null().alias(OTHERS))
        if not query.top.others:
            table = table.filter(~pl.col(OTHERS)).drop(OTHERS)
    table = ordered(table, _sort(query), plan)
    if query.limit is not None:
        table = table.head(query.limit)
    labelled = table.with_columns(_label(key) for key in plan.keys)
    shown = [column.name for column in columns(query)]
    if query.top is not None and query.top.others:
        labelled = labelled.with_columns(pl.col(query.top.field).fill_null("Others"))
        shown.append(OTHERS)
    return labelled.select(shown).collect(engine="in-memory")


def in_major_units(name: str, minor_units: int) -> pl.Expr:
    """Money column `name` in major units, each number the nearest there is: 69 cents are 0.69.

    Polars divides a column by one number by multiplying with its inverse, which makes 0.6900000000000001 of them;
    divided by a column it does not.
    """
    return pl.col(name) / (pl.col(name) * 0 + minor_units)


def _sort(query: Query) -> tuple[Sort, ...]:
    """The order asked for; one list of ranked members ends with their Others, however large these are."""
    if query.top is not None and query.top.others and len(query.by) == 1:
        return (Sort(by=OTHERS), *query.sort)
    return query.sort


def ordered(table: pl.LazyFrame, sort: Sequence[Sort], plan: Plan) -> pl.LazyFrame:
    """`table` by `sort`, then by its keys in their own order; missing values and Others last."""
    wanted = [*sort, *(Sort(by=key.name) for key in plan.keys)]
    if not wanted:
        return table
    return table.sort(
        [item.by for item in wanted], descending=[item.desc for item in wanted], nulls_last=True, maintain_order=True
    )


def scaled(values: dict[str, Any], query: Query, minor_units: int) -> dict[str, Any]:
    """Totals with money in major units."""
    powers = _powers(query)
    return {
        name: None if value is None else _major_number(value, powers.get(name, 0), minor_units)
        for name, value in values.items()
    }


def columns(query: Query) -> tuple[Column, ...]:
    """What the columns of the answer are: keys first, then each metric with its base and change."""
    made = [_key_column(part.field, part.grain) for part in query.by]
    found = shown.shown_in(query)
    for name in query.metrics:
        if name in found:
            made.append(shown.column(query, name))
            continue
        item = metric(name)
        made.append(_metric_column(name, item, "value", item.unit))
        if query.compare is not None:
            made.append(_metric_column(f"{name}__base", item, "base", item.unit))
            made.append(_metric_column(f"{name}__change", item, "change", Unit.RATE))
    return tuple(made)


def _cell(column: Column, value: Any) -> pl.Series:
    undefined = pl.Int64 if column.unit is Unit.COUNT else pl.Float64
    return pl.Series(column.name, [value], dtype=undefined if value is None else None)


def _aligned(plan: Plan, partials: Sequence[Partial]) -> Sequence[Partial]:
    """The partial answers with one Enum per text key, so that they can be joined and sorted."""
    for key in plan.keys:
        kinds = [partial.kinds[key.name] for partial in partials if key.name in partial.kinds]
        if any(kind is not kinds[0] and kind != kinds[0] for kind in kinds):
            members = dict.fromkeys(name for kind in kinds for name in kind.categories)
            shared = pl.Enum(list(members))
            partials = [partial.with_key(key.name, shared) for partial in partials]
    return partials


def _outer(left: pl.LazyFrame, right: pl.LazyFrame, keys: list[str]) -> pl.LazyFrame:
    return left.join(right, on=keys, how="full", coalesce=True, nulls_equal=True)


def _leaves(query: Query) -> list[Metric]:
    return list(dict.fromkeys(leaf for name in query.metrics for leaf in leaves(name)))


def _absent(leaf: Metric, unknown: frozenset[str]) -> pl.Expr:
    """A group without rows counts and sums to 0; where no row has the date at all, nothing is known."""
    if leaf.name in unknown:
        return pl.lit(None, dtype=pl.Int64).alias(leaf.name)
    return pl.col(leaf.name).fill_null(0) if _is_zero(leaf) else pl.col(leaf.name)


def _is_zero(leaf: Metric) -> bool:
    assert isinstance(leaf.measure, Aggregate)
    return leaf.measure.how in _ZERO_WHEN_ABSENT


def _combined(name: str) -> pl.Expr:
    measure = metric(name).measure
    if not isinstance(measure, Combination):
        return pl.col(metric(name).name)
    left, right = _combined(measure.left), _combined(measure.right)
    match measure.join:
        case Join.RATIO:
            return pl.when(right != 0).then(left.cast(pl.Float64) / right)
        case Join.SUM:
            return left + right
        case Join.DIFFERENCE:
            return left - right


def _total(name: str, known: dict[str, Any]) -> Any:
    measure = metric(name).measure
    if not isinstance(measure, Combination):
        return known[metric(name).name]
    left, right = _total(measure.left, known), _total(measure.right, known)
    if left is None or right is None:
        return None
    match measure.join:
        case Join.RATIO:
            return left / right if right else None
        case Join.SUM:
            return left + right
        case Join.DIFFERENCE:
            return left - right


def _with_empty_buckets(table: pl.LazyFrame, plan: Plan, today: date) -> pl.LazyFrame:
    """Rule R6: where the only key is a bucket of the period's date, buckets without rows stand as well."""
    key = plan.keys[0]
    field = plan.query.period.field if plan.query.period is not None else None
    if len(plan.keys) > 1 or key.grain is None or plan.span is None or plan.span.start > today:
        return table
    if not (key.name in {"date", field} or all(scan.date == key.date for scan in plan.scans)):
        return table
    parts = buckets(Span(plan.span.start, min(plan.span.end, today)), key.grain)
    firsts = pl.LazyFrame(
        {key.name: [bucket_start(part.start, key.grain) for part in parts]}, schema={key.name: pl.Date}
    )
    return table.join(firsts, on=key.name, how="full", coalesce=True, nulls_equal=True)


def _powers(query: Query) -> dict[str, int]:
    """How often the numbers that hold the factor of minor units hold it, bases too; shares and ranks never do."""
    bare = {name for name, one in shown.shown_in(query).items() if one.as_ in shown.BARE}
    powers = {name: power for name in query.metrics if name not in bare and (power := money_power(name))}
    bases = {f"{name}__base": power for name, power in powers.items()} if query.compare is not None else {}
    return {**powers, **bases}


def _major(name: str, power: int, minor_units: int) -> pl.Expr:
    """Column `name` in major units."""
    if power > 0:
        return in_major_units(name, minor_units**power)
    return pl.col(name) * int(minor_units**-power)


def _major_number(value: Any, power: int, minor_units: int) -> Any:
    """`value` in major units."""
    if power > 0:
        return value / minor_units**power
    return value * minor_units**-power if power < 0 else value


def _label(key: GroupKey) -> pl.Expr:
    column = pl.col(key.name)
    match key.grain:
        case None:
            return column.cast(pl.String)
        case Grain.QUARTER:
            return pl.format("{}-Q{}", column.dt.strftime("%Y"), column.dt.quarter()).alias(key.name)
        case _:
            return column.dt.strftime(_LABELS[key.grain])


def _key_column(field: str, grain: Grain | None) -> Column:
    dim = dimension(field)
    return Column(field, dim.label, dim.kind if grain is None else Kind.DATE, dim.unit, grain)


def _metric_column(name: str, item: Metric, part: str, unit: Unit) -> Column:
    return Column(name, item.label, Kind.NUMBER, unit, None, item.name, part, item.higher_is_better)
