"""Ways in which a calculation could be silently wrong."""

from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.engines import facts
from datasource.errors import MingjingError
from datasource.metrics.defined import canonical
from datasource.metrics.registry import METRICS, money_power
from datasource.people.account import ScopeKind
from datasource.query import answer, records
from datasource.question import read_query, read_records
from datasource.result import Unit
from datasource.scope import Viewer
from tests.traps.company import STAGES, TODAY, ask, company, rows, won

HUNAN = {"field": "region", "op": "eq", "value": "Hunan"}


def one(name: str, **body: Any) -> dict[str, Any]:
    return {"id": name, "label": name.upper(), **body}


def refused(catalog: Catalog, *define: dict[str, Any], **more: Any) -> str:
    with pytest.raises(MingjingError) as error:
        ask(catalog, **{"metrics": [define[0]["id"]], "define": [*define], **more})
    return str(error.value)


def test_money_leaves_its_minor_units_only_once_and_never_halfway(tiny: Catalog) -> None:
    define = [
        one("per_yuan", ratio={"of": "won_count", "to": "won_amount"}),
        one("squared", ratio={"of": "won_amount", "to": "per_yuan"}),
        one("shown_bare", unit="number", ratio={"of": "won_amount", "to": "won_count"}),
    ]
    told = ask(tiny, metrics=["per_yuan", "squared", "shown_bare"], by=["outcome"], totals=True, define=define)
    assert told.rows.rows()[0][1:] == (0.005, 80_000.0, 200.0)
    assert [*(told.totals or {}).values()] == [0.005, 80_000.0, 200.0]


def test_every_metric_in_money_holds_minor_units_once_and_no_other_does() -> None:
    assert {name: money_power(name) for name in METRICS} == {
        name: int(metric.unit is Unit.MONEY) for name, metric in METRICS.items()
    }


def test_a_share_of_money_is_never_called_money(tiny: Catalog) -> None:
    share = one("x", ratio={"of": "lost_amount", "to": "won_amount"}, unit="money")
    assert refused(tiny, share) == (
        "define.0.unit: 'lost_amount' divided by 'won_amount' is no money; leave the unit out or take another one"
    )
    counted = one("x", sum=["won_count", "lost_count"], unit="money")
    assert "not in money" in refused(tiny, counted)


def test_numbers_of_different_units_are_not_added(tiny: Catalog) -> None:
    assert refused(tiny, one("x", sum=["won_amount", "cycle_days"])) == (
        "define.0.sum.1: 'won_amount' is in money and 'cycle_days' in days: they cannot be put together."
    )
    define = (
        one("x", sum=["a", "b"]),
        one("a", ratio={"of": "won_count", "to": "won_amount"}),
        one("b", ratio={"of": "won_count", "to": "new_leads"}, unit="number"),
    )
    assert "cannot be put together" in refused(tiny, *define)  # one counts per cent, the other does not


def test_conditions_of_one_metric_leave_its_neighbours_alone(tiny: Catalog) -> None:
    define = [
        one("a", within={"metric": "won_amount", "where": [HUNAN]}),
        one("b", within={"metric": "won_amount", "where": [{**HUNAN, "op": "ne"}]}),
        one("c", within={"metric": "a", "where": [{**HUNAN, "op": "ne"}]}),
    ]
    assert rows(tiny, metrics=["a", "b", "c", "won_amount"], define=define) == [(300.0, 100.0, 0.0, 400.0)]
    shared = [{"field": "amount", "op": "gte", "value": 300}]
    assert rows(tiny, metrics=["a", "b"], where=shared, define=define) == [(300.0, 0.0)]


def test_conditions_hold_for_both_parts_of_a_ratio(tiny: Catalog) -> None:
    rate = one("x", within={"metric": "win_rate", "where": [{"field": "customer", "op": "ne", "value": "Beta"}]})
    assert rows(tiny, metrics=["x", "win_rate"], define=[rate]) == [(1.0, 2 / 3)]  # O2 of Beta is the one lost


