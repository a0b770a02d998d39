"""Silent leads (reports 2.10): who reached out within the last days, and with whom no deal has come about."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.silent_leads import SilentLeads, find_silent_leads
from datasource.catalog.catalog import Catalog
from datasource.query import links
from datasource.question import Filter, Records
from datasource.reports.marketing_rows import seen_deals, seen_leads, seen_touches
from datasource.result import Column, Kind, Unit
from datasource.scope import Viewer
from datasource.texts import N_

WINDOWS = (30, 60, 90, 180)
COLUMNS = (
    Column("name", N_("Lead"), Kind.TEXT),
    Column("contact_name", N_("Contact"), Kind.TEXT),
    Column("phone", N_("Phone"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("source", N_("Source"), Kind.TEXT),
    Column("lead_status", N_("Lead status"), Kind.TEXT),
    Column("channels", N_("Channels"), Kind.TEXT),
    Column("touches", N_("Touches"), Kind.NUMBER, Unit.COUNT),
    Column("last_touch", N_("Last touch"), Kind.DATE),
    Column("days", N_("Days since"), Kind.NUMBER, Unit.DAYS),
)


@dataclass(frozen=True)
class Silence:
    """`found` as the method tells it; `leads`: its leads with their names, columns as `COLUMNS`."""

    found: SilentLeads
    leads: pl.DataFrame


def silent_leads(catalog: Catalog, viewer: Viewer, window: int, where: tuple[Filter, ...] = ()) -> Silence:
    """The silent among the leads that `viewer` may see. Raises `MingjingError` without any touch in the window."""
    leads = seen_leads(catalog, viewer, None, where).filter(pl.col("status").cast(pl.String).fill_null("") != "dead")
    touches = seen_touches(catalog, viewer).join(leads.select("lead"), on="lead", how="semi")
    # A deal is the lead's or its customer's: it stands under the lead, as the touches do.
    deals = seen_deals(catalog, viewer)
    of_customers = deals.drop("lead").drop_nulls("customer").join(leads.select("lead", "customer"), on="customer")
    wanted = ("lead", pl.col("created_date").alias("created"), pl.col("close_date").alias("closed"))
    both = pl.concat([deals.drop_nulls("lead").select(wanted), of_customers.select(wanted)])
    found = find_silent_leads(touches.select("lead", "channel", "at"), both, catalog.as_of, window)
    return Silence(found, _named(catalog, viewer, found.leads))


def _named(catalog: Catalog, viewer: Viewer, leads: pl.DataFrame) -> pl.DataFrame:
    """The leads with what is needed to call them."""
    known = links(catalog, Records(subject="leads"), ("users",), viewer).rename({"key": "lead", "users": "user_id"})
    owners = catalog.entity("users").select("user_id", pl.col("label").alias("owner"))
    rows = catalog.entity("leads").select(
        pl.col("lead_id").alias("lead"),
        pl.col("label").alias("name"),
        "contact_name",
        "phone",
        "source",
        pl.col("status").cast(pl.String).alias("lead_status"),
    )
    met = leads.join(known, on="lead").join(owners, on="user_id", how="left").join(rows, on="lead", how="left")
    listed = met.with_columns(pl.col("channels").list.join(", "))
    return listed.sort("last_touch", "touches", "lead", descending=[True, True, False]).select(
        column.name for column in COLUMNS
    )
