"""The page of the data's quality as people open it, and duplicates from the list to the numbers and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from datasource.people.account import Role
from datasource.people.accounts import Change, change_account, find_account
from datasource.people.audit import Action, newest
from datasource.quality.merges import Decider, decisions, keep_apart
from datasource.quality.offending import Mending
from tests.pages.conftest import Tiny, served
from tests.quality.merged_company import build_with_ids
from tests.quality.test_last_load import imported

Open = Callable[..., AppTest]
PAGE = "pages/workspace/data_quality.py"
DUPLICATES = {"part": "duplicates", "of": "customers"}


@pytest.fixture
def doubled(tmp_path: Path) -> Iterator[Tiny]:
    """The tiny company with Acme entered twice."""
    with served(build_with_ids(tmp_path, doubled=True)) as shop:
        yield shop


def told(page: AppTest) -> list[str]:
    assert not page.exception
    return [one.value for one in (*page.error, *page.warning, *page.info, *page.success)]


def cards(page: AppTest) -> dict[str, str]:
    return {card.label: card.value for card in page.metric}


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_a_stranger_sees_one_sentence(opened: Open) -> None:
    assert told(opened(PAGE)) == ["Sign in to see this page."]


def test_the_overview_scores_aspects_and_tables(opened: Open) -> None:
    page = opened(PAGE, "boss")
    assert told(page) == []
    assert list(cards(page)) == ["All rules", "Completeness", "Validity", "Uniqueness", "Timeliness", "Consistency"]
    tables = page.dataframe[0].value
    assert tables["name"].tolist()[0] == "Leads"
    assert tables["trend"].map(len).max() == 1


def test_whoever_sees_a_part_sees_its_score_and_no_course(opened: Open) -> None:
    page = opened(PAGE, "bob")
    assert cards(page)["Validity"] == "100.0%"
    assert "trend" not in page.dataframe[0].value.columns
    assert "duplicates" not in page.segmented_control(key="quality_part").options


def test_a_table_tells_its_broken_rules_and_how_full_its_columns_are(opened: Open) -> None:
    page = opened(PAGE, "boss", part="tables", table="leads")
    rules, columns = (frame.value for frame in page.dataframe)
    row = rules[rules["sentence"] == "The lead is converted and has no customer"].iloc[0]
    assert (row["broken"], row["asked"], row["severity"]) == (1, 1, "Numbers are wrong")
    assert columns[columns["column"] == "Source"]["share"].tolist() == [1.0]


def test_employees_stand_with_what_they_have_to_mend(opened: Open) -> None:
    page = opened(PAGE, "boss", part="owners")
    assert page.dataframe[0].value["owner"].tolist() == ["Dee", "Bob", "Cid", "—"]
    assert opened(PAGE, "bob", part="owners").dataframe[0].value["owner"].tolist() == ["Bob"]


def test_the_records_that_break_a_rule_are_listed(opened: Open) -> None:
    page = opened(PAGE, "boss", part="tables", table="opportunities")
    page.session_state["quality.asked"] = (Mending("opportunities", "opportunities.owner_works_here"),)
    page.run()
    assert not page.exception
    assert page.dataframe[-1].value["name"].tolist() == ["O3"]
    assert page.dataframe[-1].value["wrong"].tolist() == ["The employee in charge has left the company"]


def test_records_that_are_one_are_merged_and_taken_back(doubled: Tiny) -> None:
    page = doubled.open(PAGE, "boss", **DUPLICATES)
    assert page.dataframe[0].value["name"].tolist() == ["Acme", "ACME Co., Ltd."]
    assert any("Name: the same" in caption.value for caption in page.caption)
    page = press(page, "Merge")
    assert told(page)[0] == "The records are one; every report counts them so from the next click."
    (decision,) = decisions(doubled.database)
    assert (decision.survivor, sorted(decision.members)) == ("C1", ["C1", "C7"])
    assert newest(doubled.database, 1)[0].action is Action.RECORDS_MERGED
    page = doubled.open(PAGE, "boss", **DUPLICATES, kind="decided")
    page = press(page, "Undo")
    assert "The decision is taken back; everything stands as before." in told(page)
    assert decisions(doubled.database) == ()


def test_records_that_are_not_one_are_not_shown_again(doubled: Tiny) -> None:
    page = press(doubled.open(PAGE, "boss", **DUPLICATES), "Not the same")
    assert "The records are kept apart and not shown here again." in told(page)
    assert "No duplicates are left to decide." in told(doubled.open(PAGE, "boss", **DUPLICATES))


def test_a_list_that_is_older_than_somebody_elses_decision_changes_nothing(doubled: Tiny) -> None:
    page = doubled.open(PAGE, "boss", **DUPLICATES)
    press(doubled.open(PAGE, "root", **DUPLICATES), "Not the same")
    page = press(page, "Merge")
    assert [one.verdict for one in decisions(doubled.database)] == ["apart"]
    assert not page.exception


def test_whoever_is_no_manager_decides_nothing(doubled: Tiny) -> None:
    assert "Duplicates" not in doubled.open(PAGE, "bob", **DUPLICATES).segmented_control(key="quality_part").options


def test_a_manager_of_some_neither_reads_nor_undoes_what_was_decided_about_the_rest(doubled: Tiny) -> None:
    database = doubled.database
    change_account(database, find_account(database, "bob").account_id, Change(role=Role.MANAGER), "root")
    decider = Decider(database, "root")
    keep_apart(decider, "customers", ["C1", "C4"])  # the second one is not Bob's
    assert told(doubled.open(PAGE, "bob", **DUPLICATES, kind="decided")) == ["Nothing has been decided yet."]
    keep_apart(decider, "customers", ["C1", "C7"])
    page = doubled.open(PAGE, "bob", **DUPLICATES, kind="decided")
    assert [button.label for button in page.button].count("Undo") == 1
    assert not any("C4" in text.value for text in page.markdown)


@pytest.mark.parametrize(
    ("login", "share"),
    [
        ("boss", "1 of 2 records behind this number break a rule: "),
        ("bob", "None of the records behind this number breaks a rule."),
    ],
)
def test_a_proof_tells_the_share_of_records_that_break_rules(opened: Open, login: str, share: str) -> None:
    page = opened("pages/sales/funnel.py", login)
    page.session_state["proof_open_opportunities"] = True
    page.run()
    assert not page.exception
    assert [caption.value for caption in page.caption if caption.value.startswith(share)]


def test_the_last_load_is_told_to_those_who_see_all_data(tmp_path: Path) -> None:
    with served(imported(tmp_path)) as shop:
        page = shop.open(PAGE, "boss", part="load")
        assert told(page) == []
        tables, rejects = page.dataframe[0].value, page.dataframe[1].value
        assert tables[["name", "read", "kept", "rejected"]].to_numpy().tolist() == [["Customers", 4, 2, 2]]
        assert sorted(rejects["told"]) == ["More or fewer fields than the header", "The id of an earlier row"]
        assert "load" not in shop.open(PAGE, "bob", part="load").segmented_control(key="quality_part").options
