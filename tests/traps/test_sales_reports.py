"""Ways in which a sales report would be silently wrong."""

from datetime import date
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.question import Period
from datasource.reports.dwell import benchmarks
from datasource.reports.flow import flow
from datasource.reports.funnel import funnel
from datasource.reports.pipeline_changes import pipeline_changes
from datasource.scope import OPERATOR
from tests.oracle.company import Row
from tests.traps.company import STAGES, ask, company, rows, span, won

PIPELINE: list[Row] = [{"name": "Main"}]


def test_open_and_dropped_deals_are_no_part_of_the_win_rate(tiny: Catalog) -> None:
    assert rows(tiny, metrics=["win_rate", "closed_count", "new_opportunities"]) == [(2 / 3, 3, 6)]


def test_the_cohort_rate_has_every_deal_entered_below_it(tiny: Catalog) -> None:
    february = {"from": "2024-02-01", "to": "2024-02-29"}
    assert rows(tiny, metrics=["win_rate_cohort", "won_of_created"], period=february) == [(0.0, 0)]  # O2 lost, O3 open
    january = {"from": "2024-01-01", "to": "2024-01-31"}
    assert rows(tiny, metrics=["win_rate_cohort", "win_rate"], period=january) == [(1.0, None)]  # none closed


def test_a_drop_to_zero_is_minus_one_hundred_percent(tiny: Catalog) -> None:
    asked = ask(
        tiny, metrics=["new_opportunities", "lost_amount"], period=span("2024-05-01", "2024-05-31"), compare="previous"
    )
    assert asked.rows.row(0, named=True) == {
        "new_opportunities": 0,
        "new_opportunities__base": 2,  # O5, O6 in April
        "new_opportunities__change": -1.0,
        "lost_amount": 0.0,
        "lost_amount__base": 0.0,
        "lost_amount__change": None,  # nothing was lost in April either
    }


def test_a_month_without_deals_counts_zero_and_has_no_rate(tiny: Catalog) -> None:
    by = [{"field": "date", "grain": "month"}]
    found = rows(
        tiny, metrics=["closed_count", "win_rate", "dwell_days"], by=by, period=span("2024-03-01", "2024-05-31")
    )
    assert found == [
        ("2024-03", 1, 0.0, pytest.approx((38 + 14 + 58) / 3)),
        ("2024-04", 0, None, 1.0),  # O6's single day
        ("2024-05", 1, 1.0, 80.0),
    ]


def test_a_stay_that_lasts_is_counted_to_today_and_is_no_benchmark(tmp_path: Path) -> None:
    day = date(2024, 1, 1)
    deals: list[Row] = [
        won(1_00, date(2024, 1, 1 + end), pipeline_id=1, stage_id=2, created_date=day) for end in range(4)
    ]
    deals.append({"outcome": "open", "amount": 1_00, "pipeline_id": 1, "stage_id": 1, "created_date": day})
    events: list[Row] = [{"opportunity_id": deal, "stage_id": 1, "entered_date": day} for deal in range(1, 6)]
    catalog = company(tmp_path, pipelines=PIPELINE, stages=STAGES, opportunities=deals, stage_events=events)
    assert rows(catalog, metrics=["stays", "ongoing_stays", "dwell_days"]) == [
        (5, 1, pytest.approx((0 + 1 + 2 + 3 + 181) / 5))
    ]
    assert benchmarks(catalog).is_empty()  # four have ended


def test_without_a_stage_log_no_days_are_made_up(tmp_path: Path) -> None:
    deal = {"outcome": "open", "amount": 1_00, "pipeline_id": 1, "stage_id": 1, "created_date": date(2024, 1, 1)}
    catalog = company(tmp_path, pipelines=PIPELINE, stages=STAGES, opportunities=[deal])
    assert rows(catalog, metrics=["stays", "dwell_days", "slow_stays"]) == [(1, None, 0)]
    assert rows(catalog, metrics=["idle_opportunities", "slow_opportunities"]) == [(1, 0)]


