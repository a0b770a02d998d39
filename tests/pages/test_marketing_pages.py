"""The marketing pages as people open them: numbers by hand from the tiny company, refusals in a sentence, each tab."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
EFFECT = "pages/marketing/campaign_effect.py"
CREDIT = "pages/marketing/attribution.py"
ADS = "pages/marketing/ad_cockpit.py"
LEADS = "pages/marketing/lead_handling.py"
COMPARE = "pages/marketing/compare_segments.py"
YEAR = {"from": "2024-01-01", "to": "2024-12-31"}
REFUSED = {
    (CREDIT, "credit"): "At least 10 journeys with a touch in the look-back window are needed; there are 1.",
    (CREDIT, "cost"): "At least 10 journeys with a touch in the look-back window are needed; there are 0.",
    (LEADS, "preferred"): "At least 20 customers with three contacts of their own are needed; there are 1.",
}


def told(page: AppTest) -> list[str]:
    assert not page.exception
    assert not page.error
    return [one.value for one in (*page.warning, *page.info)]


def cards(page: AppTest) -> dict[str, str]:
    assert told(page) == []
    return {card.label: card.value for card in page.metric}


def test_what_the_campaigns_of_a_year_brought(opened: Open) -> None:
    assert cards(opened(EFFECT, "boss", **YEAR)) == {
        "Campaign cost": "¥120",
        "Leads of campaigns": "2",
        "Won amount of campaigns": "¥100",
        "Won per money spent": "0.83",
    }


def test_a_rep_is_told_of_their_own_campaign(opened: Open) -> None:
    found = cards(opened(EFFECT, "bob", **YEAR))
    assert (found["Campaign cost"], found["Leads of campaigns"]) == ("¥30.00", "1")  # Search 24


def test_the_advertising_of_a_year(opened: Open) -> None:
    assert cards(opened(ADS, "boss", **YEAR)) == {
        "Advertising cost": "¥30.00",
        "Clicks": "30",
        "Click rate (CTR)": "1.9%",
        "Cost per click (CPC)": "¥1.00",
    }


def test_how_leads_are_handled(opened: Open) -> None:
    assert cards(opened(LEADS, "boss", **YEAR)) == {
        "New leads": "2",
        "Lead answer rate": "50.0%",
        "First response to leads (median)": "0.5 h",
        "Lead conversion rate": "50.0%",
    }


@pytest.mark.parametrize(("file", "tab"), REFUSED)
def test_too_few_rows_are_refused_in_a_sentence(opened: Open, file: str, tab: str) -> None:
    assert told(opened(file, "boss", tab=tab, **YEAR)) == [REFUSED[file, tab]]


def test_costs_of_channels_are_not_for_whoever_sees_a_part(opened: Open) -> None:
    asked = opened(CREDIT, "bob", tab="cost", **YEAR)
    assert told(asked) == ["Costs of channels are the company's, so only people who see all data see them."]


@pytest.mark.parametrize("login", ["boss", "bob"])
@pytest.mark.parametrize(
    ("file", "tab"),
    [(EFFECT, "contents"), (EFFECT, "events"), (LEADS, "answers"), (LEADS, "silent"), (CREDIT, "credit")],
)
def test_each_tab_opens_for_everybody(opened: Open, file: str, tab: str, login: str) -> None:
    told(opened(file, login, tab=tab))


def test_segments_ask_for_a_condition_first(opened: Open) -> None:
    page = opened(COMPARE, "boss")
    assert told(page) == [
        "Choose at least one condition for each segment, such as an industry or what touched the customer."
    ]
    page.selectbox(key="compare_first_0_field").set_value("industry").run()
    page.multiselect(key="compare_first_0_members_industry").set_value(["IT"]).run()
    assert told(page) == ["At least 8 values in each segment are needed; there are 1."]
