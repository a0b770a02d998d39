"""Both pages of goals as people open them: a manager, an administrator, a seller, a stranger."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datasource.goals.edits import overlay_of
from datasource.goals.revision import revision_of
from datasource.people.audit import Action, newest
from tests.pages.conftest import Tiny

Open = Callable[..., AppTest]
ATTAINMENT = "pages/goals/goal_attainment.py"
EDIT = "pages/goals/edit_targets.py"
BOB = {"holder": "employee:2", "kind": "contract_amount", "year": "2024"}


def cards(page: AppTest) -> dict[str, str]:
    assert not page.exception
    return {card.label: card.value for card in page.metric}


def told(page: AppTest) -> list[str]:
    return [one.value for one in (*page.error, *page.warning, *page.info)]


def typed(page: AppTest, row: int, **amounts: float) -> AppTest:
    """What the browser sends when amounts are typed into a row of the grid."""
    grid = next(str(one.key) for one in page.dataframe if str(one.key).startswith("targets_grid"))
    page.session_state[grid] = {"edited_rows": {row: amounts}, "added_rows": [], "deleted_rows": []}
    return page.run()


@pytest.mark.parametrize("file", [ATTAINMENT, EDIT])
def test_a_stranger_sees_one_sentence(opened: Open, file: str) -> None:
    page = opened(file)
    assert told(page) == ["Sign in to see this page."]
    assert not page.dataframe


@pytest.mark.parametrize("login", ["boss", "root"])
def test_those_who_see_everything_begin_with_the_company(opened: Open, login: str) -> None:
    page = opened(ATTAINMENT, login)
    assert told(page) == []
    assert page.selectbox(key="goals_holder").value == "company"
    assert cards(page)["Gap to the year's target"] == "-¥370"  # 50 − 420
    assert cards(page)["Tier reached"] == "Target"


def test_a_seller_sees_their_own_target_alone(opened: Open) -> None:
    page = opened(ATTAINMENT, "bob")
    assert told(page) == []
    assert page.selectbox(key="goals_holder").options == ["Bob"]
    assert cards(page)["Gap to the year's target"] == "¥80.00"


def test_the_address_opens_the_same_view_again(opened: Open) -> None:
    page = opened(ATTAINMENT, "boss", holder="department:2", kind="contract_amount", year="2024", below="0")
    assert page.selectbox(key="goals_holder").value == "department:2"
    assert page.toggle(key="goals_below").value is False
    assert cards(page)["Gap to the year's target"] == "¥220"
    page.toggle(key="goals_below").set_value(True).run()
    assert page.query_params["below"] in ("1", ["1"])
    assert cards(page)["Gap to the year's target"] == "¥100"  # 220 − 120


def test_a_flagged_year_is_told(opened: Open) -> None:
    page = opened(ATTAINMENT, "boss", kind="received_amount")
    assert [one.value for one in page.warning] == [
        "Bob: the months add up to ¥30.00, but the year was stated as ¥40.00."
    ]


def test_unknown_parts_of_the_address_fall_back_with_a_notice(opened: Open) -> None:
    page = opened(ATTAINMENT, "bob", holder="company", kind="apples", year="abc")
    assert not page.exception
    assert told(page) == ["Not among what you may see, and left out: company, apples, abc."]
    assert page.selectbox(key="goals_holder").value == "employee:2"


def test_a_seller_may_not_enter_targets(opened: Open) -> None:
    page = opened(EDIT, "bob")
    assert told(page) == ["This page is not for your role; ask an administrator if you need it."]
    assert not page.dataframe


def test_a_manager_enters_targets_and_every_report_counts_them(tiny_served: Tiny) -> None:
    page = tiny_served.open(EDIT, "boss", **BOB)
    assert page.button(key="targets_save").disabled
    page = typed(page, 2, target=300.0, stretch=320.0)
    assert "The year: Target **¥500.00** · Stretch **¥560.00** · Challenge **¥300.00**" in [
        m.value for m in page.markdown
    ]
    page = page.button(key="targets_save").click().run()
    assert not page.exception
    assert [one.value for one in page.success] == [
        "The targets of Bob are saved; every report counts them from the next click."
    ]
    entry = newest(tiny_served.database)[0]
    assert (entry.actor, entry.action, entry.detail) == (
        "boss", Action.TARGETS_CHANGED, "2024-03 target — → 300.00; 2024-03 stretch — → 320.00",
    )  # fmt: skip
    assert cards(tiny_served.open(ATTAINMENT, "bob"))["Gap to the year's target"] == "¥380"  # 500 − 120
    page = tiny_served.open(EDIT, "boss", **BOB).button(key="targets_give_back").click().run()
    assert [one.value for one in page.success] == ["The imported targets of Bob stand again."]
    assert cards(tiny_served.open(ATTAINMENT, "bob"))["Gap to the year's target"] == "¥80.00"


def test_what_is_wrong_is_said_and_nothing_is_kept(tiny_served: Tiny) -> None:
    before = revision_of(tiny_served.database)
    page = typed(tiny_served.open(EDIT, "root", **BOB), 0, target=70.0, challenge=10.0)
    page = page.button(key="targets_save").click().run()
    assert [one.value for one in page.error] == [
        "- 2024-01: Stretch is below Target; the tiers must rise.\n"
        "- 2024-01: Challenge is below Stretch; the tiers must rise."
    ]
    assert revision_of(tiny_served.database) == before


def test_of_two_who_edit_at_once_the_second_is_told(tiny_served: Tiny) -> None:
    first, second = (
        typed(tiny_served.open(EDIT, who, **BOB), 0, target=amount) for who, amount in (("boss", 51.0), ("root", 52.0))
    )
    assert first.button(key="targets_save").click().run().success
    refused = second.button(key="targets_save").click().run()
    assert [one.value for one in refused.error] == [
        "- 2024-01: Target was 50.00 when you began, is now 51.00, and you entered 52.00; look at it again."
    ]
    again = refused.button(key="targets_reset").click().run()
    assert again.dataframe[0].value["target"][0] == 51.0
    tiny_served.open(EDIT, "boss", **BOB).button(key="targets_give_back").click().run()
    assert overlay_of(tiny_served.database).targets.is_empty()


def test_a_year_is_spread_evenly_or_by_season(tiny_served: Tiny) -> None:
    page = tiny_served.open(EDIT, "boss", **(BOB | {"year": "2025"}))
    for tier, amount in (("target", 1200.0), ("stretch", 1320.0)):
        key = next(str(one.key) for one in page.number_input if str(one.key).startswith(f"targets_total_{tier}"))
        page.number_input(key=key).set_value(amount)
    page = page.button(key="targets_evenly").click().run()
    assert page.dataframe[0].value["target"].to_list() == [100.0] * 12
    assert page.dataframe[0].value["stretch"].to_list() == [110.0] * 12
    page = page.button(key="targets_season").click().run()  # 20 in January and 100 in February 2024
    assert page.dataframe[0].value["target"].to_list()[:3] == [200.0, 1000.0, 0.0]
    assert not page.button(key="targets_save").disabled


def test_a_file_is_shown_before_it_is_applied(tiny_served: Tiny) -> None:
    before = revision_of(tiny_served.database)
    head = "level,holder,kind,month,target,stretch,challenge"
    lines = f"{head}\nemployee,bob,contract_amount,2024-01,55,66,77\nemployee,x,contract_amount,2024-01,1,,\n"
    page = tiny_served.open(EDIT, "boss", **BOB)
    page.file_uploader(key="targets_file").set_value(("t.csv", lines.encode(), "text/csv")).run()
    assert not page.exception
    assert "2 lines read = 1 kept + 1 left out." in [one.value for one in page.markdown]
    assert revision_of(tiny_served.database) == before
    page = page.button(key="targets_apply").click().run()
    assert [one.value for one in page.success] == ["Targets of 1 year are imported."]
    assert newest(tiny_served.database)[0].action is Action.TARGETS_IMPORTED
    tiny_served.open(EDIT, "boss", **BOB).button(key="targets_give_back").click().run()
