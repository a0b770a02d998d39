"""Alert rules over many entities: the change that a rule says in turn, and false alarms among many kept in check."""

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.analytics.alert_rules import Measure, Rule, Side, notices, notices_by_entity
from datasource.errors import MingjingError
from tests.analytics.test_alert_rules import FIRST, days
from tests.analytics.test_anomalies import quiet

VALUES = st.lists(st.integers(-1000, 1000).map(float) | st.just(float("nan")), min_size=1, max_size=60)


@given(VALUES, st.sampled_from([Side.ABOVE, Side.BELOW]), st.floats(-100, 100), st.floats(0, 50))
def test_a_rule_never_fires_twice_without_a_recovery(values: list[float], side: Side, limit: float, gap: float) -> None:
    calm = limit - gap if side is Side.ABOVE else limit + gap
    found = notices(days(len(values)), np.array(values), 7, Rule(Measure.VALUE, side, limit, calm))
    assert [one.fired for one in found] == [at % 2 == 0 for at in range(len(found))]
    assert all(one.day < other.day for one, other in pairwise(found))


@given(VALUES)
def test_what_was_said_is_the_same_whatever_comes_later(values: list[float]) -> None:
    rule = Rule(Measure.CHANGE, Side.EITHER, 30, 10)
    early = notices(days(len(values)), np.array(values), 7, rule)
    late = notices(days(len(values) + 2), np.array([*values, 1e9, 0.0]), 7, rule)
    assert late[: len(early)] == early


def test_each_entity_has_its_own_alarm() -> None:
    found = notices_by_entity(
        days(4),
        {"Ann": np.array([1.0, 9, 9, 1]), "Bob": np.array([1.0, 1, 1, 1])},
        7,
        Rule(Measure.VALUE, Side.ABOVE, 5),
    )
    assert {name: [(one.day, one.fired) for one in said] for name, said in found.items()} == {
        "Ann": [(FIRST + timedelta(days=1), True), (FIRST + timedelta(days=3), False)],
        "Bob": [],
    }


def test_among_many_quiet_entities_few_alarms_are_false() -> None:
    """One alone fires at each deviation past the limit; of sixty, only what sixty would not bring by chance."""
    entities = {f"shop {one}": quiet(one) for one in range(60)}
    rule = Rule(limit=2)
    alone = sum(one.fired for values in entities.values() for one in notices(days(72), values, 12, rule))
    entities["shop 3"][70] += 90
    together = notices_by_entity(days(72), entities, 12, rule)
    fired = {(name, (one.day - FIRST).days) for name, said in together.items() for one in said if one.fired}
    assert ("shop 3", 70) in fired
    assert len(fired) < alone / 10


def test_an_entity_that_came_late_is_judged_by_its_own_past() -> None:
    late = np.concatenate([np.zeros(40), quiet(1)])
    late[-2] += 90
    found = notices_by_entity(days(112), {"late": late, "short": np.append(np.zeros(110), [5.0, 6.0])}, 12, Rule())
    assert list(found) == ["late"]
    assert FIRST + timedelta(days=110) in [one.day for one in found["late"] if one.fired]
    with pytest.raises(MingjingError, match="needs at least"):
        notices_by_entity(days(4), {"short": np.array([0.0, 1.0, 2.0, 3.0])}, 7, Rule())
