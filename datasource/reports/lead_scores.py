"""Open leads and deals by their chance (reports 2.10), with reasons, and how good such chances were."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.query import answer, records
from datasource.question import Filter, Query, Records
from datasource.reports.studied import seen_findings
from datasource.result import Page, Result
from datasource.scope import Viewer
from datasource.texts import N_, _

SCORE = "score"
FIELDS: Mapping[str, str] = {
    SCORE: N_("The score itself"),
    "source": N_("Source"),
    "industry": N_("Industry"),
    "campaign_kind": N_("Campaign kind"),
    "campaign_channel": N_("Campaign channel"),
    "weekday": N_("Day of the week"),
    "has_phone": N_("Phone given"),
    "has_email": N_("E-mail given"),
    "stage": N_("Stage"),
    "age": N_("Time in the stage"),
    "active": N_("Activity lately"),
}
"""Field of a score → what it is called; the company's own have labels of their own."""
WORKED_ON = (
    (N_("Lead status"), N_("is the outcome itself")),
    (N_("Day of conversion"), N_("is the outcome itself")),
    (N_("Customer"), N_("is filled in on conversion")),
    (N_("First response"), N_("is not known yet when a lead comes in")),
)
"""Fields that no score is told by, whatever the data say, with the reason."""
LEAD = (
    "name", "contact_name", "phone", "email", "source", "industry", "lead_status", "campaign", "owner", "created_date",
)  # fmt: skip


@dataclass(frozen=True)
class Goodness:
    """How chances did on records that the model had not seen; over all rows, and naming none.

    `hits`: a row per grade (`grade`, `count`, share `won`, `low`, `high`); `bins`: tenths by chance (`chance` told,
    share `actual`); `gains`: share of the won `found` among the best `share`; `drift`: `field` and stability `index`,
    most moved first, no rows when there were too few to tell.
    """

    hits: pl.DataFrame
    bins: pl.DataFrame
    gains: pl.DataFrame
    drift: pl.DataFrame
    card: MethodCard


@dataclass(frozen=True)
class ScoredLeads:
    """Open leads in sight, the best first; `base` answers their mean score.

    `leads`: `lead_id`, `label`, `contact_name`, `owner`, `source`, `lead_status`, `created`, `score`, `grade`.
    `points`: what each `field` (by its `value`) adds to or takes from a `lead_id`. `worth`: the same by value.
    `leaks`: the fields tried, AUC that each `tells` the outcome alone, shares filled by outcome, `why` it is left out.
    `own`: the names of the company's own fields.
    """

    base: Result
    leads: pl.DataFrame
    points: pl.DataFrame
    worth: pl.DataFrame
    leaks: pl.DataFrame
    own: Mapping[str, str]
    goodness: Goodness


@dataclass(frozen=True)
class ScoredDeals:
    """Open deals in sight, the largest expected amount first; `base` answers mean chance and expected amount.

    `deals`: `opportunity_id`, `label`, `customer`, `owner`, `stage`, `amount`, `chance`, `grade`, `expected` (money in
    major units), `expected_close`, and why: `base`, `by_stage`, `by_age`, `by_activity`, `age`, `active`.
    """

    base: Result
    deals: pl.DataFrame
    goodness: Goodness


def lead_scores(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> ScoredLeads:
    """The open leads that `viewer` may see; raises `MingjingError` with the study's reason for none."""
    goodness = _goodness(catalog, "leads")
    found = seen_findings(catalog, viewer, "leads", "leads", where)
    if found.is_empty():
        raise MingjingError(_("None of the leads that you see here is open and younger than 90 days."))
    rows = catalog.entity("leads").select(
        "lead_id",
        "contact_name",
        pl.col("source").cast(pl.String),
        pl.col("status").cast(pl.String).alias("lead_status"),
        "created_date",
    )
    met = found.join(rows, on="lead_id", how="left", maintain_order="left")
    leads = met.select(
        "lead_id", "label", "contact_name", "owner", "source", "lead_status",
        pl.col("created_date").alias("created"),
        pl.col("p_lead_score").alias("score"),
        pl.col("p_lead_grade").alias("grade"),
    ).sort("score", "created", "lead_id", descending=[True, True, False])  # fmt: skip
    points = catalog.studies.read("leads", "points").cast({"lead_id": leads.schema["lead_id"]})
    return ScoredLeads(
        base=answer(catalog, Query(metrics=("mean_lead_score",), where=where), viewer),
        leads=leads,
        points=points.join(leads.select("lead_id"), on="lead_id", how="semi"),
        worth=catalog.studies.read("leads", "worth"),
        leaks=catalog.studies.read("leads", "leaks"),
        own={column.name: column.label for column in catalog.custom.columns("leads")},
        goodness=goodness,
    )


def deal_scores(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> ScoredDeals:
    """The open deals that `viewer` may see; raises `MingjingError` with the study's reason for none."""
    goodness = _goodness(catalog, "odds")
    found = seen_findings(catalog, viewer, "odds", "opportunities", where)
    if found.is_empty():
        raise MingjingError(_("No deal is open among those that you may see under the filters."))
    heads = catalog.entity("opportunities").select(
        "opportunity_id",
        "customer_id",
        (pl.col("amount") / catalog.minor_units).alias("amount"),
        pl.col("expected_close_date").alias("expected_close"),
    )
    customers = catalog.entity("customers").select("customer_id", pl.col("label").alias("customer"))
    met = found.join(heads, on="opportunity_id", how="left", maintain_order="left")
    deals = met.join(customers, on="customer_id", how="left", maintain_order="left").select(
        "opportunity_id", "label", "customer", "owner", "stage", "amount",
        pl.col("p_win_chance").alias("chance"),
        "grade",
        (pl.col("p_expected_amount") / catalog.minor_units).alias("expected"),
        "expected_close", "base", "by_stage", "by_age", "by_activity", "age", "active",
    )  # fmt: skip
    return ScoredDeals(
        base=answer(catalog, Query(metrics=("mean_win_chance", "expected_amount"), where=where), viewer),
        deals=deals.sort("expected", "opportunity_id", descending=[True, False], nulls_last=True),
        goodness=goodness,
    )


def lead_record(catalog: Catalog, viewer: Viewer, lead_id: int) -> Page:
    """The lead as it stands, with the company's own fields; no row when `viewer` may not see it."""
    own = tuple(column.name for column in catalog.custom.columns("leads"))
    return records(catalog, Records(subject="leads", columns=(*LEAD, *own)), viewer, pl.Series([lead_id]))


def _goodness(catalog: Catalog, study: str) -> Goodness:
    tables = {name: catalog.studies.read(study, name) for name in ("hits", "bins", "gains", "drift")}
    card = catalog.studies.kept(study).card
    assert card is not None, study
    return Goodness(**tables, card=card)
