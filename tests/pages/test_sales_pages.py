"""The sales pages as people open them: numbers by hand from the tiny company, as manager and as rep."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
FUNNEL = "pages/sales/funnel.py"
DWELL = "pages/sales/dwell.py"
NEW = "pages/sales/new_opportunities.py"
RATE = "pages/sales/win_rate.py"
REASONS = "pages/sales/loss_reasons.py"
CHANGES = "pages/sales/pipeline_changes.py"
STALLED = "pages/sales/stalled_deals.py"
QUARTER = {"from": "2024-01-01", "to": "2024-03-31"}


def opened_well(page: AppTest) -> AppTest:
    """The page, which shows no error, warning or notice."""
    assert not page.exception
    assert [one.value for one in (*page.error, *page.warning, *page.info)] == []
    return page


def cards(page: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in opened_well(page).metric}


@pytest.mark.parametrize("file", [FUNNEL, DWELL, NEW, RATE, REASONS, CHANGES, STALLED])
@pytest.mark.parametrize("login", ["boss", "bob"])
def test_every_page_opens_for_manager_and_rep(opened: Open, file: str, login: str) -> None:
    page = opened(file, login)
    assert not page.exception
    assert [one.value for one in (*page.error, *page.warning)] == []


def test_the_flow_of_the_quarter(opened: Open) -> None:
    page = opened_well(opened(FUNNEL, "boss", funnel="flow", **QUARTER))
    names = ["stage", "entered", "advanced", "moved_back", "lost", "invalid", "still_there"]
    assert page.dataframe[0].value[names].to_numpy().tolist() == [
        ["Qualify", 4, 3, 0, 1, 0, 0],
        ["Propose", 3, 1, 0, 0, 0, 2],
        ["Total", 7, 4, 0, 1, 0, 2],
    ]


def test_the_cumulative_view_has_both_conversions(opened: Open) -> None:
    page = opened_well(opened(FUNNEL, "boss", funnel="cumulative"))
    names = ["stage", "reached_opportunities", "step_rate", "overall_rate"]
    assert page.dataframe[0].value[names].round(4).fillna(-1).to_numpy().tolist() == [
        ["Qualify", 6, -1, 1],
        ["Propose", 3, 0.5, 0.5],
        ["Won", 2, 0.6667, 0.3333],
        ["Total", 6, -1, 0.3333],
    ]


def test_the_bottleneck_is_named_with_its_evidence(opened: Open) -> None:
    page = opened_well(opened(DWELL, "boss"))
    told = next(text.value for text in page.markdown if "Bottleneck" in text.value)
    assert told == (
        "**Bottleneck: Qualify.** 3 of 6 stays lasted longer than the benchmark of 14 days, 144 days beyond it in all:"
        " 100.0% of all such days in this pipeline. The median stay here is 26 days."
    )
    assert any("whole company" in caption.value for caption in page.caption)


def test_the_way_down_from_a_stage_to_its_teams_and_people(opened: Open) -> None:
    names = ["stays", "slow_stays", "days_over_benchmark"]
    teams = opened_well(opened(DWELL, "boss", at="Qualify")).dataframe[-1].value
    assert teams[["sales_team", *names]].to_numpy().tolist() == [
        ["Team A", 4, 2, 100.0],  # O1, O2 24, O3, O5 76
        ["West", 1, 1, 44.0],  # O4
        ["—", 1, 0, 0.0],  # O6
        ["Total", 6, 3, 144.0],
    ]
    page = opened_well(opened(DWELL, "boss", at="Qualify", team="Team A"))
    assert page.dataframe[-1].value[["owner", *names]].to_numpy().tolist() == [
        ["Bob", 2, 1, 76.0],
        ["Cid", 2, 1, 24.0],
        ["Total", 4, 2, 100.0],
    ]
    page.button(key="dwell_back").click().run()
    assert "team" not in page.query_params


def test_a_rep_sees_the_company_s_benchmark_and_no_colleague(opened: Open) -> None:
    page = opened_well(opened(DWELL, "bob"))
    stages = page.dataframe[0].value
    assert stages[["stage", "stays", "benchmark_days"]].fillna(-1).to_numpy().tolist() == [
        ["Qualify", 2, 14.0],
        ["Propose", 1, -1],
        ["Total", 3, -1],
    ]
    assert page.dataframe[-1].value["sales_team"].to_list() == ["Team A", "Total"]


def test_new_opportunities(opened: Open) -> None:
    assert cards(opened(NEW, "boss", **QUARTER)) == {
        "New opportunities": "4",
        "New opportunity amount": "¥530",
    }
    assert cards(opened(NEW, "bob", **QUARTER))["New opportunities"] == "2"


def test_win_rate_by_close_date_and_by_the_day_of_entering(opened: Open) -> None:
    assert cards(opened(RATE, "boss")) == {
        "Win rate": "66.7%",  # O1, O4 of O1, O2, O4: open deals and the dropped one are no part of it
        "Closed deals": "3",
        "Won deals": "2",
        "Win rate (Wukong rule)": "33.3%",  # O1, O4 of all six
    }


def test_loss_reasons_keep_the_unknown_one(opened: Open) -> None:
    page = opened(REASONS, "boss")
    assert cards(page)["Lost amount"] == "¥50.00"
    assert page.dataframe[0].value[["loss_reason", "lost_amount", "lost_count"]].to_numpy().tolist() == [
        ["Unknown", 50.0, 1],
        ["Total", 50.0, 1],
    ]


def test_the_pipeline_s_changes_from_opening_to_closing(opened: Open) -> None:
    page = opened_well(opened(CHANGES, "boss", part="won", **{"from": "2024-02-01", "to": "2024-03-31"}))
    steps = page.dataframe[0].value[["step", "amount", "deals"]].to_numpy().tolist()
    assert [row[1] for row in steps] == [350.0, 130.01, 0, 50.0, 0, 0, -100.0, -50.0, 0, 380.01]
    assert [row[0] for row in steps[1:3]] == ["New", "Moved in"]
    assert page.dataframe[1].value["name"].to_list() == ["O1"]


def test_a_rep_sees_only_their_own_changes(opened: Open) -> None:
    page = opened_well(opened(CHANGES, "bob", **{"from": "2024-01-01", "to": "2024-06-30"}))
    assert page.dataframe[0].value["amount"].to_list() == [0, 140.0, 0, 0, 0, 0, -100.0, 0, 0, 40.0]


@pytest.mark.parametrize(("login", "names"), [("boss", ["O5", "O3"]), ("bob", ["O5"])])
def test_stalled_deals_with_their_reasons(opened: Open, login: str, names: list[str]) -> None:
    page = opened_well(opened(STALLED, login))
    deals = page.dataframe[-1].value
    assert deals["name"].to_list() == names
    assert deals["why"].to_list()[0] == "No activity · Slow in its stage"
    assert page.dataframe[0].value["open_opportunities"].to_list() == [len(names), 0, 1, len(names)]


def test_other_days_without_activity_make_other_deals_stalled(opened: Open) -> None:
    page = opened(STALLED, "boss", idle="90", reason="slow_stage")
    assert page.dataframe[-1].value["name"].to_list() == ["O5"]


def test_a_period_without_any_deal_says_so(opened: Open) -> None:
    page = opened(DWELL, "boss", **{"from": "2020-01-01", "to": "2020-01-31"})
    told = "Nothing fits the period and filters chosen; choose a longer period or fewer filters."
    assert told in [note.value for note in page.info]
    assert not page.exception
