"""The pages of customers by employee, opened by who sees everything and by a rep: numbers by hand from the tiny company."""

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


def table(page: AppTest, key: str) -> dict[str, list[object]]:
    """The rows of the table tile called `key`, by their first cell."""
    frame = page.dataframe(key=f"tile_{key}_table").value
    return {row[0]: [None if cell != cell else cell for cell in row[1:]] for row in frame.to_numpy().tolist()}


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
    assert any("Nothing fits the period" in info.value for info in page.info)
