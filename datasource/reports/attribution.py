"""Who gets the credit for the deals won in a period (reports 2.10): eight rules side by side on the same journeys.

A journey is a decided deal with the touches of its customer and its lead within the look-back window before it closed;
leads that came to nothing are journeys that were not won and end at their last touch. Open deals and leads still in
hand are undecided and left out. So credits and what no touch preceded add up to the metric `won_amount`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.analytics.attribution.credit import Attribution, attribute
from datasource.analytics.attribution.journeys import journeys_from_touches
from datasource.analytics.attribution.keywords import keyword_costs, share_by_clicks
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.plan import period_span
from datasource.query import answer, links
from datasource.question import Filter, Period, Query, Records
from datasource.reports.marketing_rows import of_deals, seen_deals, seen_leads, seen_touches
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, Filled

BY: Mapping[str, str] = MappingProxyType(
    {"channel": N_("By channel"), "campaign": N_("By campaign"), "keyword": N_("By keyword")}
)
WINDOWS = (30, 90, 180, 365)
MODELS: Mapping[str, str] = MappingProxyType(
    {
        "first": N_("First touch"),
        "last": N_("Last touch"),
        "linear": N_("Linear"),
        "time_decay": N_("Time decay"),
        "position": N_("Position 40/20/40"),
        "w_shaped": N_("W 30/30/30/10"),
        "markov": N_("Markov"),
        "shapley": N_("Shapley"),
    }
)
"""The rules by name, in the order in which they are shown."""
_LOST = ("lost", "invalid")


@dataclass(frozen=True)
class Attributed:
    """Credit for the deals won in the period, money in major units.

    `won` is the answer of `won_amount` and `won_count`: `found.value` + `found.untouched_value` + `undated_value` is
    its amount. `keywords` has one row per rule, campaign and keyword with its cost (`keyword_costs`), None unless asked
    for.
    """

    found: Attribution
    won: Result
    undated_value: float
    keywords: pl.DataFrame | None
    card: MethodCard


def attributed(  # noqa: PLR0913, PLR0917  (everything that the credit hangs on)
    catalog: Catalog,
    viewer: Viewer,
    by: str,
    window: int,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Attributed:
    """The credit `by` channel, campaign or keyword with a look-back `window` in days.

    Raises `MingjingError` where there is too little to share (see `journeys_from_touches`) or for an unknown `by`.
    """
    if by not in BY:
        raise MingjingError(unknown(N_("way to share the credit"), by, BY))
    touches, outcomes = journey_rows(catalog, viewer, "channel" if by == "channel" else "campaign", period, where)
    found = attribute(journeys_from_touches(touches, outcomes, catalog.as_of, window))
    undated = outcomes.filter("won", pl.col("ended").is_null())["value"].sum()
    won = answer(catalog, Query(metrics=("won_amount", "won_count"), period=period, where=where), viewer)
    keywords = _keywords(catalog, viewer, found, period) if by == "keyword" else None
    return Attributed(found, won, float(undated), keywords, _card(catalog, found, window))


def decided(catalog: Catalog, viewer: Viewer, period: Period | None, where: tuple[Filter, ...]) -> pl.DataFrame:
    """The deals closed in the period, as `seen_deals` has them."""
    deals = seen_deals(catalog, viewer, period, where)
    return deals.filter(pl.col("outcome").cast(pl.String).is_in(["won", *_LOST]))


def journey_rows(
    catalog: Catalog, viewer: Viewer, place: str, period: Period | None, where: tuple[Filter, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Touches and outcomes of decided journeys, as `journeys_from_touches` takes them, `place` being their channel.

    Journeys of leads that came to nothing have negative numbers.
    """
    met = seen_touches(catalog, viewer).with_columns(pl.col("at").cast(pl.Datetime("us")))
    deals, leads = decided(catalog, viewer, period, where), seen_leads(catalog, viewer, None, where)
    of_leads = met.join(_come_to_nothing(catalog, viewer, leads), on="lead", how="semi")
    last = of_leads.group_by("lead").agg(pl.col("at").max().alias("ended"))
    kept = _within(catalog, last, period)
    named = met if place == "channel" else _with_campaign(catalog, met)
    rows = pl.concat(
        [
            of_deals(named, deals).select(pl.col("deal").cast(pl.Int64).alias("journey"), pl.col(place), "at", "touch"),
            named.join(kept, on="lead", how="semi").select(_journey_of_lead(), pl.col(place), "at", "touch"),
        ]
    )
    entered = leads.select("lead", pl.col("created_at").cast(pl.Datetime("us")).alias("lead_at"))
    first = leads.drop_nulls("customer").group_by("customer").agg(pl.col("created_at").min().alias("first_at"))
    ends = deals.join(entered, on="lead", how="left").join(first, on="customer", how="left")
    outcomes = pl.concat(
        [
            ends.select(
                pl.col("deal").cast(pl.Int64).alias("journey"),
                (pl.col("outcome") == "won").alias("won"),
                (pl.col("close_date").cast(pl.Datetime("us")) + pl.duration(days=1, microseconds=-1)).alias("ended"),
                pl.when(pl.col("outcome") == "won").then("amount").alias("value"),
                pl.coalesce("lead_at", pl.col("first_at").cast(pl.Datetime("us"))).alias("lead_at"),
                pl.col("created_date").cast(pl.Datetime("us")).alias("deal_at") + pl.duration(days=1, microseconds=-1),
            ),
            kept.join(entered, on="lead", how="left").select(
                _journey_of_lead(),
                pl.lit(value=False).alias("won"),
                "ended",
                pl.lit(None, pl.Float64).alias("value"),
                "lead_at",
                pl.lit(None, pl.Datetime("us")).alias("deal_at"),
            ),
        ]
    )
    return rows.rename({place: "channel"}), outcomes


