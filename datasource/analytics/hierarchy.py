"""Forecasts of parts and of their totals that add up, each level helping the others.

Every node is forecast by itself: a season that is lost in the noise of each person is plain in their sum. Then the
forecasts are reconciled, each moved the more the less sure it was in its backtest, and the totals are summed anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import frexp, ldexp
from typing import Final

import numpy as np

from datasource.analytics.backtest import Backtest
from datasource.analytics.intervals import Interval, intervals_around
from datasource.analytics.pace import step
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from datasource.texts import _

Path = tuple[str, ...]
_DIGITS: Final = 44


@dataclass(frozen=True)
class Level:
    """One node: values (horizon,) (the exact sum of its children's), their intervals, the backtest's skill.

    `skill` is NaN where the seasonal naive forecast made no error, so that nothing can be better than it.
    """

    values: Floats
    intervals: tuple[Interval, ...]
    skill: float


def forecast_levels(
    parts: Mapping[Path, Floats], season: int, horizon: int, regressors: Floats | None = None
) -> Mapping[Path, Level]:
    """Forecast of every part and of every total above it, `()` being the whole.

    The whole stays what `forecast.project` says of it with the same `regressors`: its parts are fitted to it.

    `parts` maps paths of equal length (`("East", "Ann")`) to histories (n,) over the same buckets, zero or more each;
    a part without history of its own holds zeros. Reconciled by least squares weighted with the backtest's variances
    (Wickramasuriya, Athanasopoulos & Hyndman 2019, WLS). Values are rounded to a binary step far below any cent, so
    that sums of floats are exact in any order. Raises `MingjingError` for no parts, paths or histories of unequal
    length, a total that is too short or never changes, and unknown or negative values.
    """
    _check(parts, season, horizon)
    nodes = sorted({path[:depth] for path in parts for depth in range(len(path) + 1)})
    holds = np.array([[path[: len(node)] == node for path in parts] for node in nodes], dtype=np.float64)
    history = holds @ np.stack(list(parts.values()))
    tests = []
    for at, one in enumerate(history):
        step(at, len(history))
        tests.append(Backtest(one, season, horizon, regressors))
    errors = np.stack([test.combined for test in tests])
    variances = np.nanmean(errors**2, axis=(1, 2))
    variances[0] = 0.0
    to_parts = _reconciling(holds, variances)
    sold = np.array([history.max() > 0 for history in parts.values()])
    base = np.stack([test.final()[0] for test in tests])
    ahead = _fitted(np.maximum(to_parts @ base, 0) * sold[:, None], base[0])
    grain = _step(history.sum(), horizon)
    values = holds @ (np.round(ahead / grain) * grain)
    errors = np.einsum("np,pkh->nkh", holds @ to_parts, errors)
    return {
        node: Level(values[at], intervals_around(values[at], errors[at] * tests[at].scales[:, None]), skill)
        for at, (node, skill) in enumerate(zip(nodes, _skills(errors, tests), strict=True))
    }


def _check(parts: Mapping[Path, Floats], season: int, horizon: int) -> None:
    if len({len(path) for path in parts}) != 1 or len({len(history) for history in parts.values()}) != 1:
        raise MingjingError(_("Totals add up only over parts of the same levels and the same buckets."))
    whole = np.sum(list(parts.values()), axis=0)
    if not all(np.isfinite(history).all() and history.min() >= 0 for history in parts.values()):
        raise MingjingError(_("The history has unknown or negative values; a forecast is made of zero or more."))
    if len(whole) < max(8, 2 * season) or not 1 <= horizon <= len(whole) // 2 or np.ptp(whole) == 0:
        raise MingjingError(_("The history is too short for this forecast, or never changes."))


def _reconciling(holds: Floats, variances: Floats) -> Floats:
    """Matrix (part, node) from all forecasts to the parts that fit them best."""
    # A node without any error would be divided by zero; it stays all but fixed instead.
    trust = 1 / np.maximum(variances, max(float(variances.max()), 1e-300) * 1e-9)
    weighted = holds.T * trust
    return np.asarray(np.linalg.solve(weighted @ holds, weighted), dtype=np.float64)


def _fitted(ahead: Floats, whole: Floats) -> Floats:
    """`ahead` (part, horizon), stretched to add up to `whole`: what fell below zero and was cut off is shared out."""
    found: Floats = ahead * (whole / np.where(ahead.sum(axis=0) > 0, ahead.sum(axis=0), 1))
    return found


def _step(total: float, horizon: int) -> float:
    """The binary step of which every sum, be it many times the whole history, stays a multiple a float can hold."""
    return ldexp(1.0, frexp(max(total, 1.0) * horizon)[1] - _DIGITS)


def _skills(errors: Floats, tests: list[Backtest]) -> list[float]:
    naive = [float(np.nansum(np.abs(test.errors[3]))) for test in tests]
    own = np.nansum(np.abs(errors), axis=(1, 2)).tolist()
    return [1 - one / other if other > 0 else float("nan") for one, other in zip(own, naive, strict=True)]
