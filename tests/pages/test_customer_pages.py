"""The pages of customers by employee, as who sees everything and as a rep: numbers by hand from the tiny company."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]

TITLES = {
    "by_employee": "Customer totals",
    "follow_ups": "Follow-ups",
    "channels": "Follow-up channels",
    "conversion": "Conversion",
    "public_pool": "Public pool",
    "deal_cycle": "Deal cycle",
    "satisfaction": "Satisfaction",
}
LOGINS = ("boss", "bob")
ALL = {"from": "2023-12-01", "to": "2024-06-30"}


def page_of(opened: Open, name: str, login: str, **params: str) -> AppTest:
    page = opened(f"pages/customers/{name}.py", login, **(params or ALL))
    assert not page.exception
    assert [one.value for one in (*page.error, *page.warning)] == []
    return page


def cards(page: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in page.metric}


def table(page: AppTest, key: str, *columns: str) -> list[list[object]]:
    """The rows of the table tile called `key`, the total last where it is one of them; empty cells are —."""
    cells = page.dataframe(key=f"tile_{key}_table").value[list(columns)].astype(object)
    rows: list[list[object]] = cells.where(cells.notna(), "—").to_numpy().tolist()
    return rows


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("name", TITLES)
def test_every_customer_page_opens(opened: Open, name: str, login: str) -> None:
    page = page_of(opened, name, login)
    assert [title.value for title in page.title] == [TITLES[name]]
    assert [info.value for info in page.info if login == "boss"] == []
    assert cards(page)


@pytest.mark.parametrize("name", TITLES)
def test_a_period_without_data_says_so(opened: Open, name: str) -> None:
    page = page_of(opened, name, "boss", **{"from": "2010-01-01", "to": "2010-01-31"})
    assert any("Nothing falls into the period" in info.value for info in page.info)


def test_customer_totals_show_deals_of_the_cohort_and_of_the_period(opened: Open) -> None:
    page = page_of(opened, "by_employee", "boss")
    columns = ("owner", "new_customers", "dealt_customers", "deal_rate", "dealt_customers_period", "deal_rate_period")
    assert table(page, "employees", *columns)[:4] == [
        ["Bob", 2, 1, 0.5, 1, 0.5],  # Acme, Beta; Acme dealt
        ["Cid", 1, 0, 0, 0, 0],
        ["Dee", 1, 1, 1, 1, 1],
        ["—", 1, 0, 0, 0, 0],
    ]


def test_follow_ups_as_a_rep_are_their_own(opened: Open) -> None:
    assert cards(page_of(opened, "follow_ups", "boss")) == {"Follow-ups": "4", "Customers followed": "2"}
    page = page_of(opened, "follow_ups", "bob")
    assert cards(page) == {"Follow-ups": "2", "Customers followed": "1"}
    assert table(page, "employees", "owner", "follow_ups", "customers_followed")[0] == ["Bob", 2, 1]


def test_every_channel_with_its_share(opened: Open) -> None:
    page = page_of(opened, "channels", "boss")
    columns = ("channel", "follow_ups", "customers_followed", "follow_up_share")
    assert table(page, "channel_table", *columns) == [
        ["Phone", 3, 2, 0.75],
        ["Visit", 1, 1, 0.25],
        ["Total", 4, 2, 1.0],
    ]


def test_young_cohorts_are_marked_and_the_rule_is_said(opened: Open) -> None:
    page = page_of(opened, "conversion", "boss")
    assert any("less than 96 days back, the median deal cycle" in text.value for text in page.caption)
    told = table(page, "conversion_table", "date", "new_customers", "deal_rate", "deal_rate_period", "maturity")
    assert told[:4] == [
        ["2023-12", 1, 1, 0, "Mature"],
        ["2024-01", 1, 1, 1, "Mature"],
        ["2024-02", 2, 0, 0, "Mature"],
        ["2024-03", 1, 0, 0, "Young"],
    ]


def test_the_pool_by_who_moved_customers_and_who_lies_in_it(opened: Open) -> None:
    page = page_of(opened, "public_pool", "boss")
    assert cards(page) == {"Into the pool": "2", "Claimed": "2", "Assigned": "1"}
    columns = ("owner", "pool_entries", "pool_claims", "pool_assignments")
    assert table(page, "employees", *columns)[:4] == [
        ["Bob", 1, 1, 1],
        ["Cid", 1, 0, 0],
        ["Dee", 1, 0, 0],
        ["—", 0, 1, 0],
    ]
    rep = page_of(opened, "public_pool", "bob")
    assert cards(rep) == {"Into the pool": "1", "Claimed": "1", "Assigned": "1"}
    assert rep.dataframe[-1].value.to_numpy().tolist() == [["Dune", "Unknown"]]


def test_the_deal_cycle_by_employee_region_and_product(opened: Open) -> None:
    page = page_of(opened, "deal_cycle", "boss")
    columns = ("dealt_customers_period", "cycle_days", "cycle_days_median")
    assert table(page, "by_employee", "owner", *columns)[:2] == [["Bob", 1, 20, 20], ["Dee", 1, 172, 172]]
    assert table(page, "by_region", "region", *columns)[:2] == [["Guangdong", 1, 20, 20], ["Hunan", 1, 172, 172]]
    assert table(page, "by_product", "product", *columns) == [
        ["App", 1, 172, 172],  # Echo's contract
        ["Unknown", 1, 20, 20],  # Acme's first contract has no lines
        ["Total", 2, 96, 96],
    ]


def test_satisfaction_by_employee_and_by_product_have_one_total(opened: Open) -> None:
    page = page_of(opened, "satisfaction", "boss")
    assert cards(page) == {"Return visits": "5", "Satisfaction score": "4", "Very satisfied (share)": "50.0%"}
    columns = ("visits", "satisfaction_score", "visits_very_satisfied", "very_satisfied_share")
    assert table(page, "by_employee", "owner", *columns) == [
        ["Bob", 2, 4.5, 1, 0.5],
        ["Cid", 1, "—", 0, "—"],  # no answer
        ["Dee", 1, 2.0, 0, 0.0],
        ["—", 1, 5.0, 1, 1.0],
        ["Total", 5, 4.0, 2, 0.5],
    ]
    assert table(page, "by_product", "product", *columns) == [
        ["Unknown", 3, 4.5, 1, 0.5],
        ["App", 2, 3.5, 1, 0.5],
        ["Box", 1, 5.0, 1, 1.0],
        ["Total", 5, 4.0, 2, 0.5],
    ]