def test_a_past_state_within_conditions_is_that_of_the_day(tiny: Catalog) -> None:
    qualify = [{"field": "stage", "op": "eq", "value": "Qualify"}]
    define = [one("x", within={"metric": "open_amount", "where": qualify})]
    # 28 February: O2 50, O3 80.01 and O4 250 in Qualify; today only O5 40
    period = {"from": "2024-02-28", "to": "2024-02-28"}
    assert rows(tiny, metrics=["x"], define=define, period=period) == [(380.01,)]
    assert rows(tiny, metrics=["x"], define=define) == [(40.0,)]


def test_a_past_stage_without_a_log_is_refused_however_it_is_asked_for(tmp_path: Path) -> None:
    deals = [{"outcome": "open", "amount": 10_00, "stage_id": 1, "pipeline_id": 1, "created_date": TODAY}]
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=deals)
    period = {"from": "2024-01-01", "to": "2024-05-31"}
    only = [{"field": "stage", "op": "eq", "value": "Qualify"}]
    case = one("d", cases={"subject": "opportunities", "cases": [{"label": "Q", "where": only}]})
    group = one("d", groups={"field": "stage", "groups": [{"label": "Q", "members": ["Qualify"]}]})
    for dimension in (case, group):
        assert "no stage log" in refused(catalog, dimension, metrics=["open_amount"], by=["d"], period=period)
        eq = [{"field": "d", "op": "eq", "value": "Q"}]
        assert "no stage log" in refused(catalog, dimension, metrics=["open_amount"], where=eq, period=period)
    assert "no stage log" in refused(catalog, one("x", within={"metric": "open_amount", "where": only}), period=period)


def test_amounts_of_deals_are_not_added_up_over_their_stages(tiny: Catalog) -> None:
    for subject, field in (("stage_dwell", "amount"), ("stage_stays", "amount"), ("stage_stays", "")):
        how = "sum" if field else "count"
        told = refused(tiny, one("x", aggregated={"subject": subject, "field": field, "how": how}))
        assert "several rows for one record" in told
    stays = one("x", aggregated={"subject": "stage_dwell", "field": "stay_days", "how": "mean"})
    assert rows(tiny, metrics=["x", "dwell_days"], define=[stays]) == [(422 / 9, 422 / 9)]


def test_a_calculation_needs_what_its_parts_need_and_has_no_total_either(tiny: Catalog) -> None:
    define = one("x", ratio={"of": "reached_amount", "to": "reached_opportunities"})
    assert "needs 'stage'" in refused(tiny, define)
    told = ask(tiny, metrics=["x"], by=["stage"], totals=True, define=[define])
    assert [*(told.totals or {}).values()] == [None]


def test_a_group_does_not_take_in_a_member_that_is_called_like_it(tiny: Catalog) -> None:
    define = one("d", groups={"field": "region", "groups": [{"label": "Hunan", "members": ["Guangdong"]}]})
    assert refused(tiny, define, metrics=["won_amount"], by=["d"]) == (
        "In 'd', the group 'Hunan' is called like a member outside it: add it, or rename the group."
    )
    both = [{"label": "A", "members": ["Hunan"]}, {"label": "B", "members": ["Hunan"]}]
    told = refused(tiny, one("d", groups={"field": "region", "groups": both}), metrics=["won_amount"], by=["d"])
    assert told == "define.0.groups.groups: 'Hunan' stands here twice; keep one"


