"""What is out of the ordinary: values far from what their own past let expect, trend and season included.

Each value is compared with the theta forecast made from the values before it, and the difference with the differences
before it. Nothing later is read, so that a rule tried on the past fires there as it would have fired then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.members import one_step_forecasts
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from datasource.texts import _

# On M3 monthly 88 of 100 shocks of five deviations are seen, at 1.8 false alerts in a hundred values.
CLEAR: Final = 3.0
_REMEMBERED: Final = 36
_LEAST_RESIDUALS: Final = 12
_LEAST_VALUES: Final = 8
_CLIP: Final = 2.5
# Of a normal, clipped at 2.5 deviations, the spread is this much too small.
_WIDEN: Final = 1.06


@dataclass(frozen=True)
class Surprise:
    """Of one series (n,) each: what was expected, and by how many robust deviations the value is off it.

    NaN where the past is too short to say.
    """

    expected: Floats
    deviations: Floats


@dataclass(frozen=True)
class Anomaly:
    """The latest value of one entity that stands out; `chance` is the adjusted p-value, `deviations` is signed."""

    name: str
    value: float
    expected: float
    deviations: float
    chance: float


def surprises(values: Floats, season: int) -> Surprise:
    """Expected value and deviations of each of `values` (n,), one a bucket, oldest first.

    Raises `MingjingError` for too short a history (13 values beyond two seasons or a third of it), unknown
    values, and a constant past.
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
    expected = np.full(len(values), np.nan)
    expected[first:] = one_step_forecasts(values, season, first)
    rest = values - expected
    deviations = np.full(len(values), np.nan)
    for at in range(first + _LEAST_RESIDUALS, len(values)):
        deviations[at] = _deviation(rest[at], rest[max(first, at - _REMEMBERED) : at])
    return Surprise(expected, deviations)


def find_anomalies(
    entities: Mapping[str, Floats], season: int, share_false: float = 0.1, at_least: float = 0.0
) -> list[Anomaly]:
    """Entities whose latest value stands out, the largest amount at stake first.

    `entities` maps names to series over the same last bucket. Of the findings at most `share_false` are false on
    average (Benjamini–Hochberg on Student p-values with 5 degrees of freedom); differences below `at_least`, in the
    values' unit, are left out. Entities too short or constant are not judged; raises `MingjingError` when none can be.
    """
    judged: dict[str, tuple[float, float, float]] = {}
    for name, values in entities.items():
        try:
            found = surprises(values, season)
        except MingjingError:
            continue
        judged[name] = (float(values[-1]), float(found.expected[-1]), float(found.deviations[-1]))
    if not judged:
        raise MingjingError(_("No history is long enough, and changes, to tell what is unusual."))
    chances = benjamini_hochberg(_tails(np.array([one[2] for one in judged.values()])))
    out = [
        Anomaly(name, *judged[name], chance)
        for name, chance in zip(judged, chances.tolist(), strict=True)
        if chance <= share_false and abs(judged[name][0] - judged[name][1]) >= at_least
    ]
    return sorted(out, key=lambda one: -abs(one.value - one.expected))


def _deviation(rest: float, before: Floats) -> float:
    """Of `rest` from the middle of those `before`, in spreads of those with outliers pulled in (Huber's proposal)."""
    middle = float(np.median(before))
    spread = 1.4826 * float(np.median(np.abs(before - middle)))
    if spread == 0:
        spread = float(np.abs(before - middle).mean()) * 1.2533
    kept = np.clip(before, middle - _CLIP * spread, middle + _CLIP * spread)
    scale = float(kept.std()) * _WIDEN
    if scale <= 1e-12 * max(abs(rest), 1.0):
        return float("inf") if abs(rest - middle) > 1e-9 * max(abs(rest), 1.0) else 0.0
    return (rest - float(kept.mean())) / scale


def _tails(deviations: Floats) -> Floats:
    from scipy.special import stdtr  # noqa: PLC0415  (half a second, wanted only where entities are searched)

    tails: Floats = 2 * stdtr(5, -np.abs(deviations))
    return tails