def test_rows_of_the_log_in_one_stage_are_one_stay(tmp_path: Path) -> None:
    deal = won(3_00, date(2024, 2, 1), pipeline_id=1, stage_id=2, created_date=date(2024, 1, 1))
    log: Row = {"opportunity_id": 1, "stage_id": 1}
    events = [
        log | {"entered_date": date(2024, 1, 1), "left_date": date(2024, 1, 11), "amount": 1_00},
        log | {"entered_date": date(2024, 1, 11), "amount": 3_00},
    ]
    catalog = company(tmp_path, pipelines=PIPELINE, stages=STAGES, opportunities=[deal], stage_events=events)
    assert rows(catalog, metrics=["stays", "dwell_days"]) == [(1, 31.0)]


def test_a_deal_that_goes_back_is_two_stays_and_has_moved_back(tmp_path: Path) -> None:
    steps: list[Row] = [
        {"pipeline_id": 1, "name": "Qualify", "position": 1, "kind": "open"},
        {"pipeline_id": 1, "name": "Propose", "position": 2, "kind": "open"},
    ]
    deal = {"outcome": "open", "pipeline_id": 1, "stage_id": 1, "created_date": date(2024, 1, 1)}
    days = [date(2024, 1, 1), date(2024, 1, 5), date(2024, 1, 9)]
    events: list[Row] = [
        {"opportunity_id": 1, "stage_id": stage, "entered_date": day}
        for stage, day in zip((1, 2, 1), days, strict=True)
    ]
    catalog = company(tmp_path, pipelines=PIPELINE, stages=steps, opportunities=[deal], stage_events=events)
    found = flow(catalog, OPERATOR, "Main").stages
    assert [(one.name, one.entered, {part: n for part, n in one.parts.items() if n}) for one in found] == [
        ("Qualify", 2, {"advanced": 1, "still_there": 1}),
        ("Propose", 1, {"moved_back": 1}),
    ]


def test_stages_of_a_pipeline_that_a_deal_has_left_are_not_reached_in_its_own(tmp_path: Path) -> None:
    stages = [
        {"pipeline_id": line, "name": f"{line}.{place}", "position": place, "kind": "open", "win_probability": 0.5}
        for line in (1, 2)
        for place in (1, 2, 3)
    ]
    moves = [(3, date(2024, 1, 1)), (4, date(2024, 2, 1))]
    catalog = company(
        tmp_path,
        pipelines=[{"name": "Old", "position": 1}, {"name": "New", "position": 2}],
        stages=stages,
        opportunities=[{"pipeline_id": 2, "stage_id": 4, "outcome": "open", "created_date": date(2024, 1, 1)}],
        stage_events=[{"opportunity_id": 1, "stage_id": stage, "entered_date": day} for stage, day in moves],
    )
    steps = funnel(catalog, OPERATOR, "New").steps
    assert [(step.name, step.reached) for step in steps] == [("2.1", 1), ("2.2", 0), ("2.3", 0)]


def test_of_two_stages_passed_on_one_day_the_later_is_the_last(tmp_path: Path) -> None:
    steps: list[Row] = [
        {"pipeline_id": 1, "name": name, "position": place, "kind": "open"}
        for place, name in enumerate(("Qualify", "Propose", "Agree"), 1)
    ]
    day = date(2024, 2, 1)
    deals: list[Row] = [
        {"name": "Box", "outcome": "lost", "amount": 100, "pipeline_id": 1, "created_date": day, "close_date": day}
        for _ in range(40)
    ]
    events: list[Row] = [
        {"opportunity_id": deal, "stage_id": stage, "entered_date": day, "left_date": day, "amount": stage * 1_00}
        for deal in range(1, 41)
        for stage in (1, 2, 3)
    ]
    catalog = company(tmp_path, pipelines=PIPELINE, stages=steps, opportunities=deals, stage_events=events)
    found = pipeline_changes(catalog, OPERATOR, Period(start=date(2024, 1, 1), end=date(2024, 6, 30)))
    assert [(part.cause, part.count, part.amount) for part in found.changes if part.count] == [
        ("new", 40, 120.0),
        ("lost", 40, -120.0),
    ]
    assert found.deals["stage"].unique().to_list() == ["Agree"]
