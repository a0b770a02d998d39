"""The four forecasts that are weighed against each other, computed for many cuts of one series at once.

`level`: mean of theta and damped trend on the values; `logs`: the same on their logarithms; `growth`: a straight line
on the logarithms with its residuals smoothed; `seasonal_naive`: the value one season before. Season taken out and put
back by classical decomposition where the test finds one.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasource.analytics.seasons import is_seasonal, seasonal_indices
from datasource.analytics.smoothing import Floats, damped_trends, fit_lines, smooth_levels

MEMBERS: Final = ("level", "logs", "growth", "seasonal_naive")
NAIVE: Final = MEMBERS.index("seasonal_naive")
_LONGEST_LOG: Final = 700.0


def member_forecasts(cuts: Sequence[Floats], season: int, horizon: int) -> Floats:
    """Forecasts (member, cut, horizon), in the values' unit and in the order of `MEMBERS`.

    Each cut is the whole history known at one origin, three values or more. Members on logarithms are NaN for a cut
    that holds a value of zero or less. Theta: Assimakopoulos & Nikolopoulos 2000 as in Hyndman & Billah 2003.
    """
    out = np.full((len(MEMBERS), len(cuts), horizon), np.nan)
    positive = [at for at, cut in enumerate(cuts) if cut.min() > 0]
    plain = [_Deseasoned(cut, season, bool(cut.min() > 0)) for cut in cuts]
    logged = [_Deseasoned(np.log(cuts[at]), season, False) for at in positive]
    rows, lengths, back = _stack([part.values for part in plain + logged])
    damped = damped_trends(rows, lengths, horizon)
    theta, growth = _theta_and_growth(rows, lengths, horizon)
    both = ((theta + damped) / 2)[back]
    for at, part in enumerate(plain):
        out[0, at] = part.put_back(both[at])
        out[3, at] = seasonal_naive(cuts[at], season, horizon)
    for at, part, mean, line in zip(positive, logged, both[len(plain) :], growth[back][len(plain) :], strict=True):
        out[1, at] = np.exp(np.minimum(part.put_back(mean), _LONGEST_LOG))
        out[2, at] = np.exp(np.minimum(part.put_back(line), _LONGEST_LOG))
    return np.where(out < 0, 0.0, out)


def one_step_forecasts(values: Floats, season: int, first: int) -> Floats:
    """Theta forecast (n - first,) of each value from `first` (3 or more) on, made from the values before it alone."""
    cuts = [values[:at] for at in range(first, len(values))]
    parts = [_Deseasoned(cut, season, bool(cut.min() > 0)) for cut in cuts]
    rows, lengths, back = _stack([part.values for part in parts])
    theta = _theta_and_growth(rows, lengths, 1)[0][back]
    return np.array([part.put_back(one)[0] for part, one in zip(parts, theta, strict=True)], dtype=np.float64)


def seasonal_naive(values: Floats, season: int, horizon: int) -> Floats:
    """The last season repeated `horizon` steps on; the last value, where there is less than one season."""
    cycle = season if len(values) >= season else 1
    ahead: Floats = values[len(values) - cycle + np.arange(horizon) % cycle]
    return ahead


class _Deseasoned:
    """One history without its season, and the way back."""

    def __init__(self, history: Floats, season: int, multiplicative: bool) -> None:
        self._multiplicative = multiplicative
        self._indices = np.full(season, 1.0 if multiplicative else 0.0)
        if is_seasonal(history, season):
            indices = seasonal_indices(history, season, multiplicative)
            if not multiplicative or indices.min() > 0:
                self._indices = indices
        now = self._indices[np.arange(len(history)) % season]
        self.values: Floats = history / now if multiplicative else history - now
        self._size = len(history)

    def put_back(self, ahead: Floats) -> Floats:
        then = self._indices[(self._size + np.arange(len(ahead))) % len(self._indices)]
        back: Floats = ahead * then if self._multiplicative else ahead + then
        return back


def _stack(series: Sequence[Floats]) -> tuple[Floats, NDArray[np.intp], NDArray[np.intp]]:
    """Rows padded with zeros, longest first; their lengths; where each series went."""
    lengths = np.array([len(one) for one in series], dtype=np.intp)
    order = np.argsort(-lengths, kind="stable")
    rows = np.zeros((len(series), int(lengths.max())))
    for row, at in enumerate(order):
        rows[row, : lengths[at]] = series[at]
    return rows, lengths[order], np.argsort(order)


def _theta_and_growth(rows: Floats, lengths: NDArray[np.intp], horizon: int) -> tuple[Floats, Floats]:
    """Theta: half the line, half the smoothed theta-2 line. Growth: the line and the smoothed level of what is left."""
    intercept, slope = fit_lines(rows, lengths)
    line = intercept[:, None] + slope[:, None] * np.arange(rows.shape[1])
    rest = rows - line
    # The rows are longest first, so both halves are put in that order again for the one pass over time.
    pairs = np.repeat(lengths, 2)
    levels = smooth_levels(np.stack([rows + rest, rest], axis=1).reshape(-1, rows.shape[1]), pairs).reshape(-1, 2)
    ahead = intercept[:, None] + slope[:, None] * (lengths[:, None] + np.arange(horizon))
    return (ahead + levels[:, :1]) / 2, ahead + levels[:, 1:]
