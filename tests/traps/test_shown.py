"""Shares, running numbers and changes stay what they are whatever the answer leaves out."""

from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.query import answer, records
from datasource.question import read_query, read_records
from datasource.scope import Viewer
from tests.traps.company import TODAY, company, rows, span, won

MONTHS = {"field": "date", "grain": "month"}
USERS = [{"name": name} for name in ("Ann", "Bob", "Cid")]
MAY = TODAY.replace(month=5, day=31)
APRIL = TODAY.replace(month=4)
LAST_JUNE = TODAY.replace(year=2023)


def shown(how: str, metric: str = "won_amount", **more: Any) -> dict[str, Any]:
    """A question for one metric shown as `how`, its base not asked for."""
    return {"metrics": ["it"], "define": [{"id": "it", "label": "It", "shown": {"metric": metric, "as": how} | more}]}


@pytest.fixture
def three(tmp_path: Path) -> Catalog:
    """Ann won 5, Bob 3, Cid 2."""
    return company(
        tmp_path,
        users=USERS,
        opportunities=[won(amount * 100, owner_id=who) for who, amount in ((1, 5), (2, 3), (3, 2))],
    )


@pytest.mark.parametrize(
    "cut",
    [
        {"limit": 1},
        {"top": {"field": "owner", "n": 1, "by": "won_amount", "others": False}},
        {"having": [{"field": "it", "op": "gt", "value": 0.4}]},
    ],
)
def test_a_share_is_of_all_rows_and_not_of_those_that_are_left(three: Catalog, cut: dict[str, Any]) -> None:
    assert rows(three, **shown("share_of_total"), by=["owner"], **cut) == [("Ann", 0.5)]


def test_a_share_of_a_column_counts_the_members_outside_the_top(tmp_path: Path) -> None:
    deals = [won(3_00, owner_id=1), won(1_00, owner_id=2), won(4_00, MAY, owner_id=2)]
    catalog = company(tmp_path, users=USERS, opportunities=deals)
    top = {"field": "owner", "n": 1, "by": "won_amount", "others": False}
    told = rows(catalog, **shown("share_of_column"), by=["owner", MONTHS], top=top)
    assert told == [("Bob", "2024-05", 1.0), ("Bob", "2024-06", 0.25)]


def test_a_share_is_of_what_the_viewer_may_see(three: Catalog) -> None:
    bob = Viewer("Bob", ScopeKind.SELF, 2)
    assert rows(three, bob, **shown("share_of_total"), by=["owner"]) == [("Bob", 1.0)]


def test_a_share_of_a_total_of_zero_is_undefined(tmp_path: Path) -> None:
    catalog = company(tmp_path, users=USERS, opportunities=[won(5_00, owner_id=1), won(-5_00, owner_id=2)])
    assert rows(catalog, **shown("share_of_total"), by=["owner"]) == [("Ann", None), ("Bob", None)]


def test_others_end_a_running_total_and_have_no_rank(three: Catalog) -> None:
    top = {"field": "owner", "n": 1, "by": "won_amount"}
    assert rows(three, **shown("running_total"), by=["owner"], top=top) == [
        ("Ann", 5.0, False),
        ("Others", 10.0, True),
    ]
    assert rows(three, **shown("rank"), by=["owner"], top=top) == [("Ann", 1, False), ("Others", None, True)]
    assert rows(three, **shown("difference"), by=["owner"], top=top) == [("Ann", None, False), ("Others", None, True)]


def test_ties_share_a_rank_and_the_next_is_left_out(tmp_path: Path) -> None:
    catalog = company(
        tmp_path, users=USERS, opportunities=[won(amount, owner_id=who) for who, amount in ((1, 5), (2, 9), (3, 9))]
    )
    assert rows(catalog, **shown("rank"), by=["owner"]) == [("Ann", 3), ("Bob", 1), ("Cid", 1)]


def test_a_member_without_a_row_in_the_next_month_drops_to_zero(tmp_path: Path) -> None:
    deals = [won(4_00, APRIL, owner_id=1), won(6_00, TODAY, owner_id=1), won(1_00, MAY, owner_id=2)]
    catalog = company(tmp_path, users=USERS, opportunities=deals)
    by, half = ["owner", MONTHS], span("2024-04-01", "2024-06-30")
    assert rows(catalog, **shown("difference"), by=by, period=half) == [
        ("Ann", "2024-04", None),
        ("Ann", "2024-05", -4.0),
        ("Ann", "2024-06", 6.0),
        ("Bob", "2024-05", 1.0),
        ("Bob", "2024-06", -1.0),
    ]
    assert rows(catalog, **shown("change"), by=by, period=half) == [
        ("Ann", "2024-04", None),
        ("Ann", "2024-05", -1.0),
        ("Ann", "2024-06", None),
        ("Bob", "2024-05", None),
        ("Bob", "2024-06", -1.0),
    ]


