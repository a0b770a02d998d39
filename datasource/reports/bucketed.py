"""A metric in whole buckets, for the company or for each member of a dimension: what alerts and anomalies look at.

A bucket that is not over counts for nothing: half a month is no fall by half.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.series import SEASONS
from datasource.analytics.smoothing import Floats
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.dimension import UNKNOWN
from datasource.metrics.metric import Aggregate, How, Metric
from datasource.metrics.predicted import PREDICTED_METRICS
from datasource.metrics.registry import DIMENSIONS, METRICS, dimension, leaves, metric, refusal
from datasource.periods.buckets import bucket_end, bucket_label, bucket_start, shift_bucket
from datasource.query import answer
from datasource.question import Dimension, Filter, Grain, Period, Query
from datasource.reports.sales_forecast import known_until
from datasource.result import Kind, Result
from datasource.scope import Viewer
from datasource.texts import _

BUCKETS: Final[Mapping[Grain, int]] = MappingProxyType({Grain.DAY: 390, Grain.WEEK: 208, Grain.MONTH: 96})
"""The grains in which a metric is watched, and how many buckets are looked back."""
MOST_ENTITIES: Final = 500
_ALIVE: Final = {Grain.DAY: 60, Grain.WEEK: 26, Grain.MONTH: 6}
WHOLE = ""
"""The name of the one entity where nothing is split."""
_ADDITIVE: Final = frozenset({How.SUM, How.KNOWN_SUM, How.COUNT})


@dataclass(frozen=True)
class Bucketed:
    """Metric `name` in the whole buckets that begin on `starts` (n,): values (n,) by member of `by`.

    Where nothing happened an additive metric is 0; any other number is NaN there, and so is every number before the
    first one that is not 0: nobody falls short before they were there. Money is in major units, rates are fractions.
    `told` is the answer that the values are read from.
    """

    name: str
    by: str
    grain: Grain
    starts: tuple[date, ...]
    entities: Mapping[str, Floats]
    told: Result

    @property
    def season(self) -> int:
        """Buckets of one season: a week of days, a year of weeks or months."""
        return SEASONS[self.grain]

    @property
    def labels(self) -> list[str]:
        """The buckets as an answer writes them."""
        return [bucket_label(day, self.grain) for day in self.starts]


def watchable_metrics() -> tuple[str, ...]:
    """The metrics that have a date of their own, so that they can be told by bucket."""
    return tuple(name for name in METRICS if is_watchable(name))


def is_watchable(name: str) -> bool:
    """Whether metric `name` can be told by bucket; a prediction is one of today, whatever its record's date."""
    parts = leaves(name)
    told = all(not one.needs for one in (metric(name), *parts)) and refusal(name, "date") is None
    return told and not any(one in PREDICTED_METRICS for one in parts)


def entity_fields(name: str) -> tuple[str, ...]:
    """The dimensions by which metric `name` can be split, so that each member is watched by itself."""
    return tuple(field for field, dim in DIMENSIONS.items() if dim.kind is Kind.TEXT and refusal(name, field) is None)


def bucketed(  # noqa: PLR0913, PLR0917  (what is asked, by whom)
    catalog: Catalog, viewer: Viewer, name: str, grain: Grain, by: str = "", where: tuple[Filter, ...] = ()
) -> Bucketed:
    """Metric `name` bucket by bucket up to the last one that is over, over the rows that `viewer` may see.

    It begins with the first bucket that any entity has a row in. Members of which nothing has been heard for 60 days,
    26 weeks or 6 months are left out: somebody who has left does not fall short each month. Raises `MingjingError` for
    an unknown name, a metric without a date, a grain that is not watched, a field that the metric cannot be split by,
    more than 500 members, and where there is no row.
    """
    _check(name, grain, by)
    until = known_until(catalog)
    whole = bucket_end(until, grain) <= until
    last = bucket_start(until, grain) if whole else shift_bucket(until, grain, -1)
    first = shift_bucket(last, grain, 1 - BUCKETS[grain])
    fields = (Dimension(field=by),) if by else ()
    period = Period(start=first, end=bucket_end(last, grain))
    query = Query(metrics=(name,), by=(*fields, Dimension(field="date", grain=grain)), where=where, period=period)
    told = answer(catalog, query, viewer)
    starts = tuple(shift_bucket(first, grain, at) for at in range(BUCKETS[grain]))
    found = _entities(told.rows, name, by, {bucket_label(day, grain): at for at, day in enumerate(starts)})
    begun = min((_first(values) for values in found.values()), default=len(starts))
    if begun == len(starts):
        raise MingjingError(_("There is no whole bucket with a record that you may see."))
    if by:
        found = _alive(found, grain)
    adds_up = _adds_up(metric(name))
    entities = {member: _filled(values, adds_up=adds_up)[begun:] for member, values in found.items()}
    return Bucketed(name, by, grain, starts[begun:], MappingProxyType(entities), told)


def _entities(rows: pl.DataFrame, name: str, by: str, places: Mapping[str, int]) -> dict[str, Floats]:
    """The known values by member, NaN where the answer has none."""
    out: dict[str, Floats] = {}
    known = rows.filter(pl.col("date").is_in(list(places)) & pl.col(name).is_not_null())
    for *member, label, value in known.select(*([by] if by else []), "date", name).iter_rows():
        entity = str(member[0]) if member else WHOLE
        if member and (member[0] is None or entity == UNKNOWN):
            continue
        out.setdefault(entity, np.full(len(places), np.nan))[places[label]] = value
    return out


def _alive(found: Mapping[str, Floats], grain: Grain) -> dict[str, Floats]:
    alive = {member: values for member, values in found.items() if np.nan_to_num(values[-_ALIVE[grain] :]).any()}
    if len(alive) > MOST_ENTITIES:
        told = _("{count} members are too many to watch one by one; {most} can be: choose filters or another field.")
        raise MingjingError(told.format(count=len(alive), most=MOST_ENTITIES))
    return alive


def _filled(values: Floats, *, adds_up: bool) -> Floats:
    out = np.nan_to_num(values) if adds_up else values.copy()
    out[: _first(values)] = np.nan
    return out


def _first(values: Floats) -> int:
    """The place of the first value that is something: neither missing nor 0."""
    there = np.flatnonzero(np.isfinite(values) & (values != 0))
    return int(there[0]) if len(there) else len(values)


def _check(name: str, grain: Grain, by: str) -> None:
    if not is_watchable(name):
        raise MingjingError(_("'{name}' has no date, so it cannot be told bucket by bucket.").format(name=name))
    if grain not in BUCKETS:
        raise MingjingError(_("Watch days, weeks or months: larger buckets come too seldom to warn anybody."))
    if by and (dimension(by).kind is not Kind.TEXT or refusal(name, by) is not None):
        raise MingjingError(_("'{name}' cannot be split by '{field}'.").format(name=name, field=by))


def _adds_up(found: Metric) -> bool:
    return isinstance(found.measure, Aggregate) and found.measure.how in _ADDITIVE
