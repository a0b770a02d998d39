"""What a lead and a new customer of each channel cost in a period, and what the channel brought for it (reports 2.10).

A campaign's cost is spread evenly over its days, so that a period bears its own part. A lead counts for the channel of
its campaign, else of its first touch. A customer won in the period counts, under the chosen rule, for the channels of
the touches before its first deal; a touch of a campaign is of the campaign's channel, where its cost stands.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.analytics.attribution.journeys import Journeys, journeys_from_touches
from datasource.analytics.attribution.rules import RULES
from datasource.analytics.channel_cost import ChannelCosts, channel_costs
from datasource.analytics.method_card import MethodCard
from datasource.analytics.refusals import Floats
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.dimension import UNKNOWN
from datasource.periods import Span
from datasource.plan import period_span
from datasource.query import answer, links
from datasource.query.engine import scope_of
from datasource.question import Period, Query, Records
from datasource.reports.marketing_rows import seen_leads, seen_touches
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, Filled, _

_MONTH = 365.25 / 12
NO_TOUCH = "—"
"""The row of leads and customers for whom neither campaign nor touch is known."""


@dataclass(frozen=True)
class ChannelCost:
    """`found`: costs by channel, money in major units; leads and customers of no known touch stand in `NO_TOUCH`.

    `undated` campaigns have a cost but no first day.
    `margins` is False where no product's cost is known, so that nothing can be said about paying back. `new` is the
    answer of `new_leads` and `dealt_customers_period`.
    """

    found: ChannelCosts
    undated: int
    margins: bool
    new: Result
    card: MethodCard


def channel_cost(catalog: Catalog, viewer: Viewer, rule: str, window: int, period: Period | None = None) -> ChannelCost:
    """Costs under the attribution rule `rule` with a look-back `window` in days.

    Raises `MingjingError` for viewers who do not see all data (costs are the company's), for an unknown rule, and where
    there is no spend.
    """
    if scope_of(catalog, viewer).users is not None:
        raise MingjingError(_("Costs of channels are the company's, so only people who see all data see them."))
    if rule not in RULES:
        raise MingjingError(unknown(N_("rule"), rule, RULES))
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    spend, undated = _spend(catalog, span)
    if spend.is_empty():
        raise MingjingError(
            _("No campaign cost falls into the period, so nothing can be said about the cost of channels.")
        )
    touches = seen_touches(catalog, viewer).with_columns(
        pl.coalesce("campaign_channel", "channel").alias("channel"), pl.col("at").cast(pl.Datetime("us"))
    )
    leads = _leads(catalog, viewer, touches, period)
    customers = _customers(catalog, viewer, period)
    margins = customers["monthly_margin"].sum() > 0
    credit = _credited(catalog, touches, customers, rule, window)
    met = spend
    for part in (leads, credit):
        met = met.join(part, on="channel", how="full", coalesce=True)
    rows = met.filter(pl.col("channel").is_not_null()).with_columns(
        pl.col("spend", "leads", "customers", "revenue", "monthly_margin").fill_null(0)
    )
    new = answer(catalog, Query(metrics=("new_leads", "dealt_customers_period"), period=period), viewer)
    card = _card(catalog, window)
    return ChannelCost(channel_costs(rows), undated, bool(margins), new, card)


def _spend(catalog: Catalog, span: Span | None) -> tuple[pl.DataFrame, int]:
    """`channel`, `spend` of the days of `span` up to today; and how many campaigns with a cost have no first day."""
    known = catalog.entity("campaigns").filter(pl.col("spend_amount") > 0)
    dated = known.filter(pl.col("start_date").is_not_null()).with_columns(
        last=pl.max_horizontal(pl.col("start_date"), pl.coalesce("end_date", pl.lit(catalog.as_of)))
    )
    first, last = _ends(span, catalog.as_of)
    days = (pl.col("last") - pl.col("start_date")).dt.total_days() + 1
    within = (
        pl.min_horizontal("last", pl.lit(last)) - pl.max_horizontal("start_date", pl.lit(first))
    ).dt.total_days() + 1
    part = dated.with_columns(cost=pl.col("spend_amount") * within.clip(lower_bound=0) / days / catalog.minor_units)
    spent = part.group_by("channel").agg(pl.col("cost").sum().alias("spend")).filter(pl.col("spend") > 0)
    return spent.with_columns(pl.col("channel").fill_null(UNKNOWN)), known.height - dated.height


def _ends(span: Span | None, today: date) -> tuple[date, date]:
    """The first and the last day that count: days to come cost nothing yet."""
    return (date.min, today) if span is None else (span.start, min(span.end, today))


def _leads(catalog: Catalog, viewer: Viewer, touches: pl.DataFrame, period: Period | None) -> pl.DataFrame:
    """`channel`, `leads` entered in the period."""
    first = touches.drop_nulls(["lead", "channel"]).sort("at", "touch").group_by("lead").agg(pl.col("channel").first())
    costs = catalog.entity("campaigns").select(
        pl.col("campaign_id").alias("campaign"), pl.col("channel").alias("campaign_channel")
    )
    leads = (
        seen_leads(catalog, viewer, period).join(first, on="lead", how="left").join(costs, on="campaign", how="left")
    )
    placed = leads.select(pl.coalesce("campaign_channel", "channel", pl.lit(NO_TOUCH)).alias("channel"))
    return placed.group_by("channel").agg(pl.len().alias("leads"))


def _customers(catalog: Catalog, viewer: Viewer, period: Period | None) -> pl.DataFrame:
    """Customers won in the period: `customer`, `won_on`, `revenue` and `monthly_margin` so far, in major units."""
    seen = links(catalog, Records(subject="first_deals", period=period), (), viewer)
    first = catalog.entity("first_deals").select(
        pl.col("customer_id").alias("customer"), pl.col("first_deal_date").alias("won_on")
    )
    contracts = catalog.entity("contracts").filter("is_effective")
    signed = contracts.group_by(pl.col("customer_id").alias("customer")).agg(revenue=pl.col("amount").sum())
    lines = catalog.entity("contract_lines").join(contracts.select("contract_id", "customer_id"), on="contract_id")
    earned = lines.group_by(pl.col("customer_id").alias("customer")).agg(margin=pl.col("margin_amount").sum())
    months = ((pl.lit(catalog.as_of) - pl.col("won_on")).dt.total_days() / _MONTH).clip(lower_bound=1.0)
    met = first.join(seen.select(pl.col("key").alias("customer")), on="customer", how="semi")
    met = met.join(signed, on="customer", how="left").join(earned, on="customer", how="left")
    return met.select(
        pl.col("customer").cast(pl.Int64),
        "won_on",
        pl.col("revenue").fill_null(0) / catalog.minor_units,
        # A loss pays nothing back; the method takes no money below zero.
        (pl.col("margin").fill_null(0).clip(lower_bound=0) / months / catalog.minor_units).alias("monthly_margin"),
    )


def _credited(catalog: Catalog, touches: pl.DataFrame, customers: pl.DataFrame, rule: str, window: int) -> pl.DataFrame:
    """`channel` with its share of customers, revenue and margin, those without a touch in the window in `NO_TOUCH`."""
    named = touches.select(pl.col("customer").cast(pl.Int64).alias("journey"), "channel", "at")
    sums: dict[str, pl.Series] = {}
    names: tuple[str, ...] = ()
    for amount in ("revenue", "monthly_margin"):
        outcomes = customers.select(
            pl.col("customer").alias("journey"),
            pl.lit(value=True).alias("won"),
            pl.col("won_on").alias("ended"),
            pl.col(amount).alias("value"),
        )
        journeys = journeys_from_touches(named, outcomes, catalog.as_of, window)
        weights = RULES[rule](journeys)
        names = (*journeys.names, NO_TOUCH)
        sums["customers"] = _shares(journeys, weights, journeys.won.astype(np.float64), journeys.untouched)
        sums[amount] = _shares(journeys, weights, journeys.value, journeys.untouched_value)
    return pl.DataFrame({"channel": names, **sums})


def _shares(journeys: Journeys, weights: Floats, amount: Floats, rest: float) -> pl.Series:
    """Each channel's share of `amount` (j,), and last the `rest` that no touch preceded."""
    shared = np.bincount(journeys.channel, weights * amount[journeys.journey], len(journeys.names))
    return pl.Series([*shared, rest])


def _card(catalog: Catalog, window: int) -> MethodCard:
    return MethodCard(
        does=N_(
            "Cost per lead = spend / leads; CAC = spend / new customers; ROI = (revenue − spend) / spend; months to "
            "pay back = spend / monthly margin of the new customers."
        ),
        data=Filled(
            N_(
                "Campaign costs spread evenly over their days, leads entered and customers won in the period, and what "
                "these customers have signed until now. Touches up to {days} days before the first deal share each "
                "customer."
            ),
            days=str(window),
        ),
        as_of=catalog.as_of,
        assumes=(
            N_("All costs of marketing are booked on campaigns; wages and tools are not in them."),
            N_("A customer is counted on the day of the first deal, leads on the day they were entered."),
        ),
        quality=(),
        avoid=(
            N_("For the newest customers: their revenue has only begun, so their ROI still grows."),
            N_("Where a channel's spend or wins are few: one customer moves the number."),
        ),
        sources=("Farris, Bendle, Pfeifer, Reibstein 2010, Marketing Metrics, ch. 5 and 9",),
    )
