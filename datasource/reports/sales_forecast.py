"""The sales forecast of any additive metric, and of the parts of the company, which add up to it (report 2.10).

Buckets that are over are forecast from; the running one, today included, is the first to be forecast. Nothing is shown
ahead where the method was no better than the last season repeated: the number would be a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.backtest import Accuracy
from datasource.analytics.calendar_effects import REGRESSORS, calendar_regressors
from datasource.analytics.forecast import Forecast, project
from datasource.analytics.method_card import MethodCard
from datasource.analytics.series import Series, whole_buckets
from datasource.analytics.smoothing import Floats
from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import UNKNOWN
from datasource.metrics.metric import Aggregate, How
from datasource.metrics.registry import METRICS, metric, subjects
from datasource.periods import calendar_table
from datasource.periods.buckets import bucket_end, bucket_label, bucket_span
from datasource.query import answer
from datasource.question import Dimension, Filter, Grain, Query
from datasource.reports.forecast_card import sales_card
from datasource.result import Result
from datasource.scope import Viewer

HORIZONS: Final[Mapping[Grain, tuple[int, ...]]] = {
    Grain.DAY: (14, 30, 60), Grain.WEEK: (8, 13, 26), Grain.MONTH: (3, 6, 12), Grain.QUARTER: (2, 4),
}  # fmt: skip
"""How many buckets ahead may be asked for; the second is the usual one where there are three."""
_ADDITIVE: Final = frozenset({How.SUM, How.KNOWN_SUM, How.COUNT})
_PLANNED: Final = frozenset({"targets", "receivable_plans"})
_STILL_MOVING: Final = frozenset(
    {
        "dealt_customers", "won_of_created", "ongoing_stays", "slow_stays", "days_over_benchmark", "idle_opportunities",
        "overdue_opportunities", "slow_opportunities", "outstanding_amount", "received_on_contracts",
        "invoiced_on_contracts", "received_not_invoiced_amount", "invoiced_not_received_amount", "approvals_pending",
        "missing_log_days", "work_logs_not_commented", "expected_amount",
    }
)  # fmt: skip
"""Metrics whose past buckets go on changing with the state of today: the newest are not yet what they will be."""
_FIRST: Final = (
    "received_amount", "contract_amount", "won_amount", "new_customers", "new_leads", "new_opportunities",
)  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """What one working day more, or the days around the lunar new year, do: a share of the value, or an amount."""

    name: str
    change: float
    is_share: bool


@dataclass(frozen=True)
class SalesForecast:
    """One metric, bucket by bucket.

    `rows` has one row a bucket: `date` (its label), `actual` (null ahead), `forecast`, `low80`, `high80`, `low95`,
    `high95` (null in the past, and ahead where there is no skill). `tries` has one row per earlier date at which the
    method was tried: `made_on` (label of the last bucket known then), `buckets`, and the sums over these of `actual`,
    `forecast` and `last_season`. `history` is the answer behind the actuals.
    """

    metric: str
    grain: Grain
    horizon: int
    series: Series
    history: Result
    rows: pl.DataFrame
    accuracy: Accuracy
    weights: Mapping[str, float]
    effects: tuple[Effect, ...]
    tries: pl.DataFrame
    card: MethodCard

    @property
    def has_skill(self) -> bool:
        """Whether the method was better than repeating the last season on earlier dates."""
        return self.accuracy.skill > 0


def forecast_metrics(catalog: Catalog, viewer: Viewer) -> tuple[str, ...]:  # noqa: ARG001  (a report's two firsts)
    """The metrics that can be forecast: sums and counts of what happened in a bucket; the usual ones first."""
    able = [name for name in METRICS if _adds_up(name)]
    return tuple(sorted(able, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)))


def sales_forecast(  # noqa: PLR0913, PLR0917  (what is asked, by whom, and the filter bar)
    catalog: Catalog, viewer: Viewer, name: str, grain: Grain, horizon: int, where: tuple[Filter, ...] = ()
) -> SalesForecast:
    """`horizon` buckets of metric `name` ahead, over the rows that `viewer` may see.

    Raises `MingjingError` for an unknown metric, and as `whole_buckets` and `project` do for a past that is too short
    or odd to be forecast from.
    """
    told = history_of(catalog, viewer, name, grain, where)
    series = whole_buckets(valued(told, name), grain, known_until(catalog))
    regressors = regressors_of(series, horizon)
    found = project(series.values, series.season, horizon, regressors)
    tries = _tries(series, found)
    return SalesForecast(
        metric=name,
        grain=grain,
        horizon=horizon,
        series=series,
        history=told,
        rows=_rows(series, found, horizon),
        accuracy=found.accuracy,
        weights=found.weights,
        effects=_effects(found),
        tries=tries,
        card=sales_card(found.accuracy, len(series.values), grain, known_until(catalog)),
    )


def history_of(
    catalog: Catalog, viewer: Viewer, name: str, grain: Grain, where: tuple[Filter, ...], *by: str
) -> Result:
    """Metric `name` by bucket of its own date, and by the dimensions `by`, over all time."""
    dimensions = (*(Dimension(field=field) for field in by), Dimension(field="date", grain=grain))
    told = answer(catalog, Query(metrics=(name,), by=dimensions, where=where), viewer)
    dated = pl.col("date").is_not_null() & (pl.col("date") != UNKNOWN)
    return replace(told, rows=told.rows.filter(dated))


def valued(told: Result, name: str) -> pl.DataFrame:
    """The rows of `history_of` with `bucket` (first day) and `value` alone, as `whole_buckets` takes them."""
    starts = {label: bucket_span(label).start for label in told.rows["date"].unique()}
    buckets = pl.Series([starts[label] for label in told.rows["date"]], dtype=pl.Date)
    return told.rows.select(bucket=buckets, value=pl.col(name).cast(pl.Float64))


def known_until(catalog: Catalog) -> date:
    """The last day that is over: today itself only where the store's today lies in the past."""
    today = catalog.as_of
    return today if today < catalog.opened_on else today - timedelta(days=1)


