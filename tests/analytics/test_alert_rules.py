"""Alert rules: limits, changes, quiet between alarm and recovery, and what they would have said before."""

from datetime import date, timedelta

import numpy as np
import pytest

from datasource.analytics.alert_rules import Measure, Rule, Side, notices
from datasource.errors import MingjingError
from tests.analytics.test_anomalies import quiet

FIRST = date(2024, 1, 1)


def days(size: int) -> list[date]:
    return [FIRST + timedelta(days=at) for at in range(size)]


def said(values: list[float], rule: Rule) -> list[tuple[int, bool]]:
    found = notices(days(len(values)), np.array(values), 7, rule)
    return [((one.day - FIRST).days, one.fired) for one in found]


def test_a_value_that_wavers_about_the_limit_rings_once() -> None:
    rule = Rule(Measure.VALUE, Side.ABOVE, limit=100, calm=80)
    assert said([90, 101, 99, 102, 85, 79, 99, 100], rule) == [(1, True), (5, False), (7, True)]


def test_without_a_calm_side_the_limit_itself_ends_it() -> None:
    assert said([90, 101, 99, 102], Rule(Measure.VALUE, Side.ABOVE, limit=100)) == [(1, True), (2, False), (3, True)]


def test_a_fall_below_a_floor_fires() -> None:
    assert said([50, 9, 11, 21], Rule(Measure.VALUE, Side.BELOW, limit=10, calm=20)) == [(1, True), (3, False)]


def test_changes_are_in_percent_and_none_is_told_from_zero() -> None:
    rule = Rule(Measure.CHANGE, Side.EITHER, limit=30)
    assert said([100, 129, 180, 180, 0, 50, 50], rule) == [(2, True), (3, False), (4, True), (6, False)]


def test_a_change_over_the_season_compares_the_same_day() -> None:
    assert said([10.0] * 7 + [10, 10, 14], Rule(Measure.YEAR_CHANGE, Side.ABOVE, limit=30)) == [(9, True)]


def test_small_differences_do_not_ring() -> None:
    assert said([1, 2, 1, 300, 600], Rule(Measure.CHANGE, Side.ABOVE, limit=50, at_least=100)) == [(3, True)]


def test_the_past_tells_on_which_days_a_rule_would_have_fired() -> None:
    values = quiet(0)
    values[60] += 60
    found = notices(days(72), values, 12, Rule())
    assert (FIRST + timedelta(days=60), True, values[60]) in [(one.day, one.fired, one.value) for one in found]
    assert [one.fired for one in found] == [at % 2 == 0 for at in range(len(found))]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Rule(Measure.VALUE, Side.ABOVE, limit=float("nan")), "must be a number"),
        (Rule(Measure.VALUE, Side.ABOVE, limit=10, calm=20), "calm side"),
        (Rule(Measure.VALUE, Side.BELOW, limit=10, calm=5), "calm side"),
        (Rule(Measure.VALUE, Side.ABOVE, limit=10, at_least=-1), "floor not below zero"),
        (Rule(), "needs at least"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(rule: Rule, reason: str) -> None:
    with pytest.raises(MingjingError, match=reason):
        said([1, 2, 3], rule)


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(MingjingError, match="rising"):
        notices([FIRST, FIRST], np.array([1.0, 2.0]), 7, Rule(Measure.VALUE, limit=5))
