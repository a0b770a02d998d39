"""By which channel each customer is most likely to be met (reports 2.10), from contacts that the customer began."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.preferred_channel import PreferredChannels, preferred_channels
from datasource.catalog.catalog import Catalog
from datasource.query import links
from datasource.question import Filter, Records
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.marketing_rows import seen_touches
from datasource.result import Column, Kind, Unit
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import N_

COLUMNS = (
    Column("customer", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("channel", N_("Preferred channel"), Kind.TEXT),
    Column("share", N_("Expected share"), Kind.NUMBER, Unit.RATE),
    Column("by_channel", N_("Contacts by it"), Kind.NUMBER, Unit.COUNT),
    Column("contacts", N_("Contacts in all"), Kind.NUMBER, Unit.COUNT),
    Column("second", N_("Next channel"), Kind.TEXT),
    Column("chance", N_("Chance to be the first"), Kind.NUMBER, Unit.RATE),
    Column("last", N_("Last by it"), Kind.DATE),
)


@dataclass(frozen=True)
class Preferred:
    """`found` as the method tells it; `customers`: those with a preference, the surest first: `COLUMNS` and `key`."""

    found: PreferredChannels
    customers: pl.DataFrame
    card: MethodCard


def preferred(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> Preferred:
    """Of the customers that `viewer` may see, from their tickets, web visits and touches.

    Raises `MingjingError` where too few customers have contacts of their own.
    """
    seen = links(catalog, Records(subject="customers", where=where), ("users",), viewer).rename({"key": "customer"})
    touches = seen_touches(catalog, viewer).select("customer", "channel", "at")
    tickets = catalog.entity("tickets").select(
        pl.col("customer_id").alias("customer"), "channel", pl.coalesce("opened_at", "opened_date").alias("at")
    )
    visits = catalog.entity("web_visits").select(
        pl.col("customer_id").alias("customer"), "channel", pl.coalesce("visited_at", "visited_date").alias("at")
    )
    parts = [part.with_columns(pl.col("at").cast(pl.Datetime("us"))) for part in (touches, tickets, visits)]
    contacts = pl.concat(parts, how="vertical_relaxed").filter(pl.col("customer") != UNKNOWN_KEY)
    mine = contacts.with_columns(pl.col("customer").cast(pl.Int64)).join(
        seen.select(pl.col("customer").cast(pl.Int64)), on="customer", how="semi"
    )
    found = preferred_channels(mine, catalog.as_of)
    return Preferred(found, _named(catalog, seen, found), _card(catalog, found))


def _named(catalog: Catalog, seen: pl.DataFrame, found: PreferredChannels) -> pl.DataFrame:
    names = catalog.entity("customers").select(
        pl.col("customer_id").cast(pl.Int64).alias("key"), pl.col("label").alias("name")
    )
    owners = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    whose = seen.with_columns(pl.col("customer").cast(pl.Int64)).join(owners, on="users", how="left")
    told = found.customers.drop_nulls("channel").rename({"customer": "key"})
    met = told.join(names, on="key").join(whose.rename({"customer": "key"}), on="key", how="left")
    ordered = met.rename({"name": "customer"}).sort("chance", "contacts", "customer", descending=[True, True, False])
    return ordered.select("key", *(column.name for column in COLUMNS))


def _card(catalog: Catalog, found: PreferredChannels) -> MethodCard:
    quality: tuple[tuple[str, str], ...] = ()
    if found.right is not None and found.usual_right is not None:
        quality = (
            (N_("Last contact guessed from those before it"), f"{found.right:.1%}"),
            (N_("The same by the commonest channel of all"), f"{found.usual_right:.1%}"),
        )
    return MethodCard(
        does=N_(
            "Pulls each customer's shares of contacts by channel towards those of all, the more the fewer there are."
        ),
        data=N_("Tickets, web visits and touches of customers whom you may see; with fewer than 3 nothing is said."),
        as_of=catalog.as_of,
        assumes=(N_("Whoever came by a channel so far comes by it again."), CUSTOMER_PAST.sentence),
        quality=quality,
        avoid=(N_("As consent to be contacted: check what the customer has allowed."),),
        sources=("Minka 2000, Estimating a Dirichlet distribution",),
    )
