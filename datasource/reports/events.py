"""From signing up for an event to a deal (reports 2.10): registered, attended, lead, deal, won."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.event_funnel import WINDOW, EventFunnel, event_funnel
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.plan import period_span
from datasource.query import links
from datasource.question import Period, Records
from datasource.reports.marketing_rows import seen_deals, seen_leads
from datasource.scope import Viewer
from datasource.texts import N_, Filled


@dataclass(frozen=True)
class Events:
    """`found` is the funnel of the people whom the viewer may see, money in major units."""

    found: EventFunnel
    card: MethodCard


def events(catalog: Catalog, viewer: Viewer, period: Period | None = None) -> Events:
    """The members of campaigns who joined in `period`. Raises `MingjingError` when nobody registered."""
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    members = _members(catalog, viewer)
    if span is not None:
        members = members.filter(pl.col("joined").is_between(span.start, span.end))
    found = event_funnel(_with_deals(members, seen_deals(catalog, viewer)), catalog.as_of)
    return Events(found, _card(catalog, found))


def _members(catalog: Catalog, viewer: Viewer) -> pl.DataFrame:
    """One row per event and person: whoever the viewer may see as a lead or a contact, the first time they joined."""
    names = catalog.entity("campaigns").select("campaign_id", pl.col("label").alias("event"))
    leads = seen_leads(catalog, viewer).select("lead", "customer", pl.col("created_date").alias("lead_at"))
    known = links(catalog, Records(subject="contacts"), ("customers",), viewer)
    contacts = known.select(pl.col("key").alias("contact_id"), pl.col("customers").alias("customer"))
    rows = catalog.entity("campaign_members").join(names, on="campaign_id").filter(pl.col("joined_date").is_not_null())
    by_lead = rows.join(leads, left_on="lead_id", right_on="lead").with_columns(
        pl.format("lead {}", "lead_id").alias("person")
    )
    guests = rows.filter(pl.col("lead_id").is_null()).join(contacts, on="contact_id")
    by_contact = guests.with_columns(
        pl.format("contact {}", "contact_id").alias("person"), pl.lit(None, pl.Date).alias("lead_at")
    )
    wanted = ("event", "person", "lead_id", "customer", "lead_at")
    both = [
        part.select(
            *wanted,
            pl.col("has_registered").alias("registered"),
            pl.col("has_attended").alias("attended"),
            pl.col("joined_date").alias("joined"),
        )
        for part in (by_lead, by_contact)
    ]
    joined = pl.concat(both).sort("joined").group_by("event", "person", maintain_order=True)
    return joined.agg(
        pl.col("lead_id", "customer", "lead_at", "joined").first(), pl.col("registered", "attended").any()
    )


def _with_deals(members: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """The members with their first deal and win since the day they joined, and what all such wins brought."""
    asked = members.with_row_index("place")
    by_customer = asked.join(deals.drop("lead").drop_nulls("customer"), on="customer")
    by_lead = asked.drop("customer").join(deals.drop("customer").drop_nulls("lead"), left_on="lead_id", right_on="lead")
    wanted = ("place", "joined", "deal", "outcome", "amount", "created_date", "close_date")
    both = pl.concat([by_customer.select(wanted), by_lead.select(wanted)]).unique(["place", "deal"])
    since = both.filter(pl.col("created_date") >= pl.col("joined")).sort("created_date", "deal")
    is_won = pl.col("outcome") == "won"
    first = since.group_by("place").agg(
        pl.col("created_date").min().alias("deal_at"),
        pl.col("close_date").filter(is_won).min().alias("won_at"),
        pl.col("amount").filter(is_won).sort_by(pl.col("close_date").filter(is_won)).first().alias("amount"),
    )
    return asked.join(first, on="place", how="left").drop("place")


def _card(catalog: Catalog, found: EventFunnel) -> MethodCard:
    return MethodCard(
        does=N_(
            "Follows everybody who signed up for an event: who came, became a lead, got an opportunity, signed. Each "
            "step counts those of the step before."
        ),
        data=Filled(
            N_(
                "People in campaigns whom you may see, and their first opportunity and win from the day they joined, "
                "up to {days} days later. The days of {unripe} people are not over yet; rates leave them out."
            ),
            days=str(WINDOW),
            unripe=str(found.unripe),
        ),
        as_of=catalog.as_of,
        assumes=(N_("Whoever attended was registered; who has a deal is a lead."),),
        quality=(),
        avoid=(N_("To prove that an event brings deals: those who come differ from those who stay away."),),
    )
