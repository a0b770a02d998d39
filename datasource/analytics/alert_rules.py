"""Alert rules: when one fires, when it recovers, and when it would have fired in the past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

import numpy as np

from datasource.analytics.anomalies import CLEAR, chances_among, surprises
from datasource.analytics.smoothing import Flags, Floats
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
    """One change of state: the bucket's first day, whether it fired or recovered, the value, the measure, and what the
    value was compared with: the limit, the earlier value, or what was expected.
    """

    day: date
    fired: bool
    value: float
    measured: float
    compared: float


def notices(days: Sequence[date], values: Floats, season: int, rule: Rule) -> list[Notice]:
    """What `rule` would have said at each of `days` (n,) for `values` (n,), each from what was known that day.

    The fired ones, counted over the last year, answer "would have fired N times: these days". A day on which
    the measure cannot be told (a change from zero, too short a past) changes nothing. Raises `MingjingError` as
    `surprises` does, for a limit that is no number, and for a `calm` on the wrong side of the limit.
    """
    check(rule)
    _check_days(days, values)
    return _changes(days, _measured(values, season, rule), rule, np.ones(len(values), dtype=bool))


def notices_by_entity(
    days: Sequence[date], entities: Mapping[str, Floats], season: int, rule: Rule, share_false: float = 0.1
) -> dict[str, list[Notice]]:
    """As `notices` for many series over the same `days` (n,), by name; without those of which nothing can be told.

    A series begins with its first value that is neither missing nor 0. Of deviations, those fire that are past the
    limit and, among all series of that day, hold a share `share_false` of false ones at most (Benjamini-Hochberg): of
    many entities some are always far off by chance. Raises `MingjingError` as `notices` does where it can tell of none.
    """
    check(rule)
    told: dict[str, Measured] = {}
    reason: MingjingError | None = None
    for name, values in entities.items():
        _check_days(days, values)
        try:
            told[name] = measured_late(values, season, rule)
        except MingjingError as error:
            reason = error
    if reason is not None and not told:
        raise reason
    admitted = _admitted(told, rule, len(days), share_false)
    return {name: _changes(days, one, rule, admitted[name]) for name, one in told.items()}


def measured_late(values: Floats, season: int, rule: Rule) -> "Measured":
    """What `rule` measures of a series that may begin with buckets of nothing, which are no past of it."""
    there = np.flatnonzero(np.isfinite(values) & (values != 0))
    first = int(there[0]) if len(there) and rule.measure is Measure.DEVIATION else 0
    late = _measured(values[first:], season, rule)
    before = np.full(first, np.nan)
    return Measured(values, *(np.concatenate([before, part]) for part in (late.measured, late.compared)))


@dataclass(frozen=True)
class Measured:
    """Of one series (n,) each: its values, what the rule measures, and what each value is compared with."""

    values: Floats
    measured: Floats
    compared: Floats


def _admitted(told: Mapping[str, Measured], rule: Rule, size: int, share_false: float) -> dict[str, Flags]:
    """The days (n,) on which each series may fire."""
    if rule.measure is not Measure.DEVIATION or len(told) < 2:
        return {name: np.ones(size, dtype=bool) for name in told}
    deviations = np.array([one.measured for one in told.values()])
    chances = np.ones_like(deviations)
    for at in range(size):
        known = ~np.isnan(deviations[:, at])
        if known.any():
            chances[known, at] = chances_among(deviations[known, at])
    return dict(zip(told, chances <= share_false, strict=True))


def _changes(days: Sequence[date], told: Measured, rule: Rule, admitted: Flags) -> list[Notice]:
    """The days on which the rule begins to ring and those on which it is calm again, in turn."""
    values, measured = told.values, told.measured
    signed = {Side.ABOVE: measured, Side.BELOW: -measured, Side.EITHER: np.abs(measured)}[rule.side]
    sign = -1 if rule.side is Side.BELOW else 1
    calm = rule.limit if rule.calm is None else rule.calm
    heavy = np.abs(values - told.compared) >= rule.at_least
    out: list[Notice] = []
    ringing = False
    for at in np.flatnonzero(np.isfinite(values) & ~np.isnan(measured)).tolist():
        past = bool(signed[at] >= sign * rule.limit)
        hit = past and bool(heavy[at] and admitted[at])
        over = not past and bool(signed[at] < sign * calm)
        if (hit and not ringing) or (over and ringing):
            ringing = hit
            out.append(Notice(days[at], hit, float(values[at]), float(measured[at]), float(told.compared[at])))
    return out


def _measured(values: Floats, season: int, rule: Rule) -> Measured:
    match rule.measure:
        case Measure.VALUE:
            return Measured(values, values, np.full(len(values), rule.limit))
        case Measure.DEVIATION:
            found = surprises(values, season)
            return Measured(values, found.deviations, found.expected)
        case Measure.CHANGE | Measure.YEAR_CHANGE:
            lag = 1 if rule.measure is Measure.CHANGE else season
            before = np.full(len(values), np.nan)
            before[lag:] = values[:-lag]
            change = 100 * (values - before) / np.where(before == 0, np.nan, np.abs(before))
            return Measured(values, change, before)


def _check_days(days: Sequence[date], values: Floats) -> None:
    if len(days) != len(values) or any(one >= other for one, other in pairwise(days)):
        raise MingjingError(_("An alert needs one value a day, the days rising."))


def check(rule: Rule) -> None:
    """Raise `MingjingError` for a limit that is no number, and for a `calm` on the wrong side of the limit."""
    if not np.isfinite(rule.limit) or rule.at_least < 0:
        raise MingjingError(_("The limit of an alert must be a number, and its floor not below zero."))
    sign = -1 if rule.side is Side.BELOW else 1
    if rule.calm is not None and not sign * rule.calm <= sign * rule.limit:
        raise MingjingError(_("An alert must recover on the calm side of its limit."))
