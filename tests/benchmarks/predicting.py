"""Milliseconds (processor) of what reads the demo company: pipeline, stages, leads, look-alikes, levels, feedback."""

from collections.abc import Callable
from datetime import date
from time import process_time

import numpy as np
import polars as pl

from datasource.analytics.anomalies import surprises
from datasource.analytics.dwell import stage_dwell
from datasource.analytics.hierarchy import forecast_levels
from datasource.analytics.lead_scores import train_scores
from datasource.analytics.look_alikes import look_alikes
from datasource.analytics.pipeline_forecast import WhatIf, open_pipeline
from datasource.analytics.pipeline_replay import replay
from datasource.analytics.sentiment.judge import judge
from datasource.analytics.series import whole_buckets
from datasource.analytics.slow_stages import slow_stages
from datasource.analytics.win_odds import History
from datasource.field import Grain
from tests.analytics.planted import frames
from tests.sample.conftest import Tables, made

START, UNTIL = date(2026, 4, 1), date(2026, 9, 30)
QUARTERS = [(date(2025, month, 1), date(2025, month + 2, last)) for month, last in ((4, 30), (7, 30), (10, 31))]
ALIKE = ["industry", "company_size", "employee_count", "annual_revenue_amount", "level"]


def measure_predicting(seed: int = 7, scale: float = 1.0) -> dict[str, float]:
    """Milliseconds of one run of each on the demo company of that scale."""
    company = made(seed, scale)
    history, stays, leads = _history(company), frames.stays(company), frames.leads(company)
    pipeline = open_pipeline(history, frames.TODAY, START, UNTIL)
    accounts = company["customers"].with_columns(account=pl.col("customer_id").cast(pl.String))
    won = accounts.filter("is_dealt_flag")["account"].head(200).to_list()
    scored = leads.select("source", "fast", "webinar", "industry", "converted", created="created_date")
    people, days = _parts(company), _days(company)
    tried: dict[str, Callable[[], object]] = {
        "pipeline: odds": lambda: open_pipeline(history, frames.TODAY, START, UNTIL),
        "pipeline: simulation": lambda: pipeline.forecast(1e8),
        "pipeline: what-if": lambda: pipeline.what_if(WhatIf(win_odds=1.2)),
        "pipeline: 3 quarters replayed": lambda: replay(history, QUARTERS, frames.TODAY),
        "time in stages": lambda: stage_dwell(stays),
        "slow stages": lambda: slow_stages(stays, "region"),
        "lead scores": lambda: train_scores(scored, ["source", "fast", "webinar", "industry"], "converted"),
        "look-alikes": lambda: look_alikes(accounts, ALIKE, won),
        "forecast of people and total": lambda: forecast_levels(people, 12, 6),
        "unusual days": lambda: surprises(days, 7),
        "feeling of feedback": lambda: judge(company["feedback"]["comment"]),
    }
    return {name: _milliseconds(run) for name, run in tried.items()}


def _history(company: Tables) -> History:
    deals = company["opportunities"].filter(pl.col("pipeline_id") == 1)
    over = pl.col("close_date").is_not_null()
    calls = company["activities"].drop_nulls("opportunity_id")
    return History(
        deals.select(
            deal="opportunity_id",
            created="created_date",
            closed="close_date",
            won=pl.when(over).then(pl.col("outcome") == "won"),
            amount=pl.col("amount") / 100,
        ),
        company["stage_events"].select(
            deal="opportunity_id", stage=pl.col("stage_id").cast(pl.String), entered="entered_date"
        ),
        calls.select(deal="opportunity_id", day="created_date"),
    )


def _parts(company: Tables) -> dict[tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Leads by month of each owner."""
    leads = company["leads"].drop_nulls("owner_id").with_columns(month=pl.col("created_date").dt.truncate("1mo"))
    table = (
        leads.pivot("owner_id", index="month", values="lead_id", aggregate_function="len").sort("month").fill_null(0)
    )
    return {(name,): table[name].cast(pl.Float64).to_numpy() for name in table.columns if name != "month"}


def _days(company: Tables) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Activities by day."""
    by_day = company["activities"].group_by(bucket="created_date").agg(value=pl.len().cast(pl.Float64))
    return whole_buckets(by_day, Grain.DAY, frames.TODAY).values


def _milliseconds(run: Callable[[], object]) -> float:
    run()
    start = process_time()
    run()
    return (process_time() - start) * 1000
