"""Every ready page, opened as people open it: numbers by hand from the tiny company, scope, strangers, languages."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datasource.people.accounts import Change, change_account, find_account
from datasource.texts import LANGUAGES, _, use_language
from tests.pages.conftest import Tiny

Open = Callable[..., AppTest]

COCKPIT = "pages/cockpit/cockpit.py"
FUNNEL = "pages/sales/funnel.py"
EMPLOYEES = "pages/customers/by_employee.py"
TITLES = {COCKPIT: "Cockpit", FUNNEL: "Sales funnel", EMPLOYEES: "Customer totals"}
QUARTER = {"from": "2024-01-01", "to": "2024-03-31"}


def cards(page: AppTest) -> dict[str, str]:
    """The key figures of a page that opened well."""
    assert not page.exception
    assert [one.value for one in (*page.error, *page.warning, *page.info)] == []
    return {card.label: card.value for card in page.metric}


@pytest.mark.parametrize("file", TITLES)
def test_a_stranger_sees_one_sentence(opened: Open, file: str) -> None:
    page = opened(file)
    assert [error.value for error in page.error] == ["Sign in to see this page."]
    assert not page.metric
    assert not page.exception


@pytest.mark.parametrize("file", TITLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language(tiny_served: Tiny, file: str, language: str) -> None:
    boss = find_account(tiny_served.database, "boss")
    change_account(tiny_served.database, boss.account_id, Change(language=language), "boss")
    try:
        page = tiny_served.open(file, "boss")
        use_language(language)
        assert cards(page)
        assert [title.value for title in page.title] == [_(TITLES[file])]
    finally:
        use_language("en")
        change_account(tiny_served.database, boss.account_id, Change(language="en"), "boss")


def test_the_cockpit_shows_eight_numbers(opened: Open) -> None:
    assert cards(opened(COCKPIT, "boss", **QUARTER)) == {
        "New customers": "4",
        "New contacts": "3",
        "New opportunities": "4",
        "New opportunity amount": "¥530",
        "New contracts": "2",
        "Contract amount": "¥120",
        "Received amount": "¥80.00",
        "Follow-ups": "4",
    }


def test_a_rep_sees_only_their_own_numbers(opened: Open) -> None:
    assert cards(opened(COCKPIT, "bob", **QUARTER)) == {
        "New customers": "2",
        "New contacts": "1",
        "New opportunities": "2",
        "New opportunity amount": "¥150",
        "New contracts": "2",
        "Contract amount": "¥120",
        "Received amount": "¥80.00",
        "Follow-ups": "2",
    }


def test_a_card_tells_its_change_and_what_it_is_compared_with(opened: Open) -> None:
    page = opened(COCKPIT, "boss", period="this_month")
    june = {card.label: (card.value, card.delta) for card in page.metric}
    assert june["Received amount"] == ("¥100", "")
    march = opened(COCKPIT, "boss", **{"from": "2024-02-01", "to": "2024-02-29"})
    february = {card.label: (card.value, card.delta) for card in march.metric}
    assert february["Contract amount"] == ("¥100", "+400.0%")


def test_the_funnel_in_its_three_views(opened: Open) -> None:
    names = ["stage", "reached_opportunities", "step_rate", "overall_rate"]
    page = opened(FUNNEL, "boss", funnel="cumulative")
    cards(page)
    assert page.dataframe[0].value[names].round(4).fillna(-1).to_numpy().tolist() == [
        ["Qualify", 6, -1, 1],
        ["Propose", 3, 0.5, 0.5],
        ["Won", 2, 0.6667, 0.3333],
        ["Total", 6, -1, 0.3333],
    ]
    page.segmented_control(key="funnel_view").select("snapshot").run()
    cards(page)
    assert page.query_params["funnel"] == "snapshot"
    assert page.dataframe[0].value[["stage", "open_opportunities", "open_amount"]].to_numpy().tolist() == [
        ["Qualify", 1, 40.0],
        ["Propose", 1, 80.01],
        ["Total", 2, 120.01],
    ]


def test_an_unknown_funnel_view_opens_the_first(opened: Open) -> None:
    page = opened(FUNNEL, "boss", funnel="sideways")
    assert page.segmented_control(key="funnel_view").value == "snapshot"
    told = "The link holds something this page cannot read and leaves out: `funnel=sideways`."
    assert [note.value for note in page.info] == [told]
    assert not page.exception


def test_customers_by_employee_add_up_with_the_pool(opened: Open) -> None:
    page = opened(EMPLOYEES, "boss")
    assert cards(page)["New customers"] == "4"
    table = page.dataframe[0].value
    names = ["owner", "new_customers", "dealt_customers", "contract_amount", "received_amount", "outstanding_amount"]
    found = {row[0]: row[1:] for row in table[names].fillna(-1).to_numpy().tolist()}
    assert found["Bob"] == [2, 1, 120.0, 80.0, 40.0]
    assert found["Dee"] == [0, 0, 300.0, 100.0, 200.0]
    assert found["—"][0] == 1
    assert sum(row[0] for name, row in found.items() if name != "Total") == 4


@pytest.mark.parametrize(("login", "found"), [("boss", ["O3", "O5"]), ("bob", ["O5"])])
def test_the_records_behind_a_number_are_those_it_counts(opened: Open, login: str, found: list[str]) -> None:
    page = opened(FUNNEL, login)
    page.session_state["proof_open_opportunities"] = True  # a click on the card's ƒ
    page.run().button(key="records_open_opportunities").click().run()
    assert not page.exception
    assert sorted(page.dataframe[-1].value["name"]) == found
