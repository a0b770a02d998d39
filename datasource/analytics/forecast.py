"""Sales forecast: four members weighed by a rolling backtest, conformal intervals, skill against seasonal naive.

The method never gives a number without how good it was on earlier dates, and none at all where it had no skill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from datasource.analytics.backtest import Accuracy, Backtest
from datasource.analytics.calendar_effects import CalendarEffects
from datasource.analytics.intervals import Interval, intervals_around
from datasource.analytics.members import MEMBERS, NAIVE
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from datasource.texts import _


@dataclass(frozen=True)
class Forecast:
    """Values (horizon,) ahead, their intervals, the members' shares (sum 1), and how good the method was before.

    `origins` are the numbers of buckets known at the backtest's earlier dates; `errors` (origin, horizon) its actuals
    less forecasts, `naive_errors` those of the last season repeated, NaN past the last known value.
    """

    values: Floats
    intervals: tuple[Interval, ...]
    weights: Mapping[str, float]
    accuracy: Accuracy
    calendar: CalendarEffects | None
    origins: tuple[int, ...]
    errors: Floats
    naive_errors: Floats


def forecast(values: Floats, season: int, horizon: int, regressors: Floats | None = None) -> Forecast:
    """`project`, refused when it was no better than repeating the last season.

    Raises `MingjingError` as `project` does, and when the skill in the backtest is zero or less.
    """
    found = project(values, season, horizon, regressors)
    if not found.accuracy.skill > 0:
        raise MingjingError(
            _("No forecast is shown: over {origins} earlier dates it was no better than repeating last season.").format(
                origins=found.accuracy.origins
            )
        )
    return found


def project(values: Floats, season: int, horizon: int, regressors: Floats | None = None) -> Forecast:
    """Forecast `horizon` steps of `values` (n,), one a bucket, oldest first; `season` is the buckets of one season.

    `regressors` (n + horizon, k), when given, are known ahead for every bucket (`calendar_regressors`). Raises
    `MingjingError` for too short a history (two seasons, at least 8), values that never change, are negative or
    unknown, and a horizon beyond half of the history. Weights: prior / (mean absolute error)²; members
    as in `members`.
    """
    _check(values, season, horizon)
    plan = Backtest(values, season, horizon, regressors)
    middle, weights = plan.final()
    return Forecast(
        values=middle,
        intervals=intervals_around(middle, plan.combined * plan.scales[:, None]),
        weights=MappingProxyType(dict(zip(MEMBERS, weights.tolist(), strict=True))),
        accuracy=plan.accuracy(),
        calendar=plan.calendar,
        origins=tuple(plan.origins.tolist()),
        errors=plan.combined,
        naive_errors=plan.errors[NAIVE],
    )


def _check(values: Floats, season: int, horizon: int) -> None:
    least = max(8, 2 * season if season <= 12 else season // 2, 28 if season == 7 else 0)
    if not np.isfinite(values).all():
        raise MingjingError(_("The history has unknown values; fill or leave out those buckets first."))
    if len(values) < least:
        raise MingjingError(
            _("The history has {count} buckets; a forecast needs at least {least}.").format(
                count=len(values), least=least
            )
        )
    if values.min() < 0:
        raise MingjingError(
            _("The history has negative values; a forecast is made of amounts and counts of zero or more.")
        )
    if np.ptp(values) == 0:
        raise MingjingError(_("The values never change, so there is nothing to forecast."))
    if not 1 <= horizon <= len(values) // 2:
        raise MingjingError(
            _("A history of {count} buckets carries at most {most} ahead.").format(
                count=len(values), most=len(values) // 2
            )
        )