def test_a_deal_with_two_products_of_one_group_is_one_deal_there(tmp_path: Path) -> None:
    lines = [{"opportunity_id": 1, "product_id": product, "amount": 1_00} for product in (1, 2, 3)]
    products = [{"name": name} for name in ("Box", "Cord", "App")]
    catalog = company(tmp_path, products=products, opportunities=[won(9_00)], opportunity_lines=lines)
    define = [one("d", groups={"field": "product", "groups": [{"label": "Goods", "members": ["Box", "Cord"]}]})]
    asked = {"metrics": ["won_count", "won_amount"], "by": ["d"], "define": define, "totals": True}
    told = ask(catalog, **asked)
    assert told.rows.rows() == [("Goods", 1, 6.0), ("App", 1, 3.0)]
    assert told.totals == {"won_count": 1, "won_amount": 9.0}


def test_a_case_by_product_is_the_whole_deals_also_beside_products(tmp_path: Path) -> None:
    lines = [{"opportunity_id": 1, "product_id": product, "amount": 1_00} for product in (1, 2)]
    products = [{"name": name} for name in ("Box", "App")]
    catalog = company(tmp_path, products=products, opportunities=[won(8_00), won(5_00)], opportunity_lines=lines)
    only = [{"field": "product", "op": "eq", "value": "Box"}]
    define = [one("d", cases={"subject": "opportunities", "others": "no", "cases": [{"label": "box", "where": only}]})]
    assert rows(catalog, metrics=["won_amount"], by=["d"], define=define) == [("box", 8.0), ("no", 5.0)]
    assert rows(catalog, metrics=["won_amount"], by=["d", "product"], define=define) == [
        ("box", "App", 4.0),
        ("box", "Box", 4.0),
        ("no", "Unknown", 5.0),
    ]


def test_a_band_of_amounts_means_the_records_own_beside_products(tiny: Catalog) -> None:
    define = [one("d", buckets={"field": "amount", "edges": [100]})]
    found = rows(tiny, metrics=["won_amount"], by=["d", "product"], define=define)
    assert found == [("≥ 100", "App", 316.67), ("≥ 100", "Box", 83.33)]


def test_the_owner_in_a_group_is_the_one_of_the_day_and_so_are_its_records(tiny: Catalog) -> None:
    define = [one("d", groups={"field": "owner", "others": "Rest", "groups": [{"label": "G", "members": ["Cid"]}]})]
    for metric in ("new_opportunities", "won_count", "lost_count", "open_opportunities"):
        by_owner = {row[0]: row[1] for row in rows(tiny, metrics=[metric], by=["owner"])}
        grouped = {row[0]: row[1] for row in rows(tiny, metrics=[metric], by=["d"], define=define)}
        assert grouped.get("G", 0) == by_owner.get("Cid", 0)
        where = [{"field": "d", "op": "eq", "value": "G"}]
        asked = {"subject": "opportunities", "metric": metric, "columns": ["name"], "where": where, "define": define}
        assert records(tiny, read_records(asked)).row_count == by_owner.get("Cid", 0)
    only = [{"field": "owner", "op": "eq", "value": "Cid"}]
    case = [one("d", cases={"subject": "opportunities", "cases": [{"label": "G", "where": only}]})]
    by_owner = {row[0]: row[1] for row in rows(tiny, metrics=["lost_count"], by=["owner"])}
    by_case = {row[0]: row[1] for row in rows(tiny, metrics=["lost_count"], by=["d"], define=case)}
    assert by_case.get("G", 0) == by_owner.get("Cid", 0)


def test_a_record_of_several_cases_is_in_the_first(tiny: Catalog) -> None:
    cases = [
        {"label": "any", "where": [{"field": "amount", "op": "gt", "value": 0}]},
        {"label": "big", "where": [{"field": "amount", "op": "gte", "value": 100}]},
    ]
    define = [one("d", cases={"subject": "opportunities", "cases": cases})]
    assert rows(tiny, metrics=["new_opportunities"], by=["d"], define=define) == [("any", 6)]


