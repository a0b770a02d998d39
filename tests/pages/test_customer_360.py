"""Customer 360 as people open it: search, one customer, the parts, and what a link to nothing says."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]

PAGE = "pages/customers/customer_360.py"
NOBODY = "There is no such customer, or it is not yours to see. Search for another one."


def told(page: AppTest) -> list[str]:
    """What an opened page says in boxes."""
    assert not page.exception
    return [one.value for one in (*page.error, *page.warning, *page.info)]


def cards(page: AppTest) -> dict[str, str]:
    assert told(page) == []
    return {card.label: card.value for card in page.metric}


def test_a_stranger_sees_one_sentence(opened: Open) -> None:
    page = opened(PAGE)
    assert [error.value for error in page.error] == ["Sign in to see this page."]
    assert not page.dataframe


@pytest.mark.parametrize(
    ("login", "names"), [("boss", ["Echo", "Acme", "Beta", "Core", "Dune"]), ("bob", ["Beta", "Acme"])]
)
def test_the_page_opens_with_the_newest_customers_one_may_see(opened: Open, login: str, names: list[str]) -> None:
    page = opened(PAGE, login)
    assert told(page) == []
    assert sorted(page.dataframe[0].value["name"]) == sorted(names)


def test_a_search_narrows_the_list(opened: Open) -> None:
    page = opened(PAGE, "boss")
    page.text_input(key="customer_search").set_value("eC").run()
    assert page.dataframe[0].value["name"].to_list() == ["Echo"]
    page.text_input(key="customer_search").set_value("zz").run()
    assert told(page) == ["No customer that you may see fits; try a part of the name, or the last digits of the phone."]


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_one_customer_with_figures_and_timeline(opened: Open, login: str) -> None:
    page = opened(PAGE, login, customer="1")
    found = cards(page)
    assert found["Contract amount"] == "¥120"  # C1 100, C4 20
    assert found["Received amount"] == "¥80.00"
    assert found["Outstanding amount"] == "¥40.00"
    assert found["Open amount"] == "¥40.00"  # O5
    assert found["Last contact"] == "Jan 16, 2024"
    assert [one.value for one in page.subheader] == ["Acme"]
    kinds = page.dataframe[0].value["kind"].to_list()
    assert kinds[0] == "Opportunities"  # O5 entered its stage on 1 April
    assert kinds.count("Tickets") == (4 if login == "boss" else 0)  # T1, T2 opened and resolved; Dee handles them


@pytest.mark.parametrize("customer", ["6", "99", "-1", "abc", "1" * 40, "٣"])
def test_a_customer_that_is_no_more_is_one_sentence(opened: Open, customer: str) -> None:
    assert told(opened(PAGE, "boss", customer=customer)) == [NOBODY]


def test_a_customer_of_somebody_else_is_the_same_sentence(opened: Open) -> None:
    page = opened(PAGE, "bob", customer="5")
    assert told(page) == [NOBODY]
    assert not page.dataframe
    assert not page.metric


@pytest.mark.parametrize(
    ("part", "column", "cells"),
    [
        ("contacts", "name", ["Xu"]),
        ("opportunities", "name", ["O1", "O5"]),
        ("contracts", "number", ["C1", "C4"]),
        ("receipts", "amount", [20.0, 40.0, 60.0]),  # the rejected one is listed, and not counted
        ("invoices", "amount", [100.0]),
        ("tickets", "title", ["App slow", "Box broken"]),
    ],
)
def test_each_part_lists_the_records(opened: Open, part: str, column: str, cells: list[object]) -> None:
    page = opened(PAGE, "boss", customer="1", part=part)
    assert told(page) == []
    assert sorted(page.dataframe[0].value[column]) == cells
    assert "customer" not in page.dataframe[0].value.columns


def test_an_unknown_part_falls_back_with_a_notice(opened: Open) -> None:
    page = opened(PAGE, "boss", customer="1", part="sideways")
    assert told(page) == ["“sideways” is no part of this page; the timeline stands instead."]
    assert page.segmented_control(key="customer_part").value == "timeline"


def test_kinds_narrow_the_timeline_and_stand_in_the_address(opened: Open) -> None:
    page = opened(PAGE, "boss", customer="1", touches="contract,nonsense")
    assert set(page.dataframe[0].value["kind"]) == {"Contracts"}
    page = opened(PAGE, "boss", customer="4", touches="ticket")
    assert told(page) == ["Nothing of these kinds has happened that you may see; choose other kinds."]


def test_another_customer_leads_back_to_the_search(opened: Open) -> None:
    page = opened(PAGE, "boss", customer="1", part="contacts")
    page.button(key="customer_leave").click().run()
    assert told(page) == []
    assert "customer" not in page.query_params
    assert len(page.dataframe[0].value) == 5
