"""Metrics shown as something else: golden values worked out by hand on tests/tiny_crm, and refusals by name."""

from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.defined import given_name
from datasource.result import Unit
from tests.traps.company import ask, rows

MONTHS = {"field": "date", "grain": "month"}
HALF = {"from": "2024-01-01", "to": "2024-06-30"}
Asked = dict[str, Any]


def shown(metric: str, how: str, **more: Any) -> Asked:
    """A question's `metrics` and `define` for one metric shown as `how`."""
    body = {"metric": metric, "as": how} | more
    return {"metrics": ["it"], "define": [{"id": "it", "label": "It", "shown": body}]}


# New opportunities of the half year: January O1 100 and O4 300, February O2 50 and O3 80.01, April O5 40 and O6 10.
GOLDEN: dict[str, list[float | None]] = {
    "share_of_total": [400 / 580.01, 130.01 / 580.01, 0, 50 / 580.01, 0, 0],
    "running_total": [400, 530.01, 530.01, 580.01, 580.01, 580.01],
    "moving_average": [None, None, 530.01 / 3, 180.01 / 3, 50 / 3, 50 / 3],
    "difference": [None, -269.99, -130.01, 50, -50, 0],
    "change": [None, -269.99 / 400, -1, None, -1, None],
    "rank": [1, 2, 4, 3, 4, 4],
    "difference_last_year": [400, 130.01, 0, 50, 0, 0],
    "change_last_year": [None, None, None, None, None, None],
}
TOTALS = {"share_of_total": 1, "running_total": 580.01, "difference_last_year": 580.01}


@pytest.mark.parametrize("how", GOLDEN)
def test_months_of_the_tiny_company(tiny: Catalog, how: str) -> None:
    told = ask(tiny, **shown("new_opportunity_amount", how), by=[MONTHS], period=HALF, totals=True)
    assert told.rows["date"].to_list() == [f"2024-0{month}" for month in range(1, 7)]
    assert [given_name(name) for name in told.rows.columns] == ["date", "it"]
    assert told.rows.to_series(-1).to_list() == [
        pytest.approx(value) if value is not None else None for value in GOLDEN[how]
    ]
    assert told.totals is not None
    assert [*told.totals.values()] == [pytest.approx(TOTALS[how]) if how in TOTALS else None]


def test_shares_within_rows_and_columns(tiny: Catalog) -> None:
    # Follow-ups: January Bob 2 by phone and visit, February Cid and Dee 1 each by phone.
    by = [MONTHS, "channel"]
    assert rows(tiny, **shown("follow_ups", "share_of_row"), by=by) == [
        ("2024-01", "Phone", 0.5),
        ("2024-01", "Visit", 0.5),
        ("2024-02", "Phone", 1.0),
    ]
    assert rows(tiny, **shown("follow_ups", "share_of_column"), by=by) == [
        ("2024-01", "Phone", 1 / 3),
        ("2024-01", "Visit", 1.0),
        ("2024-02", "Phone", 2 / 3),
    ]


def test_a_second_dimension_runs_on_its_own_and_along_may_name_another(tiny: Catalog) -> None:
    by = [MONTHS, "channel"]
    assert rows(tiny, **shown("follow_ups", "running_total"), by=by) == [
        ("2024-01", "Phone", 1),
        ("2024-01", "Visit", 1),
        ("2024-02", "Phone", 3),
    ]
    assert rows(tiny, **shown("follow_ups", "running_total", along="channel"), by=by) == [
        ("2024-01", "Phone", 1),
        ("2024-01", "Visit", 2),
        ("2024-02", "Phone", 2),
    ]


def test_rank_is_best_first_by_the_good_direction(tiny: Catalog) -> None:
    # Lost: Bob 50; won: Bob 100, Dee 300. The less is lost the better.
    both = ask(tiny, metrics=["lost_amount", "won_amount"], by=["owner"]).rows.rows()
    assert both == [("Bob", 50.0, 100.0), ("Dee", 0.0, 300.0)]
    lost = shown("lost_amount", "rank")
    lost["metrics"] = ["won_amount", "it"]
    assert rows(tiny, **lost, by=["owner"]) == [("Bob", 100.0, 2), ("Dee", 300.0, 1)]
    assert rows(tiny, **shown("won_amount", "rank"), by=["owner"]) == [("Bob", 2), ("Dee", 1)]


def test_without_groups_a_share_is_the_whole_and_the_year_before_is_compared(tiny: Catalog) -> None:
    assert rows(tiny, **shown("won_amount", "share_of_total")) == [(1.0,)]
    # Echo of December 2023 is the base of December 2024, of which nothing is known yet.
    dated = {"period": {"from": "2023-07-01", "to": "2024-06-30"}}
    assert rows(tiny, **shown("new_customers", "difference_last_year"), **dated) == [(5,)]
    assert rows(tiny, **shown("new_customers", "change_last_year"), **dated) == [(None,)]


