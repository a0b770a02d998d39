"""What a rule says: whole buckets only, each person's own rows, fired and recovered in turn whatever comes late."""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.alerts.judging import Judged, judge, news
from datasource.alerts.rule import AlertRule, Audience, check_rule
from datasource.analytics.alert_rules import Measure, Rule, Side, notices
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import Role, ScopeKind
from datasource.question import Filter, Grain, Op
from datasource.reports.bucketed import Bucketed, bucketed, watchable_metrics
from datasource.scope import OPERATOR, Viewer

BOB = Viewer("Bob", ScopeKind.SELF, 2)


def rule(**other: Any) -> AlertRule:
    """Contract amount by owner and month from 50 on, unless told otherwise."""
    told = {"name": "Large", "metric": "contract_amount", "by": "owner", "grain": Grain.MONTH} | {
        "measure": Measure.VALUE, "side": Side.ABOVE, "limit": 50.0
    }  # fmt: skip
    return AlertRule.model_validate(told | other)


def said(judged: Judged) -> dict[str, list[tuple[str, bool]]]:
    return {name: [(f"{one.day:%Y-%m}", one.fired) for one in told] for name, told in judged.said.items()}


def test_each_entity_fires_and_recovers(tiny: Catalog) -> None:
    found = judge(tiny, OPERATOR, rule())
    assert said(found) == {
        "Bob": [("2024-02", True), ("2024-03", False)],
        "Dee": [("2024-05", True), ("2024-06", False)],
    }
    assert [name for name, _one in found.of_the_year()] == ["Dee", "Dee", "Bob", "Bob"]


def test_nobody_falls_short_before_they_were_there(tiny: Catalog) -> None:
    """Dee's first contract is of May."""
    found = judge(tiny, OPERATOR, rule(side=Side.BELOW, limit=10.0))
    assert np.isnan(found.seen.entities["Dee"]).tolist() == [True] * 4 + [False] * 2
    assert said(found)["Dee"] == [("2024-06", True)]


def test_nobody_hears_of_rows_that_he_may_not_see(tiny: Catalog) -> None:
    assert set(judge(tiny, BOB, rule()).said) == {"Bob"}
    whole = judge(tiny, BOB, rule(by=""))
    assert said(whole) == {"": [("2024-02", True), ("2024-03", False)]}
    assert whole.seen.entities[""].tolist() == [20, 100, 0, 0, 0, 0]
    dee = Filter(field="owner", op=Op.IN, value=("Dee",))
    with pytest.raises(MingjingError, match="no whole bucket with a record that you may see"):
        judge(tiny, BOB, rule(where=(dee,)))


def test_a_bucket_that_is_not_over_counts_for_nothing(tiny: Catalog) -> None:
    early = open_catalog(tiny.store.data_dir)
    early.__dict__["as_of"] = date(2024, 5, 30)
    assert bucketed(early, OPERATOR, "contract_amount", Grain.MONTH).labels[-1] == "2024-04"
    assert said(judge(early, OPERATOR, rule()))["Bob"] == [("2024-02", True), ("2024-03", False)]
    assert "Dee" not in said(judge(early, OPERATOR, rule()))


def test_ratios_are_unknown_where_nothing_happened(tiny: Catalog) -> None:
    found = bucketed(tiny, OPERATOR, "win_rate", Grain.MONTH, "owner")
    assert np.isnan(found.entities["Dee"]).tolist() == [True, True, True, False, True]
    assert "mean_churn_risk" not in watchable_metrics()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"metric": "nothing"}, "has no date"),
        ({"metric": "reached_amount"}, "has no date"),
        ({"by": "ageing"}, "cannot be split"),
        ({"limit": float("inf")}, "must be a number"),
        ({"calm": 60.0}, "calm side"),
        ({"at_least": -1.0}, "floor not below zero"),
        ({"side": Side.EITHER}, "above or below"),
        ({"measure": Measure.CHANGE, "side": Side.BELOW, "limit": 20.0}, "below zero"),
        ({"measure": Measure.CHANGE, "limit": -20.0}, "above zero"),
        ({"audience": Audience.PEOPLE}, "at least one person"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(MingjingError, match=reason):
        check_rule(rule(**change), Role.MANAGER)


def test_roles_bound_who_is_told() -> None:
    check_rule(rule(audience=Audience.EVERYONE), Role.MANAGER)
    for role, audience in ((Role.ANALYST, Audience.EVERYONE), (Role.READER, Audience.PEOPLE)):
        with pytest.raises(MingjingError, match="Your role"):
            check_rule(rule(audience=audience, people=(1,) if audience is Audience.PEOPLE else ()), role)


FIRST = date(2024, 1, 1)
MONTHS = st.lists(st.integers(0, 100), min_size=1, max_size=25)


def judged(values: list[int], tiny: Bucketed) -> Judged:
    """A made-up past of one entity under a rule that fires from 60 on and is calm below 40."""
    days = tuple(FIRST + timedelta(days=at) for at in range(len(values)))
    numbers = np.array(values, dtype=np.float64)
    found = notices(days, numbers, 7, Rule(Measure.VALUE, Side.ABOVE, 60, 40))
    seen = Bucketed("x", "", Grain.DAY, days, MappingProxyType({"": numbers}), tiny.told)
    return Judged(seen, {"": tuple(found)})


@given(st.lists(MONTHS, min_size=1, max_size=6))
def test_what_is_told_alternates_whatever_is_booked_late(tiny: Catalog, versions: list[list[int]]) -> None:
    """Each version is another past, as long as those before at least; days are told once, in order."""
    told: list[tuple[date, bool]] = []
    since: date | None = None
    some = bucketed(tiny, OPERATOR, "contract_amount", Grain.MONTH)
    for values in sorted(versions, key=len):
        found = judged(values, some)
        told += [(one.bucket, one.notice.fired) for one in news(found, {"": bool(told) and told[-1][1]}, since)]
        assert (bool(told) and told[-1][1]) == (bool(found.said[""]) and found.said[""][-1].fired)
        assert not list(news(found, {"": bool(told) and told[-1][1]}, found.last))
        since = found.last
    assert [fired for _day, fired in told] == [at % 2 == 0 for at in range(len(told))]
    assert [day for day, _fired in told] == sorted(day for day, _fired in told)
