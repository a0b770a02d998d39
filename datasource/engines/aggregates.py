"""Metrics as Polars aggregations: one row of a table per way to aggregate."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_

import polars as pl

from datasource.engines.facts import FIRST
from datasource.metrics.metric import Aggregate, Condition, How, Metric
from datasource.question import Filter, Op

USED = "__used"
NULL = "__null"
ROWS = "__rows"

ADDITIVE = frozenset({How.SUM, How.COUNT})
"""Aggregations whose totals are exact sums of their groups."""

_VALUES: dict[How, Callable[[pl.Expr], pl.Expr]] = {
    How.SUM: lambda cells: cells.sum(),
    How.KNOWN_SUM: lambda cells: pl.when(cells.count() > 0).then(cells.sum()),
    How.COUNT: lambda cells: cells.len().cast(pl.Int64),
    How.DISTINCT: lambda cells: cells.drop_nulls().n_unique().cast(pl.Int64),
    How.MEAN: lambda cells: cells.mean(),
    How.MEDIAN: lambda cells: cells.median(),
    How.MIN: lambda cells: cells.min(),
    How.MAX: lambda cells: cells.max(),
}
_TESTS: dict[Op, Callable[[pl.Expr, Condition], pl.Expr]] = {
    Op.EQ: lambda column, ask: column if ask.value is True else column == pl.lit(ask.value),
    Op.IN: lambda column, ask: column.is_in(list(ask.value) if isinstance(ask.value, tuple) else [ask.value]),
    Op.NE: lambda column, ask: (column != pl.lit(ask.value)).fill_null(value=True),
    Op.GT: lambda column, ask: column > pl.lit(ask.value),
    Op.GTE: lambda column, ask: column >= pl.lit(ask.value),
    Op.LT: lambda column, ask: column < pl.lit(ask.value),
    Op.LTE: lambda column, ask: column <= pl.lit(ask.value),
    Op.NOT_NULL: lambda column, _: column.is_not_null(),
    Op.IS_NULL: lambda column, _: column.is_null(),
}


def measure(metric: Metric) -> Aggregate:
    """The aggregation of a metric that is no combination."""
    assert isinstance(metric.measure, Aggregate)
    return metric.measure


def test(asks: Iterable[Condition | Filter], meaning: Callable[[Filter], pl.Expr]) -> pl.Expr | None:
    """All standing conditions of a metric as one expression, filters as they are meant; None when there are none."""
    parts = [_TESTS[ask.op](pl.col(ask.column), ask) if isinstance(ask, Condition) else meaning(ask) for ask in asks]
    return reduce(and_, parts) if parts else None


def standing(metric: Metric, *, is_state: bool) -> tuple[Condition | Filter, ...]:
    """What the rows of `metric` must meet; a state has other rows than those of its table, but the same filters."""
    found = measure(metric)
    return found.within if is_state else (*found.where, *found.within)


def shared(metrics: Iterable[Metric], *, is_state: bool) -> tuple[Condition | Filter, ...]:
    """The standing conditions that all `metrics` have: these filter once."""
    sets = [standing(metric, is_state=is_state) for metric in metrics]
    return tuple(ask for ask in sets[0] if all(ask in other for other in sets)) if sets else ()


def value(metric: Metric, passes: pl.Expr | None, *, split: bool) -> pl.Expr:
    """The metric's number over the rows that pass. Over split rows a count counts records, not lines."""
    how, column = measure(metric).how, measure(metric).column
    if how is How.COUNT and not split:
        counted = pl.len() if passes is None else passes.sum()
        return counted.cast(pl.Int64).alias(metric.name)
    cells = pl.col(column or "key")
    kept = cells if passes is None else cells.filter(passes)
    return _VALUES[How.DISTINCT if how is How.COUNT else how](kept).alias(metric.name)


def used(metric: Metric, passes: pl.Expr | None, name: str, *, has_nulls: bool, split: bool) -> pl.Expr:
    """How many records the metric's number is made of, as column `name`."""
    parts = [pl.col(FIRST)] if split else []
    parts += [] if passes is None else [passes]
    parts += [pl.col(measure(metric).column).is_not_null()] if has_nulls else []
    return _counted(parts).alias(name)


def empty(metric: Metric, passes: pl.Expr | None, *, split: bool) -> pl.Expr:
    """How many records pass but hold no value in the metric's column."""
    parts = [pl.col(FIRST)] if split else []
    parts += [] if passes is None else [passes]
    return _counted([*parts, pl.col(measure(metric).column).is_null()]).alias(metric.name + NULL)


def _counted(parts: list[pl.Expr]) -> pl.Expr:
    return (reduce(and_, parts).sum() if parts else pl.len()).cast(pl.Int64)
