"""Customer conversion over time (reports 2.1): the rate of each cohort, young ones marked, and that of the period."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.periods import bucket_span
from datasource.query import answer
from datasource.question import Dimension, Filter, Grain, Period, Query
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

METRICS = ("new_customers", "dealt_customers", "deal_rate", "dealt_customers_period", "deal_rate_period")
MATURITY = Column("maturity", N_("Cohort"), Kind.TEXT)
LINE = Column("rate_line", N_("Deal rate of"), Kind.TEXT)
RATE = Column("rate", N_("Deal rate"), Kind.NUMBER, Unit.RATE, metric="deal_rate")


@dataclass(frozen=True)
class Conversion:
    """Both rates per bucket: `tabled` one row per bucket, `drawn` one row per bucket and line that has a rate.

    `days` is the age in days at which a cohort is mature: the median deal cycle of the customers that fit the filters,
    whenever they dealt; None where none has dealt, and then no cohort is mature. `tabled` ends with `maturity`
    (`mature`, `immature`, or null without customers); `rate_line` of `drawn` is `cohort`, `young_cohort` or `period`.
    """

    tabled: Result
    drawn: Result
    days: float | None


def conversion(
    catalog: Catalog,
    viewer: Viewer,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
    grain: Grain = Grain.MONTH,
) -> Conversion:
    """The conversion of the customers that `viewer` may see, by buckets of `grain`.

    A cohort is the customers entered in one bucket; its rate grows until all who will deal have dealt. It is immature
    while the last day of its bucket lies less than the median deal cycle before today: then some of its customers have
    had less time than half of the customers needed.
    """
    by = (Dimension(field="date", grain=grain),)
    found = answer(catalog, Query(metrics=METRICS, by=by, where=where, period=period, totals=True), viewer)
    days = answer(catalog, Query(metrics=("cycle_days_median",), where=where), viewer).rows["cycle_days_median"][0]
    cohorts = found.rows.select("date", "new_customers").iter_rows()
    maturity = [_maturity(bucket, days, catalog.as_of) if size else None for bucket, size in cohorts]
    rows = found.rows.with_columns(pl.Series(MATURITY.name, maturity, dtype=pl.String))
    tabled = replace(found, columns=(*found.columns, MATURITY), rows=rows)
    drawn = replace(found, columns=(found.columns[0], LINE, RATE), rows=_drawn(rows), totals=None)
    return Conversion(tabled, drawn, days)


def _maturity(bucket: str | None, days: float | None, today: date) -> str | None:
    if bucket is None:
        return None
    is_mature = days is not None and bucket_span(bucket).end <= today - timedelta(days=ceil(days))
    return "mature" if is_mature else "immature"


def _drawn(rows: pl.DataFrame) -> pl.DataFrame:
    cohort = pl.when(pl.col("maturity") == "mature").then(pl.lit("cohort")).otherwise(pl.lit("young_cohort"))
    lines = [
        rows.select("date", cohort.alias(LINE.name), pl.col("deal_rate").alias(RATE.name)),
        rows.select("date", pl.lit("period").alias(LINE.name), pl.col("deal_rate_period").alias(RATE.name)),
    ]
    return pl.concat(lines).filter(pl.col(RATE.name).is_not_null())
