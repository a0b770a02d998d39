"""What becomes of those who sign up for events: registered, attended, lead, deal, won; by event and in all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import need_columns, need_not_negative, need_rows
from datasource.analytics.segment_compare import LEAST_ROWS, Comparison, compare_rates
from datasource.errors import MingjingError
from datasource.texts import N_, _

STEPS: Final = ("registered", "attended", "lead", "deal", "won")
WINDOW: Final = 90
_COLUMNS: Final = ("event", "person", "registered", "attended", "joined", "lead_at", "deal_at", "won_at", "amount")


@dataclass(frozen=True)
class EventFunnel:
    """Steps of people through events, each step among those of the step before.

    `steps`: one row per event and step, events in order of their name, null for all together: `event`, `step`,
    `people` who reached it so far; `before` and `reached`, the people of the step before and of this one whose window
    is over, with the `rate` of the two and its 95 % Wilson bounds `low`, `high` (null for the first step and when
    nobody stands before it); `amount`, the money of the won ones. `beside` counts deals of people who registered but
    stayed away; `unripe` people whose window is still open; `attending` compares the share of deals among those who
    came with that among those who stayed away (those who come differ anyway: no proof); None with fewer than 8 people
    on a side or when no deal, or only deals, came of it.
    """

    steps: pl.DataFrame
    beside: int
    unripe: int
    attending: Comparison | None


def event_funnel(members: pl.DataFrame, as_of: date, window: int = WINDOW) -> EventFunnel:
    """The funnel as known at the end of `as_of`.

    `members`: one row per event and person: `event`, `person`, `registered`, `attended` (Boolean, null = no), `joined`
    (Date), `lead_at`, `deal_at`, `won_at` (Date, null = never; a lead, deal or win counts from the day they joined,
    and at most `window` days later), `amount` of the won deal. Who attended was registered; who has a deal is a lead,
    who won had the deal. Raises `MingjingError` for missing columns, a person twice at an event, negative amounts,
    people without a day, nobody by then, a window of no days.
    """
    need_columns(members, _COLUMNS)
    need_not_negative(members["amount"])
    if window < 1:
        raise MingjingError(_("The window must be at least one day."))
    if members.select("event", "person").is_duplicated().any():
        raise MingjingError(_("Some people are there twice at the same event; each needs one row."))
    if members["joined"].null_count():
        raise MingjingError(_("Some people have no day on which they joined the event."))
    reached = _reached(members, as_of, window).filter("registered")
    need_rows(reached.height, 1, N_("people registered for an event"))
    each = _steps(reached, ["event"]).sort("event", "place")
    steps = pl.concat([_steps(reached, []).select(each.columns), each]).drop("place")
    return EventFunnel(
        steps=_with_rates(steps),
        beside=reached.filter(~pl.col("attended") & pl.col("any_deal")).height,
        unripe=reached.filter(~pl.col("ripe")).height,
        attending=_attending(reached.filter("ripe")),
    )


def _reached(members: pl.DataFrame, as_of: date, window: int) -> pl.DataFrame:
    """One row per event and person: whether they reached each step, whether their window is over."""
    attended = pl.col("attended").fill_null(value=False)
    dated = members.with_columns(pl.col("joined").cast(pl.Date))
    rows = dated.filter(pl.col("joined") <= as_of).with_columns(
        registered=pl.col("registered").fill_null(value=False) | attended,
        attended=attended,
        ripe=pl.col("joined") + timedelta(days=window) <= as_of,
        won_in=_within("won_at", as_of, window),
    )
    rows = rows.with_columns(deal_in=_within("deal_at", as_of, window) | pl.col("won_in"))
    rows = rows.with_columns(any_deal="deal_in", lead_in=_within("lead_at", as_of, window) | pl.col("deal_in"))
    came = [(pl.col(f"{step}_in") & pl.col("attended")).alias(step) for step in STEPS[2:]]
    return rows.with_columns(came).with_columns(
        amount=pl.when("won").then(pl.col("amount").cast(pl.Float64).fill_null(0.0)).otherwise(0.0)
    )


def _within(name: str, as_of: date, window: int) -> pl.Expr:
    last = pl.min_horizontal(pl.lit(as_of), pl.col("joined") + timedelta(days=window))
    return pl.col(name).cast(pl.Date).is_between(pl.col("joined"), last).fill_null(value=False)


def _steps(reached: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """One row per group and step: `event`, `step`, `place`, `people`, `before`, `reached`, `amount`."""
    event = pl.col("event") if by else pl.lit(None, reached.schema["event"]).alias("event")
    parts = []
    for place, step in enumerate(STEPS):
        before = pl.col(STEPS[place - 1]) if place else pl.lit(value=False)
        counted = {
            "people": pl.col(step).sum().cast(pl.Int64),
            "before": (before & pl.col("ripe")).sum().cast(pl.Int64),
            "reached": (pl.col(step) & pl.col("ripe") & pl.lit(place > 0)).sum().cast(pl.Int64),
            "amount": pl.col("amount").filter(step).sum(),
        }
        rows = reached.group_by(by).agg(**counted) if by else reached.select(**counted)
        parts.append(rows.select(event, pl.lit(step).alias("step"), pl.lit(place).alias("place"), *counted))
    return pl.concat(parts)


def _with_rates(steps: pl.DataFrame) -> pl.DataFrame:
    hits, count = (steps[name].to_numpy().astype(np.float64) for name in ("reached", "before"))
    low, high = wilson(hits, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = hits / count
    bounds = [pl.Series(name, values).fill_nan(None) for name, values in (("rate", rate), ("low", low), ("high", high))]
    return steps.with_columns(*bounds).select(
        "event", "step", "people", "before", "reached", "rate", "low", "high", "amount"
    )


def _attending(ripe: pl.DataFrame) -> Comparison | None:
    sides = [ripe.filter(pl.col("attended") == came)["any_deal"] for came in (True, False)]
    (hits, rows), (others, rest) = [(int(side.sum()), len(side)) for side in sides]
    if min(rows, rest) < LEAST_ROWS or hits + others in (0, rows + rest):
        return None
    return compare_rates((hits, rows), (others, rest))
