"""The metric dictionary: every metric found by any word, what differs from Wukong, and the pages that show it."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datasource.metrics.reference import DIFFERENCES
from datasource.metrics.registry import METRICS
from tests.pages.conftest import ROOT
from widgets.shell.menu import menu
from widgets.shell.uses import metrics_of_page, pages_by_metric

Open = Callable[..., AppTest]

DICTIONARY = "pages/workspace/metrics.py"


def told(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(one.value for one in (*page.markdown, *page.caption))


def test_every_metric_stands_in_it(opened: Open) -> None:
    page = opened(DICTIONARY, "bob")
    assert not page.exception
    assert page.dataframe[0].value["name"].tolist() == list(METRICS)
    assert (
        not page.dataframe[0].value[["label", "definition", "unit", "table", "direction", "formula"]].isna().any().any()
    )


def test_words_of_any_column_find_a_metric(opened: Open) -> None:
    page = opened(DICTIONARY, "bob")
    page.text_input(key="dictionary_search").set_value("won CLOSE elephant").run()
    assert [note.value for note in page.info] == ["No metric fits; search for fewer or other words."]
    page.text_input(key="dictionary_search").set_value("out of WON close").run()
    assert page.query_params["search"] == "out of WON close"
    assert "win_rate" in page.dataframe[0].value["name"].tolist()


def test_a_chosen_metric_tells_all_and_leads_to_its_reports(opened: Open) -> None:
    page = opened("Home.py", "bob").switch_page(DICTIONARY)
    page.query_params["metric"] = "win_rate"
    page.run()
    text = told(page)
    assert page.code[0].value == METRICS["win_rate"].formula()
    assert "By that rule: Win rate (Wukong rule)." in text
    assert "Shown in:" in text
    assert "Cockpit" in [link.proto.label for link in page.get("page_link")]


def test_an_unknown_metric_in_the_address_is_told(opened: Open) -> None:
    page = opened(DICTIONARY, "bob", metric="win_rat")
    assert [note.value for note in page.info] == [
        "The link holds something this page cannot read and leaves out: `metric=win_rat`."
    ]
    assert not page.exception


def test_a_stranger_sees_one_sentence(opened: Open) -> None:
    page = opened(DICTIONARY)
    assert [error.value for error in page.error] == ["Sign in to see this page."]


@pytest.mark.parametrize(
    ("file", "shown", "not_shown"),
    [
        ("cockpit/cockpit.py", "contract_amount", "overdue_share"),  # named on the page
        ("sales/funnel.py", "weighted_amount", "margin_amount"),  # named by its panel and the report behind it
        ("performance/contract_count.py", "contract_count", "split_credit_amount"),  # given to a panel shared by three
    ],
)
def test_a_page_shows_what_it_and_its_panels_name(file: str, shown: str, not_shown: str) -> None:
    found = metrics_of_page(ROOT / "pages" / file)
    assert shown in found
    assert not_shown not in found


def test_every_page_with_numbers_is_found() -> None:
    listed = {entry.file for entries in pages_by_metric().values() for entry in entries}
    pages = {entry.file for section in menu().sections for entry in section.pages}
    desks = {file for file in pages if file.startswith(("workspace/", "admin/")) or "edit" in file}
    assert pages - desks == listed


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_differs_from_wukong_is_a_metric_with_a_metric_for_alternative(name: str) -> None:
    alternative = DIFFERENCES[name].alternative
    assert name in METRICS
    assert not alternative or alternative in METRICS