@pytest.mark.parametrize(
    ("how", "unit", "better"),
    [
        ("share_of_total", Unit.RATE, True),
        ("change", Unit.RATE, True),
        ("running_total", Unit.MONEY, True),
        ("moving_average", Unit.MONEY, True),
        ("rank", Unit.COUNT, False),
    ],
)
def test_the_column_is_a_value_of_the_base_metric(tiny: Catalog, how: str, unit: Unit, better: bool) -> None:
    told = ask(tiny, **shown("won_amount", how), by=[MONTHS], period=HALF)
    column = told.columns[-1]
    assert (given_name(column.name), column.label, column.metric, column.part) == ("it", "It", "won_amount", "value")
    assert (column.unit, column.higher_is_better) == (unit, better)
    assert told.proof.metrics[0].metric == column.name
    assert told.proof.metrics[0].rows_used == 2
    assert "won_amount" in told.proof.metrics[0].formula


def test_an_average_of_counts_is_no_count(tiny: Catalog) -> None:
    assert ask(tiny, **shown("follow_ups", "moving_average"), by=[MONTHS]).columns[-1].unit is Unit.NUMBER


def test_having_and_sort_name_what_is_shown(tiny: Catalog) -> None:
    big = {"field": "it", "op": "gt", "value": 0.1}
    told = rows(
        tiny,
        **shown("new_opportunity_amount", "share_of_total"),
        by=[MONTHS],
        period=HALF,
        having=[big],
        sort=[{"by": "it"}],
    )
    assert [month for month, _ in told] == ["2024-02", "2024-01"]


def test_having_takes_money_in_major_units_and_rates_as_fractions(tiny: Catalog) -> None:
    some = {"metrics": ["won_amount", "win_rate"], "by": ["owner"]}
    assert rows(tiny, **some, having=[{"field": "won_amount", "op": "eq", "value": 300}]) == [("Dee", 300.0, 1.0)]
    assert rows(tiny, **some, having=[{"field": "win_rate", "op": "lt", "value": 0.6}]) == [("Bob", 100.0, 0.5)]
    running = shown("new_opportunity_amount", "running_total")
    found = rows(tiny, **running, by=[MONTHS], period=HALF, having=[{"field": "it", "op": "eq", "value": 530.01}])
    assert [month for month, _ in found] == ["2024-02", "2024-03"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (shown("win_rate", "share_of_total"), "do not add up"),
        (shown("customers_followed", "share_of_total"), "do not add up"),
        (shown("cycle_days_median", "running_total"), "do not add up"),
        (shown("open_amount", "running_total"), "do not add up"),
        (shown("open_amount", "share_of_total"), "do not add up"),
        (shown("won_amount", "share_of_row"), "needs two dimensions"),
        (shown("won_amount", "rank", along="owner"), "not in 'by'"),
        (shown("won_amount", "rank") | {"compare": "previous", "period": HALF}, "cannot be compared"),
        (shown("won_amount", "change_last_year"), "give a 'period'"),
        (shown("won_amount", "change_last_year") | {"period": HALF | {"field": "created_date"}}, "period's own"),
        (shown("won_amount", "rank") | {"having": [{"field": "won_amount", "op": "gt", "value": 1}]}, "'having' asks"),
        (shown("won_amount", "rank") | {"sort": [{"by": "won_amount"}]}, "Cannot sort"),
        (shown("won_amont", "rank"), "Did you mean 'won_amount'"),
    ],
)
def test_what_cannot_be_told_is_refused_by_name(tiny: Catalog, asked: Asked, told: str) -> None:
    by = [{"field": "close_date", "grain": "month"}] if "period's own" in told else [MONTHS]
    with pytest.raises(MingjingError, match=told):
        ask(tiny, **({"by": by} | asked))


def test_counts_of_records_with_several_products_have_no_shares(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="do not add up"):
        ask(tiny, **shown("won_count", "share_of_total"), by=["product"])
    split = rows(tiny, **shown("won_amount", "share_of_total"), by=["product"])
    assert sum(share for _, share in split) == pytest.approx(1)


def test_a_shown_metric_is_neither_shown_again_nor_ranked_by(tiny: Catalog) -> None:
    asked = shown("won_amount", "rank")
    again = {"id": "again", "label": "Again", "shown": {"metric": "it", "as": "rank"}}
    with pytest.raises(MingjingError, match="no other calculation can stand on it"):
        ask(tiny, metrics=["again"], by=["owner"], define=[*asked["define"], again])
    with pytest.raises(MingjingError, match="rank by 'won_amount'"):
        ask(tiny, **asked, by=["owner"], top={"field": "owner", "n": 1, "by": "it"})


def test_nothing_to_run_along_without_groups(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="needs a dimension"):
        ask(tiny, **shown("won_amount", "running_total"))
