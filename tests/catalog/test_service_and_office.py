"""What a ticket's times and a day without a log mean at their edges."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.oracle.company import Row
from tests.traps.company import TODAY, company

OPENED = datetime(2024, 6, 28, 9)


@pytest.mark.parametrize(
    ("ticket", "sla"),
    [
        ({"sla_hours": 24.0, "resolved_at": datetime(2024, 6, 29, 9)}, "met"),  # to the second
        ({"sla_hours": 24.0, "resolved_at": datetime(2024, 6, 29, 9, 0, 1)}, "breached"),
        ({"sla_hours": 0.5, "resolved_at": datetime(2024, 6, 28, 9, 29)}, "met"),
        ({"sla_hours": 38.9, "resolved_at": None}, "breached"),  # the limit passed in the last hour of yesterday
        ({"sla_hours": 39.0, "resolved_at": None}, "running"),  # it passes as today begins
        ({"sla_hours": None, "resolved_at": datetime(2024, 6, 29, 9)}, None),
        ({"sla_hours": 24.0, "resolved_at": datetime(2024, 6, 27, 9)}, None),  # before it was opened
    ],
)
def test_a_service_level_is_met_breached_or_running(tmp_path: Path, ticket: Row, sla: str | None) -> None:
    catalog = company(tmp_path, TODAY, tickets=[{"opened_at": OPENED, "opened_date": OPENED.date()} | ticket])
    assert catalog.entity("tickets")["sla"].to_list() == [sla]


def test_hours_that_run_backwards_are_empty(tmp_path: Path) -> None:
    early = datetime(2024, 6, 28, 8)
    catalog = company(tmp_path, tickets=[{"opened_at": OPENED, "first_response_at": early, "resolved_at": early}])
    assert catalog.entity("tickets").select("first_response_hours", "resolution_hours").rows() == [(None, None)]


def log_days(
    folder: Path, users: list[Row], logs: list[Row], today: date = date(2024, 10, 8)
) -> list[tuple[str, bool]]:
    tables = {"users": users} | ({"work_logs": logs} if logs else {})
    days = company(folder, today, **tables).entity("log_days")
    return [(f"{day:%m-%d}", logged) for day, logged in days.select("log_date", "is_logged").iter_rows()]


def test_holidays_and_weekends_need_no_log_and_worked_weekends_do(tmp_path: Path) -> None:
    logs: list[Row] = [{"owner_id": 1, "created_date": date(2024, 9, 27)}]  # a Friday; Sunday the 29th was worked
    assert log_days(tmp_path, [{"name": "Ann"}], logs) == [
        ("09-27", True), ("09-29", False), ("09-30", False), ("10-08", False),
    ]  # fmt: skip


def test_days_before_hiring_and_after_leaving_are_not_missing(tmp_path: Path) -> None:
    users: list[Row] = [
        {"name": "Ann", "hired_date": date(2024, 9, 25), "left_date": date(2024, 9, 26), "is_active": False},
        {"name": "Bob", "hired_date": date(2024, 12, 1)},
        {"name": "Cid", "is_active": False},
    ]
    logs: list[Row] = [{"owner_id": 3, "created_date": date(2024, 9, 2)}]
    assert log_days(tmp_path, users, logs) == [("09-25", False), ("09-26", False)]


def test_a_company_that_writes_no_logs_misses_none(tmp_path: Path) -> None:
    assert log_days(tmp_path, [{"name": "Ann", "hired_date": date(2024, 9, 2)}], []) == []


def test_any_kind_of_log_covers_its_day(tmp_path: Path) -> None:
    logs: list[Row] = [
        {"owner_id": 1, "created_date": date(2024, 10, 8), "category": "Weekly"},
        {"owner_id": 1, "created_date": date(2024, 10, 8), "category": "Daily"},
    ]
    assert log_days(tmp_path, [{"name": "Ann"}], logs) == [("10-08", True)]
