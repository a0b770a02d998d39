"""The pages of service and office on the tiny company: numbers by hand, scope, languages."""

from collections.abc import Callable
from math import isnan

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_ready_pages import cards

Open = Callable[..., AppTest]

TICKETS = "pages/service/tickets.py"
LOGS = "pages/office/work_logs.py"
APPROVALS = "pages/office/approvals.py"
QUALITY = "pages/service/service_quality.py"
FEEDBACK = "pages/service/feedback.py"
YEAR = {"from": "2024-01-01", "to": "2024-06-30"}


def rows(page: AppTest, first: str) -> dict[str, list[object]]:
    """The table whose first column is `first`, by its first cell; nothing is -1."""
    found = next(frame.value for frame in page.dataframe if frame.value.columns[0] == first)
    told = [[-1 if _is_nothing(value) else value for value in row] for row in found.to_numpy().tolist()]
    return {str(row[0]): row[1:] for row in told}


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, float) and isnan(value))


@pytest.mark.parametrize("file", [TICKETS, LOGS, APPROVALS, QUALITY, FEEDBACK])
def test_a_stranger_sees_one_sentence(opened: Open, file: str) -> None:
    page = opened(file)
    assert [error.value for error in page.error] == ["Sign in to see this page."]
    assert not page.metric


def test_a_manager_reads_the_tickets_of_the_half_year(opened: Open) -> None:
    page = opened(TICKETS, "boss", **YEAR)
    found = cards(page)
    assert found["Tickets opened"] == "5"
    assert found["Open tickets"] == "2"
    assert found["SLA met rate"] == "33.3%"
    assert rows(page, "ticket_channel")["Phone"][:3] == [3, 0.75, 24.0]  # answered after 1 and 0.5 hours; T1 took 24
    assert [row[0] for row in rows(page, "product").values()] == [2, 2, 1, 5]


def test_a_rep_reads_the_tickets_they_handle(opened: Open) -> None:
    page = opened(TICKETS, "bob", **YEAR)
    assert {card.label: card.value for card in page.metric}["Tickets opened"] == "1"
    assert not page.exception


def test_a_manager_reads_who_wrote_no_log(opened: Open) -> None:
    page = opened(LOGS, "boss", **YEAR)
    assert cards(page)["Missing days"] == "12"
    assert rows(page, "owner") == {
        "Ann": [0, 0, 0, -1, 5, 5, 1],
        "Bob": [3, 1, 2, pytest.approx(1 / 3), 5, 3, 0.6],
        "Dee": [1, 1, 0, 1, 5, 4, 0.8],
        "Total": [4, 2, 2, 0.5, 15, 12, 0.8],
    }


def test_a_rep_reads_their_own_logs(opened: Open) -> None:
    page = opened(LOGS, "bob", **YEAR)
    assert cards(page)["Missing days"] == "3"
    assert list(rows(page, "owner")) == ["Bob", "Total"]


@pytest.mark.parametrize(("login", "days"), [("boss", 12), ("bob", 3)])
def test_the_days_without_a_log_can_be_read_one_by_one(opened: Open, login: str, days: int) -> None:
    page = opened(LOGS, login, **YEAR)
    page.session_state["proof_missing_log_days"] = True
    page.run().button(key="records_missing_log_days").click().run()
    assert not page.exception
    shown = page.dataframe[-1].value
    assert len(shown) == days
    assert not shown["is_logged"].any()


def test_a_manager_reads_the_requests(opened: Open) -> None:
    page = opened(APPROVALS, "boss", **YEAR)
    assert cards(page)["Hours to decision (median)"] == "27 h"
    assert rows(page, "approval_category")["Expenses"] == [2, 0, 1, 1, 48, 100.5, -1, -1, -1]


def test_a_rep_reads_their_own_requests(opened: Open) -> None:
    page = opened(APPROVALS, "bob", **YEAR)
    assert cards(page)["Requests submitted"] == "3"
    assert set(rows(page, "owner")) == {"Bob", "Total"}


@pytest.mark.parametrize(("login", "shares"), [("boss", [1.0, 0.0, 0.0]), ("bob", [1.0])])
def test_escalations_by_product_have_their_interval(opened: Open, login: str, shares: list[float]) -> None:
    page = opened(QUALITY, login, rate="escalated", by="product", **YEAR)
    assert not page.exception
    shown = next(frame.value for frame in page.dataframe if "exposure" in frame.value.columns)
    assert shown["rate"].tolist() == shares
    assert any("Control limits need 8 groups" in one.value for one in page.caption)
    assert any("At least 5 durations are needed" in one.value for one in page.info)


def test_an_unknown_rate_opens_the_first(opened: Open) -> None:
    page = opened(QUALITY, "boss", rate="soon", by="owner", **YEAR)
    assert not page.exception
    assert any("Tickets a month per 100 active customers: 37.5" in one.value for one in page.markdown)


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_feedback_that_no_study_has_read_is_a_sentence(opened: Open, login: str) -> None:
    page = opened(FEEDBACK, login, of="feedback", by="owner", theme="price", **YEAR)
    assert not page.exception
    told = {one.label: one.value for one in page.metric}
    assert told["Feedback received"] == ("3" if login == "boss" else "1")
    assert ["has a text" in one.value for one in page.info] == [True]
