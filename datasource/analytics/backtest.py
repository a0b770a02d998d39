"""Rolling backtest of the four members: their errors at earlier dates, the shares they earn, the accuracy of the whole.

The shares at each origin come from errors known at that origin, so that the accuracy is that of the whole method and
not of members chosen with hindsight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasource.analytics.calendar_effects import CalendarEffects, fit_calendar
from datasource.analytics.intervals import LEVELS, half_widths
from datasource.analytics.members import member_forecasts, seasonal_naive
from datasource.analytics.smoothing import Floats, Lengths

# What each member deserves before any error is known: growth and logs suit most series, the naive one few (M3 monthly).
_PRIOR: Final = np.array([0.5, 1.0, 1.5, 0.2])
_LEAST_SCORES: Final = 6
_LEAST_ORIGINS: Final = 3


@dataclass(frozen=True)
class Accuracy:
    """How the method did at `origins` earlier dates, `points` forecasts in all, each judged on what came after it.

    `mase` and `naive_mase` are mean absolute errors in units of the history's mean change over one season; `wape` is
    the sum of absolute errors over the sum of actuals, `bias` the sum of forecast less actual over it; `skill` is
    1 less the error relative to seasonal naive; `coverage` is the share of actuals inside each level's interval
    as it was known at the time. NaN where it cannot be said.
    """

    origins: int
    points: int
    mase: float
    naive_mase: float
    wape: float
    bias: float
    skill: float
    coverage: Mapping[int, float]


class Backtest:
    """Members' errors at origins every few buckets: those whose whole horizon is known, then up to the last bucket."""

    def __init__(self, values: Floats, season: int, horizon: int, regressors: Floats | None) -> None:
        self._values, self._season, self._horizon = values, season, horizon
        self.origins = _origins(len(values), season, horizon)
        self.full = self.origins <= max(len(values) - horizon, int(self.origins[0]))
        known = np.append(self.origins, len(values))
        effects = [fit_calendar(values[:at], regressors[:at], season) for at in known] if regressors is not None else []
        self.calendar = effects[-1] if effects else None
        cuts = [values[:at] for at in known]
        if regressors is not None:
            cuts = [one.take_out(cut, regressors[: len(cut)]) for one, cut in zip(effects, cuts, strict=True)]
        every = member_forecasts(cuts, season, horizon)
        if regressors is not None:
            every[:3] = [_put_back(effects, known, regressors, member) for member in every[:3]]
            every[3] = [seasonal_naive(values[:at], season, horizon) for at in known]
        self.ahead = every[:, -1]
        self.actuals = _actuals(values, self.origins, horizon)
        self.errors = self.actuals - every[:, :-1]
        self.combined = self._combine()
        self.scales = growth_since(values, self.origins, season)

    def _combine(self) -> Floats:
        steps = np.arange(1, self._horizon + 1)
        out = np.full(self.actuals.shape, np.nan)
        for at, origin in enumerate(self.origins):
            seen = np.where(self.origins[:, None] + steps <= origin, self.errors, np.nan)
            # The last origins know too little; a member is there or is not by what was known at its own origin.
            there = np.isfinite(self.errors[:, at, 0])
            out[at] = shares(seen, there) @ np.nan_to_num(self.errors[:, at])
        return np.where(np.isfinite(self.actuals), out, np.nan)

    def final(self) -> tuple[Floats, Floats]:
        """The forecast (horizon,) from the last bucket on, and the members' shares in it (member,)."""
        weights = shares(self.errors[:, self.full], np.isfinite(self.ahead[:, 0]))
        ahead: Floats = weights @ np.nan_to_num(self.ahead)
        return ahead, weights

    def accuracy(self) -> Accuracy:
        """Of the combined forecast, over all origins."""
        error, naive = np.abs(self.combined), np.abs(self.errors[3])
        total = np.nansum(self.actuals)
        lag = self._season if self._season < len(self._values) else 1
        step = float(np.abs(self._values[lag:] - self._values[:-lag]).mean())
        return Accuracy(
            origins=len(self.origins),
            points=int(np.isfinite(self.combined).sum()),
            mase=_ratio(float(np.nanmean(error)), step),
            naive_mase=_ratio(float(np.nanmean(naive)), step),
            wape=_ratio(np.nansum(error), total),
            bias=_ratio(-np.nansum(self.combined), total),
            skill=1 - _ratio(float(np.nanmean(error)), float(np.nanmean(naive))),
            coverage=MappingProxyType(self._coverage()),
        )

    def _coverage(self) -> dict[int, float]:
        steps = np.arange(1, self._horizon + 1)
        inside: list[Floats] = []
        for at, origin in enumerate(self.origins):
            seen = np.where(self.origins[:, None] + steps <= origin, self.combined, np.nan)
            if np.isfinite(seen).sum() >= _LEAST_SCORES:
                now = np.abs(self.combined[at])
                inside.append(np.where(np.isnan(now), np.nan, now <= half_widths(seen, self._horizon)))
        if not inside:
            return dict.fromkeys(LEVELS, float("nan"))
        return dict(zip(LEVELS, np.nanmean(np.stack(inside), axis=(0, 2)).tolist(), strict=True))


def growth_since(values: Floats, origins: Lengths, season: int) -> Floats:
    """How much larger the last season is than the one before each origin (origin,), from a half to double.

    Errors of a series that has since doubled count double; never more, for a start near zero says little.
    """
    level = np.array([values[max(at - season, 0) : at].mean() for at in [*origins, len(values)]])
    found: Floats = np.clip(level[-1] / np.where(level[:-1] > 0, level[:-1], 1), 0.5, 2)
    return found


def _origins(size: int, season: int, horizon: int) -> Lengths:
    stride = min(4, max(1, horizon // 3))
    least = min(max(2 * season + 2, 8), max(size - horizon, season + 1, 5))
    found = np.arange(size - horizon - 5 * stride, size, stride)
    found = found[found >= min(least, size - 1)]
    if len(found) < _LEAST_ORIGINS:
        found = np.arange(max(size - 2 * _LEAST_ORIGINS, 4), size)
    return found.astype(np.intp)


def _actuals(values: Floats, origins: Lengths, horizon: int) -> Floats:
    padded = np.append(values, np.full(horizon, np.nan))
    rows: Floats = padded[origins[:, None] + np.arange(horizon)]
    return rows


def shares(errors: Floats, there: NDArray[np.bool_]) -> Floats:
    """Shares (member,) from errors (member, origin, step); prior alone while no error is known; 0 for who is absent."""
    known = np.isfinite(errors)
    counts = known.sum(axis=(1, 2))
    mean = np.where(known, np.abs(errors), 0).sum(axis=(1, 2)) / np.maximum(counts, 1)
    judged = counts > 0
    worst = mean[judged].max() if judged.any() else 1.0
    mean = np.where(judged, mean, worst)
    # A member without error would take all, and nothing divides by zero.
    share = np.where(there, _PRIOR / np.maximum(mean / max(worst, 1e-300), 1e-6) ** 2, 0)
    found: Floats = share / share.sum()
    return found


def _put_back(effects: Sequence[CalendarEffects], known: Lengths, regressors: Floats, member: Floats) -> Floats:
    horizon = member.shape[1]
    rows = [
        one.put_back(row, regressors[at : at + horizon]) for one, at, row in zip(effects, known, member, strict=True)
    ]
    return np.maximum(np.stack(rows), 0)


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")