def test_a_month_without_a_row_is_zero_in_a_moving_average_of_sums_and_unknown_in_one_of_ratios(
    tmp_path: Path,
) -> None:
    deals = [won(4_00, APRIL, owner_id=1), won(8_00, TODAY, owner_id=1), won(1_00, MAY, owner_id=2)]
    catalog = company(tmp_path, users=USERS, opportunities=deals)
    asked: dict[str, Any] = {"by": ["owner", MONTHS], "period": span("2024-04-01", "2024-06-30")}
    sums = rows(catalog, **shown("moving_average", window=3), **asked)
    assert sums == [("Ann", "2024-04", None), ("Ann", "2024-06", 4.0), ("Bob", "2024-05", None)]
    ratios = rows(catalog, **shown("moving_average", "avg_won_amount", window=3), **asked)
    assert [value for *_, value in ratios] == [None, None, None]


def test_the_same_bucket_a_year_before_lies_outside_the_period(tmp_path: Path) -> None:
    deals = [won(9_00, owner_id=1), won(6_00, LAST_JUNE, owner_id=1), won(2_00, MAY.replace(year=2023), owner_id=2)]
    catalog = company(tmp_path, users=USERS, opportunities=deals)
    months = {"by": [MONTHS], "period": span("2024-05-01", "2024-06-30")}
    assert rows(catalog, **shown("difference_last_year"), **months) == [("2024-05", -2.0), ("2024-06", 3.0)]
    assert rows(catalog, **shown("change_last_year"), **months) == [("2024-05", -1.0), ("2024-06", 0.5)]
    owners = {"by": ["owner"], "period": span("2024-05-01", "2024-06-30")}
    assert rows(catalog, **shown("change_last_year"), **owners) == [("Ann", 0.5), ("Bob", -1.0)]


def test_deals_without_a_day_are_in_the_share_and_not_in_what_runs_along_the_days(tmp_path: Path) -> None:
    catalog = company(tmp_path, users=USERS, opportunities=[won(3_00, owner_id=1), won(1_00, None, owner_id=1)])
    by = [{"field": "close_date", "grain": "month"}]
    assert rows(catalog, **shown("share_of_total"), by=by) == [("2024-06", 0.75), (None, 0.25)]
    assert rows(catalog, **shown("running_total"), by=by) == [("2024-06", 3.0), (None, None)]


def test_the_base_metric_beside_it_stays_as_it_is(three: Catalog) -> None:
    asked = shown("share_of_total") | {"metrics": ["won_amount", "it"]}
    assert rows(three, **asked, by=["owner"]) == [("Ann", 5.0, 0.5), ("Bob", 3.0, 0.3), ("Cid", 2.0, 0.2)]


def test_units_are_those_of_what_is_shown_also_where_the_base_is_a_calculation(tmp_path: Path) -> None:
    """Minor units must not be taken out of shares, changes and ranks, and once only out of the rest."""
    catalog = company(tmp_path, users=USERS, opportunities=[won(300_00, owner_id=1), won(100_00, owner_id=2)])
    net: dict[str, Any] = {"id": "base", "label": "Net", "difference": {"of": "won_amount", "less": "lost_amount"}}
    per = {"id": "base", "label": "Deals per yuan", "ratio": {"of": "won_count", "to": "won_amount"}}
    told: dict[str, tuple[dict[str, Any], list[float | None]]] = {
        "share_of_total": (net, [0.75, 0.25]),
        "running_total": (net, [300.0, 400.0]),
        "difference": (net, [None, -200.0]),
        "change": (net, [None, -2 / 3]),
        "rank": (per, [2, 1]),
    }
    for how, (base, wanted) in told.items():
        asked = shown(how, "base")
        found = rows(catalog, metrics=["it"], by=["owner"], define=[base, *asked["define"]])
        assert [value for _, value in found] == [value and pytest.approx(value) for value in wanted]
    asked = shown("difference", "base")
    found = rows(catalog, metrics=["it", "base"], by=["owner"], define=[per, *asked["define"]])
    assert found == [("Ann", None, pytest.approx(1 / 300)), ("Bob", pytest.approx(1 / 150), pytest.approx(1 / 100))]
    cheap = [{"field": "base", "op": "gt", "value": 0.005}]
    assert len(rows(catalog, metrics=["base"], by=["owner"], define=[per], having=cheap)) == 1


def test_the_records_behind_a_shown_number_are_those_of_its_metric(three: Catalog) -> None:
    asked = read_query(shown("share_of_total") | {"by": ["owner"]})
    [column] = [one for one in answer(three, asked).columns if one.metric]
    ann = [{"field": "owner", "op": "eq", "value": "Ann"}]
    page = records(three, read_records({"subject": "opportunities", "metric": column.metric, "where": ann}))
    assert page.row_count == 1
    page = records(three, read_records({"subject": "opportunities", "metric": column.name, "where": ann}))
    assert page.row_count == 1
