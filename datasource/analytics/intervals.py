"""Conformal intervals from the errors of a rolling backtest: no noise model, one score for all horizons.

Errors grow with the horizon; divided by that growth they are one pool of scores, so that a short history still has
enough of them. The quantile of the pool is averaged with the quantile of a heavy tail of the same mean absolute size,
because the far tail of few scores is not in them.
"""

from dataclasses import dataclass
from math import gamma, pi, sqrt
from typing import Final

import numpy as np

from datasource.analytics.smoothing import Floats

LEVELS: Final = (80, 95)
# Errors grow as horizon ** 0.35 on the M3 monthly series: slower than a random walk's 0.5, faster than white noise's 0.
_GROWTH: Final = 0.35
_FREEDOM: Final = 5
_STUDENT: Final = {80: 1.475884, 95: 2.570582}
_STUDENT_MEAN: Final = (
    2 * sqrt(_FREEDOM) * gamma((_FREEDOM + 1) / 2) / (sqrt(pi) * gamma(_FREEDOM / 2) * (_FREEDOM - 1))
)


@dataclass(frozen=True)
class Interval:
    """Bounds (horizon,) that hold the actual in `level` % of cases."""

    level: int
    low: Floats
    high: Floats


def intervals_around(middle: Floats, errors: Floats) -> tuple[Interval, ...]:
    """The intervals of `LEVELS` around `middle` (horizon,), nothing below zero; `errors` as in `half_widths`."""
    widths = half_widths(errors, len(middle))
    return tuple(
        Interval(level, np.maximum(middle - width, 0), middle + width)
        for level, width in zip(LEVELS, widths, strict=True)
    )


def half_widths(errors: Floats, horizon: int) -> Floats:
    """Half-widths (level, horizon) of the intervals of `LEVELS`, never narrower further ahead; NaN without errors.

    `errors` (origin, steps) are actual less forecast, NaN where the actual is not known. Split conformal prediction
    (Lei et al. 2018) with scores normalised by horizon.
    """
    scores = np.abs(errors) / np.arange(1, errors.shape[1] + 1) ** _GROWTH
    scores = scores[np.isfinite(scores)]
    if not scores.size:
        return np.full((len(LEVELS), horizon), np.nan)
    tail = np.array([_STUDENT[level] for level in LEVELS]) * scores.mean() / _STUDENT_MEAN
    # The conformal rank (n + 1) q, so that a handful of scores is not read as if it were the distribution.
    ranks = np.minimum(np.array(LEVELS) / 100 * (1 + 1 / scores.size), 1)
    middle = (np.quantile(scores, ranks) + tail) / 2
    widths: Floats = np.outer(middle, np.arange(1, horizon + 1) ** _GROWTH)
    return widths
