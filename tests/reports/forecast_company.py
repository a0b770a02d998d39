"""A company of three people whose new customers follow a season, and whose deals are won at known odds."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from datasource.store import Meta, Store
from datasource.tables.schema import polars_schema
from tests.analytics.pipeline_world import STAGES, sales

FIRST = date(2018, 1, 1)
TODAY = date(2022, 5, 15)
SEASON = (8, 6, 9, 10, 12, 14, 15, 13, 11, 10, 9, 7)
OWNERS = {"Ann": (1, 2), "Bob": (2, 2), "Dee": (3, 3)}
EACH = {"Ann": 2, "Bob": 1, "Dee": 1}
"""New customers of each person in a month: so many times the month's number in `SEASON`, and one more every month."""


def build(folder: Path, last: date = date(2022, 12, 31)) -> Path:
    """Write the store; nothing created after `last` is in it."""
    meta = Meta(source="forecast", company="Foreseen", currency="CNY", today=TODAY)
    with Store(folder).publish(meta) as version:
        for name, rows in {**_people(), **_customers(last), **_deals(last)}.items():
            version.write(name, _frame(name, rows))
    return folder


def new_in(owner: str, month: date) -> int:
    """How many new customers `owner` has in `month`."""
    return EACH[owner] * (SEASON[month.month - 1] + 12 * (month.year - 2018) + month.month)


def _people() -> dict[str, list[tuple[Any, ...]]]:
    return {
        "departments": [
            ("department_id", "name", "parent_id"),
            (1, "Company", None),
            (2, "East", 1),
            (3, "West", 1),
        ],
        "users": [
            ("user_id", "name", "login", "department_id", "manager_id", "is_active"),
            *((key, name, name.lower(), team, None, True) for name, (key, team) in OWNERS.items()),
        ],
    }


def _customers(last: date) -> dict[str, list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = []
    month = FIRST
    while month <= date(2022, 12, 1):
        for owner, (key, _team) in OWNERS.items():
            days = [month + timedelta(days=at % 28) for at in range(new_in(owner, month))]
            rows += [(key, day) for day in days if day <= last]
        month = (month + timedelta(days=32)).replace(day=1)
    named = [(at + 1, f"C{at + 1}", *row) for at, row in enumerate(rows)]
    return {"customers": [("customer_id", "name", "owner_id", "created_date"), *named]}


def _deals(last: date) -> dict[str, list[tuple[Any, ...]]]:
    """The deals of `pipeline_world.sales`, in turn of each person, as they stood today."""
    world = sales(0)
    keys = {name: at + 1 for at, name in enumerate(STAGES)}
    seen = min(last, TODAY)
    known = world.deals.filter(pl.col("created") <= seen)
    over = pl.col("closed") <= seen
    deals = known.with_columns(
        closed=pl.when(over).then("closed"),
        outcome=pl.when(over & pl.col("won"))
        .then(pl.lit("won"))
        .when(over)
        .then(pl.lit("lost"))
        .otherwise(pl.lit("open")),
    )
    log = world.stages.filter(pl.col("entered") <= seen).sort("deal", "entered", maintain_order=True)
    now = dict(log.group_by("deal", maintain_order=True).last().select("deal", "stage").iter_rows())
    ends = {"won": 4, "lost": 5}
    opportunities = [
        (
            deal + 1,
            f"D{deal + 1}",
            1,
            1,
            ends.get(outcome, keys[now[deal]]),
            outcome,
            round(amount) * 100,
            deal % 3 + 1,
            made,
            end,
        )
        for deal, made, end, outcome, amount in deals.select(
            "deal", "created", "closed", "outcome", "amount"
        ).iter_rows()
    ]
    events = [
        (at + 1, deal + 1, keys[stage], day, deal % 3 + 1)
        for at, (deal, stage, day) in enumerate(log.select("deal", "stage", "entered").iter_rows())
    ]
    acts = world.activities.filter(pl.col("day") <= seen)
    return {
        "pipelines": [("pipeline_id", "name", "position"), (1, "Main", 1)],
        "stages": [
            ("stage_id", "pipeline_id", "name", "position", "kind", "win_probability"),
            *((key, 1, name, key, "open", 0.2 * key) for name, key in keys.items()),
            (4, 1, "won", 4, "won", 1.0),
            (5, 1, "lost", 5, "lost", 0.0),
        ],
        "opportunities": [
            (
                "opportunity_id", "name", "customer_id", "pipeline_id", "stage_id", "outcome", "amount", "owner_id",
                "created_date", "close_date",
            ),
            *opportunities,
        ],
        "stage_events": [("stage_event_id", "opportunity_id", "stage_id", "entered_date", "owner_id"), *events],
        "activities": [
            ("activity_id", "kind", "opportunity_id", "customer_id", "owner_id", "created_date"),
            *((at + 1, "follow_up", deal + 1, 1, deal % 3 + 1, day) for at, (deal, day) in enumerate(acts.iter_rows())),
        ],
        "targets": [
            ("target_id", "level", "kind", "owner_id", "department_id", "month_date", "target_amount"),
            *(
                (3 * month + key, "employee", "contract_amount", key, None, date(2022, month + 1, 1), 100_000_00 * key)
                for month in range(12)
                for key in (1, 2, 3)
            ),
        ],
    }  # fmt: skip


def _frame(table: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    names, *cells = rows
    schema = polars_schema(table)
    return pl.DataFrame(cells, schema={name: schema[name] for name in names}, orient="row")
