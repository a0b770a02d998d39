"""Calculations go by names that say what they are, whatever stands around them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.errors import InvalidInput
from datasource.metrics.defined import canonical, canonical_names, canonical_records, given_name
from datasource.metrics.made import Made
from datasource.metrics.registry import dimension, leaves, metric, reachable, refusal
from datasource.question import Query, read_query, read_records

SUM = {"id": "a", "label": "A", "sum": ["won_amount", "lost_amount"]}
SHARE = {"id": "b", "label": "B", "ratio": {"of": "won_amount", "to": "a"}}
GROUP = {"id": "g", "label": "G", "groups": {"field": "source", "groups": [{"label": "N", "members": ["Web"]}]}}


def asked(*define: dict[str, Any], **more: Any) -> Query:
    return read_query({"metrics": ["won_amount"], "define": [*define], **more})


def told(*define: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidInput) as error:
        canonical(asked(*define))
    return [str(problem) for problem in error.value.problems]


def test_a_question_without_calculations_is_the_same_object() -> None:
    query = asked()
    assert canonical(query) is query


@given(order=st.permutations([SUM, SHARE, GROUP]))
def test_canonical_is_idempotent_and_does_not_hang_on_the_order(order: list[dict[str, Any]]) -> None:
    query = canonical(asked(*order, metrics=["a", "b"], by=["g"]))
    assert canonical(query) == query
    assert read_query(query.model_dump(mode="json", by_alias=True)) == query
    in_order = canonical(asked(SUM, SHARE, GROUP, metrics=["a", "b"], by=["g"]))
    assert (query.metrics, query.by) == (in_order.metrics, in_order.by)


def test_every_use_of_a_calculation_gets_its_name() -> None:
    query = canonical(
        asked(
            SUM, SHARE, GROUP, metrics=["a", "b"], by=["g"], where=[{"field": "g", "op": "eq", "value": "g"}],
            having=[{"field": "a", "op": "gt", "value": 1}], top={"field": "g", "n": 1, "by": "b"},
            sort=[{"by": "a__change"}, {"by": "b"}, {"by": "g"}], period={"preset": "this_year"}, compare="previous",
        )
    )  # fmt: skip
    (a, b), [g] = query.metrics, (part.field for part in query.by)
    assert query.top is not None
    assert (query.where[0].field, query.where[0].value, query.having[0].field) == (g, "g", a)
    assert (query.top.field, query.top.by, [sort.by for sort in query.sort]) == (g, b, [f"{a}__change", b, g])
    assert [given_name(name) for name in (a, b, g, "won_amount")] == ["a", "b", "g", "won_amount"]


def test_the_records_of_a_calculation_go_by_the_same_names() -> None:
    where = [{"field": "g", "op": "eq", "value": "N"}]
    ask = {"subject": "opportunities", "metric": "a", "columns": ["g"], "where": where, "define": [SUM, GROUP]}
    made = canonical_records(read_records(ask))
    names = canonical_names(asked(SUM, GROUP).define)
    assert (made.metric, made.columns, made.where[0].field) == (names["a"], (names["g"],), names["g"])
    assert canonical_records(made) == made


def test_the_registry_knows_what_was_made() -> None:
    names = canonical_names(asked(SUM, SHARE, GROUP).define)
    assert metric(names["b"]).label == "B"
    assert [leaf.name for leaf in leaves(names["b"])] == ["won_amount", "won_amount", "lost_amount"]
    assert (
        refusal(names["b"], "channel") == "Metric 'b' cannot be combined with 'channel': opportunities have no channel."
    )
    assert refusal(names["b"], names["g"]) is None
    assert "owner" in reachable([names["b"]])
    assert dimension(names["g"]).label == "G"
    assert refusal("new_contacts", names["g"]) is None
    assert refusal("work_logs", names["g"]) == "Metric 'work_logs' cannot be combined with 'g': work_logs have no g."


def test_a_metric_that_is_shown_is_known_and_reaches_what_its_own_does() -> None:
    shown = {"id": "s", "label": "S", "shown": {"metric": "won_amount", "as": "share_of_total"}}
    name = canonical_names(asked(shown).define)["s"]
    assert (metric(name).label, metric(name).unit, metric(name).formula()) == (
        "S",
        "rate",
        "share of total of won_amount",
    )
    assert refusal(name, "channel") is not None
    running = {"id": "s", "label": "S", "shown": {"metric": "won_amount", "as": "running_total"}}
    assert metric(canonical_names(asked(running).define)["s"]).unit == "money"


def test_long_ids_are_cut_and_told_whole() -> None:
    long = "a" * 47
    name = canonical(asked(SUM | {"id": long}, metrics=[long])).metrics[0]
    assert len(name) == 48
    assert given_name(name) == long


def test_what_cannot_be_is_told_all_at_once_with_its_place() -> None:
    assert told(
        SUM, SUM, {"id": "won_count", "label": "W", "sum": ["a", "lost_count"]},
        {"id": "x", "label": "X", "sum": ["won_amont", "owner"]},
        {"id": "y", "label": "Y", "ratio": {"of": "owner", "to": "lost_count"}},
        {"id": "z", "label": "Z", "buckets": {"field": "won_amount", "edges": [1]}},
    ) == [
        "define.1.id: 'a' is already the id of another calculation; choose another id",
        "define.2.id: 'won_count' is already the name of a metric; choose another id",
        "define.3.sum.0: Unknown metric 'won_amont'. Did you mean 'won_amount'?",
        "define.4.ratio.of: 'owner' is a dimension; a metric must stand here",
        "define.5.buckets.field: 'won_amount' is a metric; a dimension must stand here",
    ]  # fmt: skip


def test_a_circle_is_told_once_and_what_stands_on_it_not_at_all() -> None:
    circle = [{"id": one, "label": one, "sum": [other, "won_amount"]} for one, other in ("pq", "qr", "rp", "sp")]
    assert told(*circle) == ["define.0: this calculation stands on itself: p → q → r → p"]
    assert told({"id": "p", "label": "P", "sum": ["p", "won_amount"]}) == [
        "define.0: this calculation stands on itself: p → p"
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"aggregated": {"subject": "deals", "field": "amount"}}, "aggregated.subject: Unknown subject 'deals'"),
        (
            {"aggregated": {"subject": "opportunities", "field": "amont"}},
            "aggregated.field: Unknown number of opportunities 'amont'. Did you mean 'amount'?",
        ),
        ({"aggregated": {"subject": "opportunities"}}, "aggregated.field: is missing; give the number to put together"),
        (
            {"within": {"metric": "won_amount", "where": [{"field": "channel", "op": "eq", "value": "x"}]}},
            "within.where.0.field: Metric 'won_amount' cannot be combined with 'channel'",
        ),
        ({"buckets": {"field": "owner", "edges": [1]}}, "buckets.field: 'owner' is no number"),
        ({"groups": {"field": "amount", "groups": [{"label": "x", "members": ["y"]}]}}, "groups.field: 'amount' has"),
        (
            {"cases": {"subject": "receipts", "cases": [
                {"label": "x", "where": [{"field": "stage", "op": "eq", "value": "y"}]}]}},
            "cases.cases.0.where.0.field: 'receipts' cannot be filtered by 'stage'",
        ),
        (
            {"cases": {"subject": "receipts", "cases": [
                {"label": "x", "where": [{"field": "date", "op": "not_null"}]}]}},
            "cases.cases.0.where.0.field: 'date' means another date for each metric",
        ),
        (
            {"ratio": {"of": "reached_amount", "to": "split_credit_amount"}},
            "ratio: its parts must each be split by another field",
        ),
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_refused_at_its_place(body: dict[str, Any], sentence: str) -> None:
    [found] = told({"id": "x", "label": "X", **body})
    assert found.startswith(f"define.0.{sentence}")


def test_what_was_kept_longest_goes_first() -> None:
    kept: Made[int] = Made(most=2)
    for name, number in (("a", 1), ("b", 2), ("a", 1), ("c", 3)):
        kept.put(name, number)
    assert [kept.get(name) for name in "abc"] == [1, None, 3]
