"""A metric bucket by bucket with both of its changes (reports 2.3, rule R4)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension, Filter, Grain, Period, Query
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

How = Literal["previous", "last_year"]
COMPARED: Mapping[How, tuple[str, str]] = {
    "previous": (N_("Period before"), N_("Against the period before")),
    "last_year": (N_("Year before"), N_("Against the year before")),
}
"""What the base and the change of each comparison are called: 环比 (previous) and 同比 (last_year)."""


def growth(  # noqa: PLR0913, PLR0917  (what is asked, by whom, and the filter bar)
    catalog: Catalog,
    viewer: Viewer,
    name: str,
    grain: Grain,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Result:
    """Metric `name` per bucket of its own date: beside it `<how>_base` and `<how>_change` for both comparisons.

    A change is a fraction: −1 where nothing is left, null where the base is 0 or missing. January's base before is the
    December of the year before. Totals compare the whole period. Raises `MingjingError` for an unknown metric.
    """
    query = Query(metrics=(name,), by=(Dimension(field="date", grain=grain),), where=where, period=period, totals=True)
    told = answer(catalog, query, viewer)
    if period is None:
        return told
    for how in COMPARED:
        told = _beside(told, how, answer(catalog, query.model_copy(update={"compare": how}), viewer))
    return told


def _beside(told: Result, how: How, compared: Result) -> Result:
    """`told` with base and change of one comparison; a bucket that only the base has stands there too."""
    (name,) = told.query.metrics
    unit = next(column.unit for column in told.columns if column.name == name)
    base, change = COMPARED[how]
    columns = (
        Column(f"{how}_base", base, Kind.NUMBER, unit),
        Column(f"{how}_change", change, Kind.NUMBER, Unit.RATE, part="change"),
    )
    found = compared.rows.select(
        "date",
        pl.col(name).alias("_now"),
        pl.col(f"{name}__base").alias(f"{how}_base"),
        pl.col(f"{name}__change").alias(f"{how}_change"),
    )
    rows = told.rows.join(found, on="date", how="full", coalesce=True, nulls_equal=True)
    rows = rows.with_columns(pl.coalesce(name, "_now").alias(name)).drop("_now").sort("date", nulls_last=True)
    return replace(told, columns=(*told.columns, *columns), rows=rows, totals=_totals(told, how, compared))


def _totals(told: Result, how: How, compared: Result) -> dict[str, Any]:
    (name,) = told.query.metrics
    found = compared.totals or {}
    return {
        **(told.totals or {}),
        f"{how}_base": found.get(f"{name}__base"),
        f"{how}_change": found.get(f"{name}__change"),
    }
