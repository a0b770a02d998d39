"""Milliseconds of what marketing and sales are advised by, each on the demo company's tables; texts by the thousand."""

import sys
from collections.abc import Callable
from datetime import date
from time import process_time

import polars as pl

from datasource.analytics.event_funnel import event_funnel
from datasource.analytics.lead_handling import lead_handling
from datasource.analytics.next_action.suggest import suggest
from datasource.analytics.next_action.watched import QuietCustomers, QuietDeals
from datasource.analytics.preferred_channel import preferred_channels
from datasource.analytics.response_time import response_times
from datasource.analytics.sentiment.judge import judge
from datasource.analytics.silent_leads import find_silent_leads
from datasource.analytics.win_odds import History
from datasource.sample.company import demo_tables

DAY = date(2026, 6, 30)
BUDGET = 2000.0


def measure_advising(scale: float = 1.0) -> dict[str, float]:
    """Milliseconds of one run of each on the demo company of that size."""
    tables: dict[str, list[pl.DataFrame]] = {}
    for _done, frames in demo_tables(scale=scale):
        for name, rows in frames.items():
            tables.setdefault(name, []).append(rows)
    return {name: _milliseconds(run) for name, run in _tasks({name: pl.concat(rows) for name, rows in tables.items()})}


def _tasks(tables: dict[str, pl.DataFrame]) -> list[tuple[str, Callable[[], object]]]:
    leads = tables["leads"].select(
        lead="lead_id",
        created="created_at",
        responded="first_response_at",
        converted="converted_at",
        channel="source",
        owner="owner_id",
    )
    touches = tables["touches"].select("channel", lead="lead_id", customer="customer_id", at="touched_at")
    deals = tables["opportunities"].select(
        "amount",
        deal="opportunity_id",
        lead="lead_id",
        created="created_date",
        closed="close_date",
        won=pl.col("outcome") == "won",
    )
    activities = tables["activities"].filter(pl.col("kind") == "follow_up")
    kinds = activities.select("opportunity_id", "customer_id", day="created_date", kind="channel")
    entered = pl.col("stage_id").cast(pl.String)
    stages = tables["stage_events"].select(deal="opportunity_id", stage=entered, entered="entered_date")
    history = History(
        deals.drop_nulls("amount"), stages, kinds.drop_nulls("opportunity_id").rename({"opportunity_id": "deal"})
    )
    orders = tables["contracts"].select("amount", customer="customer_id", day="order_date").drop_nulls()
    contacts = kinds.drop_nulls("customer_id").rename({"customer_id": "customer"})
    texts = pl.Series(
        [
            f"The delivery of {n} was far too slow, but support is great" if n % 2 else f"{n} 物流太慢"
            for n in range(1000)
        ]
    )
    return [
        ("response times", lambda: response_times(leads, DAY)),
        ("lead handling", lambda: lead_handling(leads, DAY)),
        ("silent leads", lambda: find_silent_leads(touches, deals, DAY)),
        ("event funnel", lambda: event_funnel(_members(tables, deals), DAY)),
        ("preferred channels", lambda: preferred_channels(touches, DAY)),
        ("suggestions for deals", lambda: suggest(QuietDeals(history), DAY)),
        ("suggestions for customers", lambda: suggest(QuietCustomers(orders, contacts), DAY)),
        ("a thousand texts", lambda: judge(texts)),
    ]


def _members(tables: dict[str, pl.DataFrame], deals: pl.DataFrame) -> pl.DataFrame:
    first = (
        deals.drop_nulls("lead")
        .sort("created")
        .unique("lead", keep="first")
        .select("amount", lead_id="lead", deal_at="created", won_at=pl.when("won").then("closed"))
    )
    since = tables["leads"].select("lead_id", lead_at="converted_date")
    return (
        tables["campaign_members"]
        .drop_nulls(["lead_id", "campaign_id"])
        .unique(["campaign_id", "lead_id"])
        .join(first, on="lead_id", how="left")
        .join(since, on="lead_id", how="left")
        .rename({"campaign_id": "event", "lead_id": "person", "joined_date": "joined"})
        .rename({"has_registered": "registered", "has_attended": "attended"})
    )


def _milliseconds(run: Callable[[], object]) -> float:
    start = process_time()
    run()
    return (process_time() - start) * 1000


if __name__ == "__main__":
    for name, taken in measure_advising().items():
        sys.stdout.write(f"{name}: {taken:.0f} ms (budget {BUDGET:.0f} ms)\n")