def _journey_of_lead() -> pl.Expr:
    return (-pl.col("lead").cast(pl.Int64)).alias("journey")


def _come_to_nothing(catalog: Catalog, viewer: Viewer, leads: pl.DataFrame) -> pl.DataFrame:
    """The leads that were given up before any deal."""
    dealt = seen_deals(catalog, viewer).select("lead").drop_nulls()
    return leads.filter(pl.col("status") == "dead").join(dealt, on="lead", how="anti").select("lead")


def _within(catalog: Catalog, last: pl.DataFrame, period: Period | None) -> pl.DataFrame:
    """The leads whose last touch lies in the period; `lead`, `ended`."""
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    return last if span is None else last.filter(pl.col("ended").dt.date().is_between(span.start, span.end))


def _with_campaign(catalog: Catalog, touches: pl.DataFrame) -> pl.DataFrame:
    """The touches of campaigns, `campaign` being what the campaign is called."""
    names = catalog.entity("campaigns").select(pl.col("campaign_id").alias("campaign"), "label")
    return touches.join(names, on="campaign").drop("campaign").rename({"label": "campaign"})


def _keywords(catalog: Catalog, viewer: Viewer, found: Attribution, period: Period | None) -> pl.DataFrame:
    """The credit of campaigns shared out to their keywords by the clicks that the viewer may see in the period."""
    names = catalog.entity("campaigns").select("campaign_id", pl.col("label").alias("channel"))
    seen = links(catalog, Records(subject="ad_stats", period=period), (), viewer)
    rows = catalog.entity("ad_stats").join(seen, left_on="ad_stat_id", right_on="key", how="semi")
    rows = rows.join(names, on="campaign_id")
    rows = rows.select(
        "channel",
        "keyword",
        pl.col("clicks").fill_null(0),
        (pl.col("cost_amount").fill_null(0) / catalog.minor_units).alias("cost"),
    )
    credited = found.credits.filter(pl.col("channel").is_in(rows["channel"].unique().implode()))
    return keyword_costs(share_by_clicks(credited, rows), rows)


def _card(catalog: Catalog, found: Attribution, window: int) -> MethodCard:
    counts = {"journeys": str(found.journeys), "won": str(found.won), "days": str(window)}
    return MethodCard(
        does=N_(
            "Shares each deal that was won between the touches before it, by eight rules side by side: first, last, "
            "linear, time decay (half for each week), position 40/20/40, W, Markov chain (exact removal effects) and "
            "Shapley value (exact)."
        ),
        data=Filled(
            N_(
                "{journeys} decided journeys with a touch in the {days} days before their end, {won} of them won: "
                "deals closed in the period, and leads given up. What is still open is left out."
            ),
            **counts,
        ),
        as_of=catalog.as_of,
        assumes=(
            N_("Every touch that mattered is in the data, with its channel and its time."),
            N_("The intervals (95 %, bootstrap) say what chance alone would change, not whether a rule is right."),
        ),
        quality=(
            (N_("Channels on which the rules disagree beyond chance"), str(len(found.disputed))),
            (N_("Share of decided journeys that were won"), f"{found.chance:.1%}"),
        ),
        avoid=(
            N_(
                "To prove that a channel brings deals: credit is shared by agreement. Only a trial can prove an effect."
            ),
            N_("Where most won deals have no touch in the window: lengthen it, or record touches first."),
        ),
        sources=(
            "Anderl, Becker, von Wangenheim, Schumann 2016, IJRM 33:457",
            "Zhao, Mahboobi, Bagheri 2018, arXiv:1804.05327",
            "Efron, Tibshirani 1993, ch. 13",
        ),
    )