def test_what_meets_no_case_or_has_no_number_is_still_counted(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(5_00), won(None), won(500_00)])
    only = [{"field": "amount", "op": "lt", "value": 100}]
    case = one("d", cases={"subject": "opportunities", "cases": [{"label": "small", "where": only}]})
    band = one("d", buckets={"field": "amount", "edges": [100]})
    assert rows(catalog, metrics=["won_count"], by=["d"], define=[case]) == [("small", 1), ("Unknown", 2)]
    assert rows(catalog, metrics=["won_count"], by=["d"], define=[band]) == [
        ("< 100", 1),
        ("≥ 100", 1),
        ("Unknown", 1),
    ]


def test_the_same_id_in_two_questions_means_what_each_of_them_says(tiny: Catalog) -> None:
    first = read_query({"metrics": ["x"], "define": [one("x", sum=["won_amount", "lost_amount"])]})
    other = read_query({"metrics": ["x"], "define": [one("x", sum=["won_amount", "open_amount"])]})
    known = canonical(first), canonical(other)
    for query, number in ((first, 450.0), (other, 520.01), (known[0], 450.0), (known[1], 520.01)):
        assert answer(tiny, query).rows.row(0) == (number,)


def test_what_a_calculation_stands_on_is_part_of_its_name() -> None:
    def share(part: str) -> str:
        inner = one("part", within={"metric": "won_amount", "where": [{**HUNAN, "value": part}]})
        outer = one("x", ratio={"of": "part", "to": "won_amount"})
        return canonical(read_query({"metrics": ["x"], "define": [inner, outer]})).metrics[0]

    assert share("Hunan") == share("Hunan")
    assert share("Hunan") != share("Guangdong")


def test_a_reader_of_less_never_gets_the_columns_of_another_ones_rows(tiny: Catalog) -> None:
    define = [one("d", groups={"field": "customer", "others": "Rest", "groups": [{"label": "E", "members": ["Echo"]}]})]
    bob = Viewer("Bob", ScopeKind.SELF, 2)
    asked = {"metrics": ["won_amount"], "by": ["d"], "define": define}
    assert rows(tiny, **asked) == [("E", 300.0), ("Rest", 100.0)]
    assert rows(tiny, bob, **asked) == [("Rest", 100.0)]


def test_columns_that_are_dropped_come_back_as_they_were(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "MOST_MADE", 2)
    for edge in (50, 60, 70, 100, 50):
        define = [one(name, buckets={"field": "amount", "edges": [edge + more]}) for more, name in enumerate("ab")]
        found = rows(tiny, metrics=["new_opportunities"], by=["a", "b"], define=define)
        assert sum(row[-1] for row in found) == 6
        assert {row[0] for row in found} == {f"< {edge}", f"≥ {edge}"}


def test_a_metric_shown_as_something_else_is_refused_where_rows_are_counted(tiny: Catalog) -> None:
    shown = one("x", shown={"metric": "won_amount", "as": "share_of_total"})
    assert refused(tiny, one("y", sum=["x", "won_amount"]), shown).startswith("define.0.sum.0: 'x' is shown over")


def test_values_that_are_equal_to_python_alone_are_told_apart(tmp_path: Path) -> None:
    customers = [{"name": "A", "level": "1"}, {"name": "B", "level": "True"}]
    deals = [won(1_00, customer_id=1), won(5_00, customer_id=2)]
    catalog = company(tmp_path, customers=customers, opportunities=deals)
    asked: list[tuple[Any, float]] = [(1, 1.0), (True, 5.0), ("1", 1.0), (1.0, 0.0)]
    for value, amount in asked:
        where = [{"field": "level", "op": "eq", "value": value}]
        assert rows(catalog, metrics=["won_amount"], where=where) == [(amount,)]
    within = [{"metric": "won_amount", "where": [{"field": "level", "op": "eq", "value": value}]} for value, _ in asked]
    define = [one(name, within=body) for name, body in zip("abcd", within, strict=True)]
    assert rows(catalog, metrics=[*"abcd"], define=define) == [tuple(amount for _, amount in asked)]
