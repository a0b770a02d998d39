"""The sales forecast of the parts of the company: departments, people, product categories, adding up to the whole."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.hierarchy import Level, Path, forecast_levels
from datasource.analytics.series import Series, whole_buckets
from datasource.analytics.smoothing import Floats
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import refusal
from datasource.periods.buckets import bucket_span
from datasource.question import Filter, Grain
from datasource.reports.sales_forecast import history_of, known_until, regressors_of, valued
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, _

BREAKDOWNS: Final = MappingProxyType(
    {
        "departments": (N_("Departments"), ("sales_team", "owner"), 1),
        "people": (N_("People"), ("sales_team", "owner"), 2),
        "categories": (N_("Product categories"), ("product_category",), 1),
    }
)
"""What the parts may be: label, the dimensions of the levels, and which of them is shown."""
MOST_PARTS: Final = 300


@dataclass(frozen=True)
class Parts:
    """The parts of one forecast.

    `rows` has one row a part that has skill of its own, the largest first: `part`, `before` (the sum of the actuals of
    as many buckets as are forecast, up to now), `next` (the first bucket ahead) with `low80` and `high80`, `total`
    (all buckets ahead) and `skill`. `rest` is one such row of all parts without skill (`rest_count` of them), whose
    numbers one by one would be guesses; `whole` one of everything. `history` is the answer behind the actuals.
    """

    field: str
    rows: pl.DataFrame
    rest: dict[str, float | None]
    rest_count: int
    whole: dict[str, float | None]
    history: Result


def breakdowns_of(name: str) -> tuple[str, ...]:
    """The breakdowns by which metric `name` can be told."""
    return tuple(
        key
        for key, (_label, fields, _depth) in BREAKDOWNS.items()
        if all(refusal(name, field) is None for field in fields)
    )


def forecast_parts(  # noqa: PLR0913, PLR0917  (what is asked, by whom, and the filter bar)
    catalog: Catalog, viewer: Viewer, name: str, grain: Grain, horizon: int, by: str, where: tuple[Filter, ...] = ()
) -> Parts:
    """The parts `by` (a key of `BREAKDOWNS`) of the forecast that `sales_forecast` makes of the same arguments.

    Raises `MingjingError` as that does, and for more than 300 parts.
    """
    _label, fields, depth = BREAKDOWNS[by]
    told = history_of(catalog, viewer, name, grain, where, *fields)
    whole = history_of(catalog, viewer, name, grain, where)
    series = whole_buckets(valued(whole, name), grain, known_until(catalog))
    histories = _histories(told, name, fields, series)
    if len(histories) > MOST_PARTS:
        raise MingjingError(
            _("There are {count} parts; at most {most} are forecast. Filter first.").format(
                count=len(histories), most=MOST_PARTS
            )
        )
    found = forecast_levels(histories, series.season, horizon, regressors_of(series, horizon))
    shown = {node: level for node, level in found.items() if len(node) == depth}
    before = {node: _before(histories, node, horizon) for node in found}
    skilled = [node for node, level in shown.items() if level.skill > 0]
    others = [_numbers(level, before[node]) for node, level in shown.items() if node not in skilled]
    told_apart = [{"part": node[-1], **_numbers(shown[node], before[node])} for node in skilled]
    rows = pl.DataFrame(told_apart, schema=_SCHEMA).sort("total", descending=True, maintain_order=True)
    return Parts(
        field=fields[depth - 1],
        rows=rows,
        rest={one: float(sum(row[one] or 0.0 for row in others)) for one in ("before", "next", "total")},
        rest_count=len(others),
        whole=_numbers(found[()], before[()]),
        history=told,
    )


_SCHEMA: Final = pl.Schema(
    {"part": pl.String(), **dict.fromkeys(("before", "next", "low80", "high80", "total", "skill"), pl.Float64())}
)


def _histories(told: Result, name: str, fields: tuple[str, ...], series: Series) -> dict[Path, Floats]:
    """The values of each part in the buckets of the whole; parts that had none in them are left out."""
    places = {day: at for at, day in enumerate(series.starts)}
    starts = {label: bucket_span(label).start for label in told.rows["date"].unique()}
    found: dict[Path, Floats] = {}
    for *path, label, value in told.rows.select(*fields, "date", name).iter_rows():
        at = places.get(starts[label])
        if at is not None and value:
            found.setdefault(tuple(map(str, path)), np.zeros(len(places)))[at] += value
    return found


def _before(histories: dict[Path, Floats], node: Path, horizon: int) -> float:
    return float(sum(values[-horizon:].sum() for path, values in histories.items() if path[: len(node)] == node))


def _numbers(level: Level, before: float) -> dict[str, float | None]:
    near = level.intervals[0]
    return {
        "before": before,
        "next": float(level.values[0]),
        "low80": float(near.low[0]),
        "high80": float(near.high[0]),
        "total": float(level.values.sum()),
        "skill": None if np.isnan(level.skill) else level.skill,
    }
