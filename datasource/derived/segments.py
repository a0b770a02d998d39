"""The study of segments: recency, frequency and money by fifths, and where each customer stands in its life."""

from datetime import timedelta

import polars as pl

from datasource.analytics.lifecycle import Lifecycle, lifecycle
from datasource.analytics.method_card import MethodCard
from datasource.analytics.rfm import Rfm, rfm
from datasource.derived.purchases import purchases
from datasource.derived.study import Found, Rows
from datasource.reports.customer_habits import numbers
from datasource.texts import N_

MONTHS_BACK = 365


def study_segments(rows: Rows) -> Found:
    """Segment and stage of each customer, and the flows between stages; `customers`, `cuts`, `stocks`, `flows`.

    `customers`: `customer_id`, `p_segment`, `p_lifecycle_stage`, `recency` (days), `frequency`, `money` (minor units),
    the scores `r`, `f`, `m`, and what `PREDICTIONS` names further; `cuts`: `measure`, `cut` (four rising ones each).
    """
    bought, today = purchases(rows), rows.as_of
    known = rows.entity("customers").select(
        pl.col("customer_id").alias("customer"), pl.col("created_date").alias("created")
    )
    scored = rfm(bought, today)
    life = lifecycle(known, bought, today - timedelta(days=MONTHS_BACK), today)
    told = numbers(rows, known["customer"], bought, today)
    tables = {
        "customers": _customers(known, scored, life).join(_columns(told), on="customer_id", maintain_order="left"),
        "cuts": _cuts(scored),
        "stocks": life.stocks,
        "flows": life.flows,
    }
    return Found(tables, _card(rows))


def _customers(known: pl.DataFrame, scored: Rfm, life: Lifecycle) -> pl.DataFrame:
    last = life.stages.sort("month").group_by("customer").last()
    met = known.join(scored.customers, on="customer", how="left").join(last, on="customer", how="left")
    return met.select(
        pl.col("customer").alias("customer_id"),
        pl.col("segment").alias("p_segment"),
        pl.col("stage").alias("p_lifecycle_stage"),
        "recency", "frequency", "money", "r", "f", "m",
    )  # fmt: skip


def _columns(told: pl.DataFrame) -> pl.DataFrame:
    """The numbers of each customer under the names that fields for charts have."""
    whole = {"recency": "p_recency", "frequency": "p_frequency", "tenure": "p_tenure", "follow_ups": "p_follow_ups",
             "tickets": "p_tickets"}  # fmt: skip
    money = {"money": "p_money_amount", "basket": "p_basket_amount", "year_money": "p_year_amount"}
    return told.select(
        pl.col("customer").alias("customer_id"),
        *(pl.col(name).cast(pl.Int64).alias(new) for name, new in whole.items()),
        *(pl.col(name).round().cast(pl.Int64).alias(new) for name, new in money.items()),
    )


def _cuts(scored: Rfm) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"measure": name, "cut": float(cut)}
            for name in ("recency", "frequency", "money")
            for cut in getattr(scored.cuts, name)
        ]
    )


def _card(rows: Rows) -> MethodCard:
    return MethodCard(
        does=N_("Scores customers 1 to 5 by how lately, how often and for how much they bought, and names the groups."),
        data=N_("Effective contracts by customer and day, and the day each customer was entered."),
        as_of=rows.as_of,
        assumes=(
            N_("Cut-offs lie at the fifths of all customers; equal values always get the same score."),
            N_("Stages of life are those at the end of the last whole month, by fixed limits in days."),
        ),
        quality=(),
        avoid=(
            N_("As a prediction: a segment tells what has been, not what will be."),
            N_("With few purchases a customer: most of them then fall into the same group."),
        ),
        sources=("Hughes 1994, Strategic Database Marketing",),
    )
