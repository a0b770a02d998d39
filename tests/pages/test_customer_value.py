"""Customer value as people open it, with what a study found."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Tiny, served
from tests.reports.test_customer_value import company

VALUE = "pages/customers/value.py"


@pytest.fixture(scope="module")
def valued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    with served(company(tmp_path_factory.mktemp("valued"))) as tiny:
        yield tiny


def notices(page: AppTest) -> list[str]:
    assert not page.exception
    return [one.value for one in (*page.error, *page.warning, *page.info)]


def figures(page: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in page.metric}


@pytest.mark.parametrize(("login", "names"), [("boss", ["Echo", "Acme"]), ("bob", ["Acme"])])
def test_predicted_values_stand_with_how_good_they_were(valued: Tiny, login: str, names: list[str]) -> None:
    page = valued.open(VALUE, login)
    assert notices(page) == []
    customers, ways = (table.value for table in page.dataframe)
    assert customers["label"].tolist() == names
    assert ways["verdict"].tolist() == ["used", "no en", "to be beaten"]
    assert any("In all **20** came; **22** were predicted" in one.value for one in page.markdown)
    assert "How this is worked out, and how good it is" in [one.label for one in page.expander]


def test_the_year_held_back_is_told_in_money_too(valued: Tiny) -> None:
    page = valued.open(VALUE, "boss", held="money")
    assert any("In all **¥2,000** came; **¥2,100** were predicted" in one.value for one in page.markdown)


def test_profit_stands_at_the_rates_of_the_address(valued: Tiny) -> None:
    rates = {"follow_up_cost": "10", "visit_cost": "5", "ticket_cost": "7.5"}
    page = valued.open(VALUE, "boss", part="profit", **rates)
    assert notices(page) == []
    told = figures(page)
    assert told["Cost to serve"] == "¥57.50"
    assert told["Customers at a loss"] == "1"
    (profits,) = (table.value for table in page.dataframe)
    assert profits["label"].tolist() == ["Echo", "Acme"]
    assert any("known for 81.0% of the revenue; the rest" in one.value for one in page.caption)


def test_a_rate_that_is_set_stands_in_the_address(valued: Tiny) -> None:
    page = valued.open(VALUE, "boss", part="profit")
    first = next(one for one in page.number_input if one.label.startswith("Cost of a ticket"))
    page = first.set_value(0.0).run()
    assert page.query_params["ticket_cost"] == "0"
    assert any("The rates of serving are yours" in one.value for one in page.caption)


def test_a_rate_that_is_no_number_is_told_and_left_out(valued: Tiny) -> None:
    page = valued.open(VALUE, "boss", part="profit", visit_cost="-3", ticket_cost="dear")
    told = " ".join(notices(page))
    assert "visit_cost=-3" in told
    assert "ticket_cost=dear" in told
    assert figures(page)["Profit"]


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_concentration_names_the_largest(valued: Tiny, login: str) -> None:
    page = valued.open(VALUE, login, part="concentration")
    assert notices(page) == []
    tops, largest = (table.value for table in page.dataframe)
    assert len(tops) == 4
    assert largest["label"].tolist() == (["Acme"] if login == "bob" else ["Echo", "Acme"])
    assert figures(page)["Customers that bring 80 %"] == ("1" if login == "bob" else "2")
