"""Every body of a calculation on the tiny company, worked out by hand from `tests/tiny_crm`."""

from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.query import records, values
from datasource.question import read_records
from datasource.result import Unit
from datasource.scope import Viewer
from tests.traps.company import ask, rows

Body = dict[str, Any]
HUNAN = {"field": "region", "op": "eq", "value": "Hunan"}
BOB = Viewer("Bob", ScopeKind.SELF, 2)

NUMBERS: dict[str, tuple[Body, float | None, Unit]] = {
    "money by count": ({"ratio": {"of": "won_amount", "to": "won_count"}}, 200.0, Unit.MONEY),  # 400 / 2
    "count by money": ({"ratio": {"of": "won_count", "to": "won_amount"}}, 0.005, Unit.NUMBER),  # 2 / 400 yuan
    "money by money": ({"ratio": {"of": "lost_amount", "to": "won_amount"}}, 0.125, Unit.RATE),  # 50 / 400
    "counts as a number": ({"ratio": {"of": "new_contacts", "to": "won_count"}, "unit": "number"}, 1.5, Unit.NUMBER),
    "days by count": ({"ratio": {"of": "cycle_days", "to": "won_count"}}, 48.0, Unit.DAYS),  # 96 / 2
    "by nothing": ({"ratio": {"of": "won_count", "to": "visits_neutral"}}, None, Unit.RATE),
    "sum of three": ({"sum": ["won_amount", "lost_amount", "open_amount"]}, 570.01, Unit.MONEY),  # 400 + 50 + 120.01
    "sum of tables": ({"sum": ["follow_ups", "visits", "new_leads"]}, 11, Unit.COUNT),  # 4 + 5 + 2
    "difference": ({"difference": {"of": "won_amount", "less": "contract_amount"}}, -20.0, Unit.MONEY),  # 400 − 420
    "within": ({"within": {"metric": "won_amount", "where": [HUNAN]}}, 300.0, Unit.MONEY),  # O4 of Echo
    "within a ratio": ({"within": {"metric": "win_rate", "where": [HUNAN]}}, 1.0, Unit.RATE),  # O4 won, none lost there
    "within a state": ({"within": {"metric": "open_amount", "where": [HUNAN]}}, 80.01, Unit.MONEY),  # O3 of Core
    "within as number": (
        {"within": {"metric": "won_amount", "where": [HUNAN]}, "unit": "number"}, 300.0, Unit.NUMBER,
    ),
    "sum of amounts": ({"aggregated": {"subject": "opportunities", "field": "amount"}}, 580.01, Unit.MONEY),
    "rows": ({"aggregated": {"subject": "opportunities", "how": "count"}}, 6, Unit.COUNT),
    "rows with a number": (
        {"aggregated": {"subject": "approvals", "field": "amount", "how": "count"}}, 4, Unit.COUNT,  # 1 and 5 lack it
    ),
    "distinct": ({"aggregated": {"subject": "receipts", "field": "amount", "how": "distinct"}}, 4, Unit.COUNT),
    "mean": ({"aggregated": {"subject": "contracts", "field": "amount", "how": "mean"}}, 117.8, Unit.MONEY),  # 589 / 5
    "median": (
        {"aggregated": {"subject": "opportunities", "field": "amount", "how": "median"}}, 65.005, Unit.MONEY,
    ),  # 10 40 50 80.01 100 300: (50 + 80.01) / 2
    "least": ({"aggregated": {"subject": "opportunities", "field": "amount", "how": "min"}}, 10.0, Unit.MONEY),
    "most": ({"aggregated": {"subject": "opportunities", "field": "amount", "how": "max"}}, 300.0, Unit.MONEY),
    "days": (
        {"aggregated": {"subject": "opportunities", "field": "days_in_stage", "how": "max"}}, 112, Unit.DAYS,
    ),  # O3 in Propose since 10 March: 21 + 30 + 31 + 30
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_a_calculated_metric_is_what_comes_out_by_hand(tiny: Catalog, case: str) -> None:
    body, expected, unit = NUMBERS[case]
    told = ask(tiny, metrics=["x"], totals=True, define=[{"id": "x", "label": "X", **body}])
    found = told.rows.row(0)[0]
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-12))
    assert told.totals is not None
    assert [*told.totals.values()] == [found]
    assert (told.columns[0].label, told.columns[0].unit) == ("X", unit)


