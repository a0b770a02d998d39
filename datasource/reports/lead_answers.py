"""How fast leads are answered and what goes with it (reports 2.10): by the time of the first answer, and by owner."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.dwell import People
from datasource.analytics.lead_handling import lead_handling
from datasource.analytics.method_card import MethodCard
from datasource.analytics.response_time import HORIZON, ResponseTimes, response_times
from datasource.catalog.catalog import Catalog
from datasource.query import links
from datasource.question import Filter, Period, Records
from datasource.scope import Viewer
from datasource.texts import N_, Filled


@dataclass(frozen=True)
class LeadAnswers:
    """`found`: leads and their conversion by the time of their first answer, compared within each source."""

    found: ResponseTimes
    card: MethodCard


@dataclass(frozen=True)
class LeadOwners:
    """`owners`: one row per owner as `lead_handling` has them; `people` says whether they differ beyond chance."""

    owners: pl.DataFrame
    people: People


def lead_answers(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> LeadAnswers:
    """Of the leads entered in `period` that `viewer` may see. Raises `MingjingError` where too few are decided."""
    found = response_times(_leads(catalog, viewer, period, where).drop("owner"), catalog.as_of)
    return LeadAnswers(found, _card(catalog, found))


def lead_owners(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> LeadOwners:
    """How each owner of now handles the leads entered in `period` that `viewer` may see; errors as above."""
    return LeadOwners(*lead_handling(_leads(catalog, viewer, period, where), catalog.as_of))


def _leads(catalog: Catalog, viewer: Viewer, period: Period | None, where: tuple[Filter, ...]) -> pl.DataFrame:
    """One row per lead: `lead`, `created`, `responded`, `converted`, `channel` (its source), `owner` (label)."""
    ask = Records(subject="leads", period=period, where=where)
    known = links(catalog, ask, ("users",), viewer).rename({"key": "lead_id", "users": "user_id"})
    owners = catalog.entity("users").select("user_id", pl.col("label").alias("owner"))
    rows = catalog.entity("leads").join(known, on="lead_id").join(owners, on="user_id", how="left")
    return rows.select(
        pl.col("lead_id").alias("lead"),
        pl.col("created_at").alias("created"),
        pl.col("first_response_at").alias("responded"),
        pl.coalesce("converted_at", "converted_date").alias("converted"),
        pl.col("source").alias("channel"),
        "owner",
    )


def _card(catalog: Catalog, found: ResponseTimes) -> MethodCard:
    counts = {
        "leads": str(found.leads),
        "days": str(HORIZON),
        "unripe": str(found.unripe),
        "early": str(found.early),
        "odd": str(found.odd + found.undated),
    }
    return MethodCard(
        does=N_(
            "Puts leads in bands by the hours to their first answer and compares how many convert with the slowest "
            "band, within the same source, so that a good source answered fast is not taken for the effect of speed."
        ),
        data=Filled(
            N_(
                "{leads} leads watched for {days} days each. Left out: {unripe} whose days are not over, {early} that "
                "converted before any answer, {odd} without a day or answered before they came."
            ),
            **counts,
        ),
        as_of=catalog.as_of,
        assumes=(N_("Within a source, leads answered fast were no more promising than those answered late."),),
        quality=((N_("Conversion of all these leads"), f"{found.base:.1%}"),),
        avoid=(N_("To promise an effect: people may answer first whom they think promising. A trial would tell."),),
        sources=("Greenland, Robins 1985, Biometrics 41:55", "Benjamini, Hochberg 1995"),
    )
