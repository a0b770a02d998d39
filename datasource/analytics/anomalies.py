"""What is out of the ordinary: values far from what their own past let expect, trend and season included.

Each value is compared with the theta forecast made from the values before it, and the difference with the differences
before it. Nothing later is read, so that a rule tried on the past fires there as it would have fired then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.members import one_step_forecasts
from datasource.analytics.smoothing import Flags, Floats
from datasource.errors import MingjingError
from datasource.texts import _

# On M3 monthly series that nothing here was chosen on, 91 of 100 shocks of five deviations are seen at this limit, and
# 1.9 values in a hundred that nobody touched.
CLEAR: Final = 2.9
SHARE_FALSE: Final = 0.1
_REMEMBERED: Final = 80
# Values are taken to vary with the root of their size, as counts and sums of many deals do; but no value as if it were
# smaller than a tenth of the mean.
_SMALLEST: Final = 0.1
_LEAST_RESIDUALS: Final = 12
_LEAST_VALUES: Final = 8
_CLIP: Final = 2.0
# Of a normal, clipped at 2 deviations, the spread is this much too small.
_WIDEN: Final = 1.042
_NAIVE: Final = 0.3
_MOST_ZEROS: Final = 0.5


@dataclass(frozen=True)
class Surprise:
    """Of one series (n,) each: what was expected, and by how many robust deviations the value is off it.

    NaN where the past is too short to say.
    """

    expected: Floats
    deviations: Floats


def surprises(values: Floats, season: int, newest: int | None = None) -> Surprise:
    """Expected value and deviations of each of `values` (n,), one a bucket, oldest first.

    With `newest`, deviations of so many values at the end alone, and what was expected as far as they need it; the
    others are NaN: the rest of the work is spared.
    Raises `MingjingError` for too short a history (13 values beyond two seasons or a third of it), unknown
    values, a constant past, and one that is mostly 0.
    """
    first = max(min(2 * season, len(values) // 3), _LEAST_VALUES)
    if len(values) < first + _LEAST_RESIDUALS + 1:
        raise MingjingError(
            _("The history has {count} buckets; telling what is unusual needs at least {least}.").format(
                count=len(values), least=first + _LEAST_RESIDUALS + 1
            )
        )
    if not np.isfinite(values).all():
        raise MingjingError(_("The history has unknown values; fill or leave out those buckets first."))
    if np.ptp(values[:-1]) == 0:
        raise MingjingError(_("The values never changed before, so nothing tells what is usual."))
    if (values[:-1] == 0).mean() > _MOST_ZEROS:
        raise MingjingError(
            _("More than half of the history is 0: of so rare a thing nothing tells how much is usual in one bucket.")
        )
    begin = first + _LEAST_RESIDUALS if newest is None else max(first + _LEAST_RESIDUALS, len(values) - newest)
    first = max(first, begin - _REMEMBERED)
    expected = np.full(len(values), np.nan)
    expected[first:] = one_step_forecasts(values, season, first)
    rest = values - expected
    deviations = np.full(len(values), np.nan)
    for at in range(begin, len(values)):
        known = slice(max(first, at - _REMEMBERED), at + 1)
        scaled = rest[known] / _sizes(expected[known], values[:at])
        deviations[at] = _deviation(scaled[-1], scaled[:-1])
    return Surprise(expected, deviations)


def standing_out(deviations: Floats) -> tuple[Floats, Flags]:
    """Of one family of `deviations` (n,) judged together: their adjusted p-values (n,), and which stand out (n,).

    Of those that do, at most a tenth are false on average, and none is within `CLEAR`.
    """
    chances = chances_among(deviations)
    return chances, (chances <= SHARE_FALSE) & (np.abs(deviations) > CLEAR)


@dataclass(frozen=True)
class Trial:
    """How the rule did on a history of one's own, with shocks of five spreads put in one at a time.

    Shares of shocks seen, and of untouched values taken for one; `naive_` for a change of 30 % from the value before.
    """

    values: int
    seen: float
    false: float
    naive_seen: float
    naive_false: float


def tried(series: Sequence[tuple[Floats, int]], newest: int, size: float = 5.0) -> Trial:
    """Try the rule on the `newest` values of each of `series` (values, season); a spread is that of its own errors.

    All shares are NaN where no series is long enough.
    """
    rows = [row for values, season in series for row in _trials(values, season, newest, size)]
    if not rows:
        return Trial(0, *[float("nan")] * 4)
    shares = np.array(rows, dtype=np.float64).mean(axis=0)
    return Trial(len(rows), *(float(one) for one in shares))


def _trials(values: Floats, season: int, newest: int, size: float) -> Iterator[tuple[bool, bool, bool, bool]]:
    """Of each value: is a shock seen, is it taken for one untouched; the same by the change from the value before."""
    try:
        found = surprises(values, season, newest)
    except MingjingError:
        return
    rest = (values - found.expected)[~np.isnan(found.expected)]
    shock = size * 1.4826 * float(np.median(np.abs(rest - np.median(rest))))
    for at in np.flatnonzero(~np.isnan(found.deviations))[-newest:].tolist():
        shocked = values[: at + 1].copy()
        shocked[at] += shock if at % 2 else -shock
        deviation = surprises(shocked, season, 1).deviations[at] if np.ptp(shocked[:-1]) else 0.0
        before = values[at - 1]
        yield (
            bool(abs(deviation) > CLEAR),
            bool(abs(found.deviations[at]) > CLEAR),
            bool(abs(shocked[at] - before) > _NAIVE * abs(before)),
            bool(abs(values[at] - before) > _NAIVE * abs(before)),
        )


def _sizes(expected: Floats, before: Floats) -> Floats:
    """The root of each expected value, which the differences are measured in; one where values were below zero."""
    mean = float(before.mean())
    if before.min() < 0 or mean <= 0:
        return np.ones(len(expected))
    return np.sqrt(np.maximum(expected / mean, _SMALLEST))


def _deviation(rest: float, before: Floats) -> float:
    """`rest` in spreads about zero of those `before`, outliers pulled in (Huber's proposal)."""
    spread = 1.4826 * float(np.median(np.abs(before)))
    if spread == 0:
        spread = float(np.abs(before).mean()) * 1.2533
    kept = np.clip(before, -_CLIP * spread, _CLIP * spread)
    scale = float(np.sqrt((kept**2).mean())) * _WIDEN
    if scale <= 1e-12 * max(abs(rest), 1.0):
        return float(np.copysign(np.inf, rest)) if abs(rest) > 1e-9 * max(abs(rest), 1.0) else 0.0
    return rest / scale


def chances_among(deviations: Floats) -> Floats:
    """The chance (n,) of a deviation as far from 0 as each of `deviations` (n,), adjusted for all of them.

    Student's with 5 degrees of freedom, then Benjamini–Hochberg.
    """
    from scipy.special import stdtr  # noqa: PLC0415  (half a second, wanted only where entities are searched)

    return benjamini_hochberg(2 * stdtr(5, -np.abs(deviations)))