def test_calculations_stand_on_each_other_in_any_order(tiny: Catalog) -> None:
    define = [
        {"id": "share", "label": "Share", "ratio": {"of": "hunan", "to": "all"}},
        {"id": "all", "label": "All", "sum": ["hunan", "rest"]},
        {"id": "hunan", "label": "Hunan", "within": {"metric": "won_amount", "where": [HUNAN]}},
        {"id": "rest", "label": "Rest", "within": {"metric": "won_amount", "where": [{**HUNAN, "op": "ne"}]}},
    ]
    told = ask(tiny, metrics=["share", "all"], by=["owner"], totals=True, define=define)
    assert told.rows.rows() == [("Bob", 0.0, 100.0), ("Dee", 1.0, 300.0)]
    assert told.totals is not None
    assert [*told.totals.values()] == [0.75, 400.0]
    assert told.proof.metrics[0].formula == (
        "(won_amount where region eq Hunan) ÷ ((won_amount where region eq Hunan) + (won_amount where region ne Hunan))"
    )


def test_a_calculation_is_compared_and_ranked_like_any_metric(tiny: Catalog) -> None:
    define = [{"id": "x", "label": "X", "ratio": {"of": "won_amount", "to": "contract_amount"}}]
    period = {"from": "2024-04-01", "to": "2024-06-30"}
    told = rows(tiny, metrics=["x"], define=define, period=period, compare="previous")
    # won 300 of O4, contracts 300 of C2; before: won 100 of O1, contracts 100 + 20
    assert told == [(1.0, pytest.approx(100 / 120), pytest.approx(0.2))]
    top = {"field": "customer", "n": 1, "by": "x"}
    found = rows(tiny, metrics=["x", "won_amount"], by=["customer"], define=define, top=top)
    assert found == [("Echo", 1.0, 300.0, False), ("Others", pytest.approx(100 / 120), 100.0, True)]


