"""Alert rules: when one fires, when it recovers, and when it would have fired in the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import numpy as np

from datasource.analytics.anomalies import CLEAR, surprises
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from datasource.texts import _


class Measure(StrEnum):
    """What a rule looks at: the value, its change in %, or its deviations from what was expected."""

    VALUE = "value"
    CHANGE = "change"
    YEAR_CHANGE = "year_change"
    DEVIATION = "deviation"


class Side(StrEnum):
    """Whether a rule fires above its limit, below it, or as far on either side of zero."""

    ABOVE = "above"
    BELOW = "below"
    EITHER = "either"


@dataclass(frozen=True)
class Rule:
    """Fires when the measure reaches `limit` (in %, for changes), and recovers when it is back past `calm`.

    Between the two nothing is said, so that a value that wavers about the limit does not ring each time; without `calm`
    that is the limit itself. A difference from the compared value of less than `at_least` never fires.
    """

    measure: Measure = Measure.DEVIATION
    side: Side = Side.EITHER
    limit: float = CLEAR
    calm: float | None = None
    at_least: float = 0.0


@dataclass(frozen=True)
class Notice:
    """One change of state: the bucket's first day, whether it fired or recovered, the value and the measure."""

    day: date
    fired: bool
    value: float
    measured: float


def notices(days: Sequence[date], values: Floats, season: int, rule: Rule) -> list[Notice]:
    """What `rule` would have said at each of `days` (n,) for `values` (n,), each from what was known that day.

    The fired ones, counted over the last year, answer "would have fired N times: these days". A day on which
    the measure cannot be told (a change from zero, too short a past) changes nothing. Raises `MingjingError` as
    `surprises` does, for a limit that is no number, and for a `calm` on the wrong side of the limit.
    """
    _check(days, values, rule)
    measured, compared = _measured(values, season, rule)
    signed = {Side.ABOVE: measured, Side.BELOW: -measured, Side.EITHER: np.abs(measured)}[rule.side]
    sign = -1 if rule.side is Side.BELOW else 1
    calm = rule.limit if rule.calm is None else rule.calm
    heavy = np.abs(values - compared) >= rule.at_least
    out: list[Notice] = []
    ringing = False
    for at in np.flatnonzero(np.isfinite(values) & ~np.isnan(measured)).tolist():
        hit = bool(signed[at] >= sign * rule.limit and heavy[at])
        over = not hit and bool(signed[at] < sign * calm)
        if (hit and not ringing) or (over and ringing):
            ringing = hit
            out.append(Notice(days[at], hit, float(values[at]), float(measured[at])))
    return out


def _measured(values: Floats, season: int, rule: Rule) -> tuple[Floats, Floats]:
    """The measure (n,), and what each value is compared with (n,)."""
    match rule.measure:
        case Measure.VALUE:
            return values, np.full(len(values), rule.limit)
        case Measure.DEVIATION:
            found = surprises(values, season)
            return found.deviations, found.expected
        case Measure.CHANGE | Measure.YEAR_CHANGE:
            lag = 1 if rule.measure is Measure.CHANGE else season
            before = np.full(len(values), np.nan)
            before[lag:] = values[:-lag]
            return 100 * (values - before) / np.where(before == 0, np.nan, np.abs(before)), before


def _check(days: Sequence[date], values: Floats, rule: Rule) -> None:
    if len(days) != len(values) or any(one >= other for one, other in pairwise(days)):
        raise MingjingError(_("An alert needs one value a day, the days rising."))
    if not np.isfinite(rule.limit) or rule.at_least < 0:
        raise MingjingError(_("The limit of an alert must be a number, and its floor not below zero."))
    sign = -1 if rule.side is Side.BELOW else 1
    if rule.calm is not None and not sign * rule.calm <= sign * rule.limit:
        raise MingjingError(_("An alert must recover on the calm side of its limit."))