def regressors_of(series: Series, horizon: int) -> Floats:
    """The calendar of the series' buckets and of those ahead, as `calendar_regressors` has it."""
    starts = (*series.starts, *series.ahead(horizon))
    return calendar_regressors(calendar_table(starts[0], bucket_end(starts[-1], series.grain)), starts, series.grain)


def _adds_up(name: str) -> bool:
    found = metric(name)
    if not isinstance(found.measure, Aggregate) or found.as_of or found.needs or not found.date:
        return False
    planned = name in _STILL_MOVING or not _PLANNED.isdisjoint(subjects(name))
    return found.measure.how in _ADDITIVE and not planned


def _rows(series: Series, found: Forecast, horizon: int) -> pl.DataFrame:
    labels = [bucket_label(day, series.grain) for day in (*series.starts, *series.ahead(horizon))]
    past, skilled = len(series.starts), found.accuracy.skill > 0
    bounds = {f"{side}{one.level}": getattr(one, side) for one in found.intervals for side in ("low", "high")}
    ahead = {"forecast": found.values, **bounds}
    return pl.DataFrame(
        {
            "date": labels,
            "actual": [*series.values.tolist(), *[None] * horizon],
            **{
                name: [*[None] * past, *(values.tolist() if skilled else [None] * horizon)]
                for name, values in ahead.items()
            },
        },
        schema_overrides=dict.fromkeys(("actual", *ahead), pl.Float64),
    )


def _tries(series: Series, found: Forecast) -> pl.DataFrame:
    """One row per origin of the backtest, the newest first."""
    rows = []
    for at, origin in enumerate(found.origins):
        actual = series.values[origin : origin + found.errors.shape[1]]
        known = len(actual)
        sums = [float(actual.sum() - errors[at, :known].sum()) for errors in (found.errors, found.naive_errors)]
        rows.append((bucket_label(series.starts[origin - 1], series.grain), known, float(actual.sum()), *sums))
    columns = ["made_on", "buckets", "actual", "forecast", "last_season"]
    return pl.DataFrame(rows[::-1], columns, orient="row")


def _effects(found: Forecast) -> tuple[Effect, ...]:
    if found.calendar is None:
        return ()
    shares = found.calendar.multiplicative
    return tuple(
        Effect(name, exp(one) - 1 if shares else one, shares)
        for name, one in zip(REGRESSORS, found.calendar.coefficients, strict=True)
        if one and np.isfinite(one)
    )