DIMENSIONS: dict[str, tuple[Body, list[tuple[Any, ...]]]] = {
    "bands": (
        {"buckets": {"field": "amount", "edges": [50, 100]}},
        [("< 50", 2, 0.0), ("50 to 100", 2, 0.0), ("≥ 100", 2, 400.0)],  # 10 40 | 50 80.01 | 100 300
    ),
    "named bands": (
        {"buckets": {"field": "amount", "edges": [100], "labels": ["small", "large"]}},
        [("small", 4, 0.0), ("large", 2, 400.0)],
    ),
    "groups": (
        {"groups": {"field": "region", "groups": [{"label": "South", "members": ["Hunan", "Guangdong"]}]}},
        [("South", 5, 400.0), ("Unknown", 1, 0.0)],  # O6 of Dune has no region
    ),
    "groups and the rest": (
        {"groups": {"field": "customer", "others": "Rest", "groups": [
            {"label": "B", "members": ["Echo"]}, {"label": "A", "members": ["Core"]},
        ]}},
        [("B", 1, 300.0), ("A", 1, 0.0), ("Rest", 4, 100.0)],
    ),
    "groups of products": (
        {"groups": {"field": "product", "groups": [{"label": "Goods", "members": ["Box", "Cord"]}], "others": "Rest"}},
        [("Goods", 3, 83.33), ("Rest", 5, 316.67)],  # 33.33 + 50 of O1, O4; O2 counts in Goods; O3 O5 O6 have no lines
    ),
    "cases": (
        {"cases": {"subject": "opportunities", "others": "rest", "cases": [
            {"label": "big", "where": [{"field": "amount", "op": "gte", "value": 100}]},
            {"label": "web", "where": [{"field": "source", "op": "eq", "value": "Web"}]},
            {"label": "also big", "where": [{"field": "amount", "op": "gte", "value": 80}]},
        ]}},
        [("big", 2, 400.0), ("web", 2, 0.0), ("also big", 1, 0.0), ("rest", 1, 0.0)],  # O1 O4 | O2 O5 | O3 | O6
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DIMENSIONS)
def test_a_calculated_dimension_groups_filters_and_lists_the_same_rows(tiny: Catalog, case: str) -> None:
    body, expected = DIMENSIONS[case]
    define = [{"id": "d", "label": "D", **body}]
    told = ask(tiny, metrics=["new_opportunities", "won_amount"], by=["d"], define=define)
    assert told.rows.rows() == expected
    assert told.columns[0].label == "D"
    assert [name for name in values(tiny, told.query.by[0].field) if name in told.rows[:, 0]] == [*told.rows[:, 0]]
    for member, count, amount in expected if case != "groups of products" else []:
        where = [{"field": "d", "op": "eq", "value": member}]
        assert rows(tiny, metrics=["new_opportunities", "won_amount"], where=where, define=define) == [(count, amount)]
        asked = {"subject": "opportunities", "metric": "new_opportunities", "columns": ["d", "name"]}
        page = records(tiny, read_records({**asked, "where": where, "define": define}))
        assert (page.row_count, {*page.rows[:, 0]}) == (count, {member})


def test_a_filter_by_a_group_of_products_keeps_whole_records(tiny: Catalog) -> None:
    define = [{"id": "d", "label": "D", **DIMENSIONS["groups of products"][0]}]
    where = [{"field": "d", "op": "eq", "value": "Goods"}]
    assert rows(tiny, metrics=["won_amount", "new_opportunities"], where=where, define=define) == [(400.0, 3)]


def test_operators_and_ranking_take_a_calculated_dimension(tiny: Catalog) -> None:
    define = [{"id": "d", "label": "D", **DIMENSIONS["cases"][0]}]
    for op, value, count in (("in", ["big", "rest"], 3), ("ne", "big", 4), ("contains", "big", 3)):
        where = [{"field": "d", "op": op, "value": value}]
        assert rows(tiny, metrics=["new_opportunities"], where=where, define=define) == [(count,)]
    top = {"field": "d", "n": 1, "by": "won_amount"}
    assert rows(tiny, metrics=["won_amount", "win_rate"], by=["d"], define=define, top=top) == [
        ("big", 400.0, 1.0, False),
        ("Others", 0.0, 0.0, True),
    ]


def test_a_reader_of_less_sees_calculations_over_their_own_rows(tiny: Catalog) -> None:
    define = [
        {"id": "x", "label": "X", "aggregated": {"subject": "opportunities", "field": "amount"}},
        {"id": "y", "label": "Y", "within": {"metric": "won_amount", "where": [HUNAN]}},
        {"id": "d", "label": "D", "buckets": {"field": "amount", "edges": [100]}},
    ]
    # Bob has O1 100, O2 50 and O5 40; none of them in Hunan
    assert rows(tiny, BOB, metrics=["x", "y"], define=define) == [(190.0, 0.0)]
    assert rows(tiny, BOB, metrics=["x"], by=["d"], define=define) == [("< 100", 90.0), ("≥ 100", 100.0)]


def test_the_records_of_a_restricted_metric_are_its_rows(tiny: Catalog) -> None:
    define = [{"id": "y", "label": "Y", "within": {"metric": "won_amount", "where": [HUNAN]}}]
    asked = {"subject": "opportunities", "metric": "y", "columns": ["name"], "define": define}
    assert records(tiny, read_records(asked)).rows.rows() == [("O4",)]
