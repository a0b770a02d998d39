"""Bins for a number that is grouped by without any: round edges, worked out from the rows that the question counts.

Only rows in the viewer's scope, after all filters and in the period, have a say, so that edges tell nothing else.
"""

from math import ceil, floor, log10

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.engines.polars_native import PolarsEngine
from datasource.metrics.registry import dimension, leaves, refusal
from datasource.plan import Scan, make_plan, replace_query
from datasource.query import shown
from datasource.query.engine import engine_of, scope_of
from datasource.question import LARGEST, Dimension, Query
from datasource.result import Kind, Unit
from datasource.scope import Scope, Viewer

MOST_MEMBERS = 50
"""With at most so many different numbers, each has a bin of its own."""
_WANTED = 20
_TAIL = 0.02
_STEPS = (1, 2, 5, 10)


def with_bins(catalog: Catalog, viewer: Viewer, query: Query) -> Query:
    """`query` with bins for each number dimension of `by` that has none."""
    if not any(_lacks_bins(part) for part in query.by):
        return query
    by = tuple(
        part.model_copy(update={"bins": nice_bins(catalog, viewer, query, part.field)}) if _lacks_bins(part) else part
        for part in query.by
    )
    return replace_query(query, by=by)


def nice_bins(catalog: Catalog, viewer: Viewer, query: Query, field: str) -> tuple[float, ...]:
    """The edges for `field` over the rows that the metrics of `query` count and `viewer` may see.

    Up to 50 different numbers are an edge each. More are cut at multiples of 1, 2 or 5 times a power of ten, into at
    most 20 bins between the 2nd and the 98th hundredth, with an open bin below and above. Rows without a number have no
    say; where no row has one, the only edge is 0. A state has that of the period's end.
    """
    base = shown.base_query(query)
    others = tuple(part for part in base.by if not _lacks_bins(part))
    ask = replace_query(base, by=others, top=None, compare=None, having=(), sort=(), limit=None, totals=False)
    engine, scope = engine_of(catalog), scope_of(catalog, viewer)
    found = [pl.Series(field, [], dtype=pl.Float64)]
    for name in dict.fromkeys(leaf.name for metric in base.metrics for leaf in leaves(metric)):
        if refusal(name, field) is None:
            plan = make_plan(replace_query(ask, metrics=(name,)), catalog.as_of, catalog.manifest.fiscal_start_month)
            found += [_values(engine, scan, scope, field) for scan in plan.scans]
    values = pl.concat(found)
    scale = catalog.minor_units if dimension(field).unit is Unit.MONEY else 1
    return edges(values.drop_nulls(), scale)


def edges(values: pl.Series, scale: int = 1) -> tuple[float, ...]:
    """The edges for numbers in minor units, `scale` of which are one."""
    if values.is_empty():
        return (0.0,)
    singles = values.unique().sort()
    if singles.len() <= MOST_MEMBERS:
        return _sane([value / scale for value in singles])
    ordered = values.sort()
    low, high = ordered[int(_TAIL * (ordered.len() - 1))], ordered[int((1 - _TAIL) * (ordered.len() - 1))]
    if low == high:
        low, high = ordered[0], ordered[-1]
    is_whole = scale == 1 and bool((ordered == ordered.round()).all())
    return _sane(_multiples(low / scale, high / scale, 1 if is_whole else 1 / scale if scale > 1 else 0))


def _multiples(low: float, high: float, least: float) -> list[float]:
    """The multiples of a round step that cut `low` to `high` into at most 20 parts."""
    wanted = max((high - low) / _WANTED, least)
    power = floor(log10(wanted))
    step = next(one for one in _STEPS if one * 10.0**power >= wanted * (1 - 1e-9))
    if step == 10:
        step, power = 1, power + 1
    unit = 10**power if power >= 0 else 10.0**power
    numbers = range(ceil(low / (step * unit)), floor(high / (step * unit)) + 1)
    return [round(number * step * unit, max(-power, 0)) for number in numbers] or [round(low, max(-power, 0))]


def _sane(found: list[float]) -> tuple[float, ...]:
    """Rising edges that a question may have."""
    return tuple(sorted({float(edge) for edge in found if abs(edge) <= LARGEST})) or (0.0,)


def _lacks_bins(part: Dimension) -> bool:
    return not part.bins and dimension(part.field).kind is Kind.NUMBER


def _values(engine: PolarsEngine, scan: Scan, scope: Scope, field: str) -> pl.Series:
    column = engine.facts.number(engine.subject(scan), dimension(field))
    return engine.rows(scan, scope).select(pl.col(column).cast(pl.Float64)).collect()[column].rename(field)
