"""State metrics tell how things stood at the end of the period, from the stage log."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import records
from datasource.question import Period, Records
from datasource.scope import Viewer
from tests.traps.company import STAGES, ask, company, rows, span, won

FEBRUARY = span("2024-02-01", "2024-02-29")


def test_a_past_day_counts_what_was_open_then_with_its_amount_and_stage_of_then(tiny: Catalog) -> None:
    metrics = ["open_opportunities", "open_amount", "weighted_amount"]
    assert rows(tiny, metrics=metrics, by=["stage"], period=FEBRUARY) == [("Qualify", 3, 380.01, 76.0)]
    assert rows(tiny, metrics=metrics, by=["stage"]) == [("Qualify", 1, 40.0, 8.0), ("Propose", 1, 80.01, 40.01)]


def test_a_past_state_belongs_to_the_owner_of_then(tiny: Catalog) -> None:
    asked: dict[str, Any] = {"metrics": ["open_opportunities"], "by": ["owner"], "period": FEBRUARY}
    assert rows(tiny, **asked) == [("Cid", 2), ("Dee", 1)]
    cid = Viewer("Cid", ScopeKind.SELF, 3)
    assert rows(tiny, cid, **asked) == [("Cid", 2), ("Dee", 1)]  # Echo is shared with Cid
    assert rows(tiny, Viewer("Bob", ScopeKind.SELF, 2), **asked) == []


def test_the_day_a_deal_closes_is_no_longer_open(tiny: Catalog) -> None:
    before = rows(tiny, metrics=["open_opportunities"], period=span("2024-01-01", "2024-02-09"))
    after = rows(tiny, metrics=["open_opportunities"], period=span("2024-01-01", "2024-02-10"))
    assert (before, after) == ([(3,)], [(2,)])


def test_each_bucket_of_the_date_is_the_state_at_its_end_and_the_total_that_at_the_last(tiny: Catalog) -> None:
    by = [{"field": "date", "grain": "quarter"}]
    told = ask(tiny, metrics=["open_amount"], by=by, period={"preset": "this_year"}, totals=True)
    assert told.rows.rows() == [("2024-Q1", 380.01), ("2024-Q2", 120.01)]  # Q1: O3 80.01 and O4 300
    assert told.totals == {"open_amount": 120.01}


def test_a_period_that_lies_ahead_shows_today_s_state_and_no_bucket(tiny: Catalog) -> None:
    ahead = span("2030-01-01", "2030-12-31")
    by = [{"field": "date", "grain": "month"}]
    assert rows(tiny, metrics=["open_amount"], period=ahead) == [(120.01,)]
    told = ask(tiny, metrics=["open_amount"], by=by, period=ahead, totals=True)
    assert (told.rows.rows(), told.totals) == ([], {"open_amount": 120.01})


def test_a_log_that_never_ends_does_not_keep_a_closed_deal_open(tmp_path: Path) -> None:
    deal = won(1_00, date(2024, 3, 1), pipeline_id=1, stage_id=2, created_date=date(2024, 1, 1))
    events = [{"opportunity_id": 1, "stage_id": 1, "entered_date": date(2024, 1, 1), "amount": 1_00}]
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=[deal], stage_events=events)
    asked: dict[str, Any] = {"metrics": ["open_opportunities"], "by": [{"field": "date", "grain": "month"}]}
    assert rows(catalog, **asked, period=span("2024-01-01", "2024-04-30")) == [
        ("2024-01", 1),
        ("2024-02", 1),
        ("2024-03", 0),
        ("2024-04", 0),
    ]


def test_today_s_state_is_the_deals_own_even_where_the_log_says_otherwise(tmp_path: Path) -> None:
    deal = {"outcome": "open", "amount": 5_00, "pipeline_id": 1, "stage_id": 1, "created_date": date(2024, 1, 1)}
    begun, ended = date(2024, 1, 1), date(2024, 5, 15)
    event = {"opportunity_id": 1, "stage_id": 1, "entered_date": begun, "left_date": ended, "amount": 1_00}
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=[deal], stage_events=[event])
    by = [{"field": "date", "grain": "month"}]
    told = ask(catalog, metrics=["open_amount"], by=by, period=span("2024-04-01", "2024-06-30"), totals=True)
    assert told.rows.rows() == [("2024-04", 1.0), ("2024-05", 0.0), ("2024-06", 5.0)]
    assert told.totals == {"open_amount": 5.0}
    assert rows(catalog, metrics=["open_amount"]) == [(5.0,)]


def test_without_a_log_the_number_is_known_and_the_stage_is_not(tmp_path: Path) -> None:
    deal = won(1_00, date(2024, 3, 1), pipeline_id=1, stage_id=2, created_date=date(2024, 1, 1))
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=[deal])
    assert rows(catalog, metrics=["open_amount"], period=FEBRUARY) == [(1.0,)]
    with pytest.raises(MingjingError, match="Stages as of 2024-02-29 are not known: these data have no stage log"):
        rows(catalog, metrics=["open_amount"], by=["stage"], period=FEBRUARY)


@pytest.mark.parametrize("metric", ["open_opportunities", "open_amount", "weighted_amount"])
def test_the_records_behind_a_past_state_are_those_of_then(tiny: Catalog, metric: str) -> None:
    period = Period(start=date(2024, 2, 1), end=date(2024, 2, 29))
    page = records(tiny, Records(subject="opportunities", metric=metric, period=period))
    assert page.rows.select("name", "stage", "owner", "amount").rows() == [
        ("O4", "Qualify", "Dee", 250.0),
        ("O2", "Qualify", "Cid", 50.0),
        ("O3", "Qualify", "Cid", 80.01),
    ]
    [proof] = page.proof.metrics
    assert proof.rows_read - proof.rows_out_of_scope - proof.rows_filtered == proof.rows_used == 3
