"""Customers who may leave (reports 2.10): risk, money at stake, reasons, and whom it pays to talk to."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.churn.saving import SaveList, save_list
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.studied import seen_findings
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, _

REASONS = {
    "recency": N_("days since the last purchase"),
    "tenure": N_("time as a customer"),
    "orders": N_("purchases in all"),
    "orders_90": N_("purchases of the last 90 days"),
    "orders_365": N_("purchases of the last year"),
    "spend_90": N_("spending of the last 90 days"),
    "spend_365": N_("spending of the last year"),
    "gap": N_("its usual gap between purchases"),
    "lateness": N_("lateness against its usual gap"),
    "basket": N_("its usual amount"),
    "silence": N_("days since the last follow-up"),
    "follow_ups_90": N_("follow-ups of the last 90 days"),
    "tickets_180": N_("service tickets"),
    "late_tickets_180": N_("tickets resolved late"),
    "last_score": N_("answer at the last return visit"),
}
"""Field of the model → what it says as a reason."""
RISKS = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("risk", N_("Churn risk"), Kind.NUMBER, Unit.RATE),
    Column("at_risk", N_("Revenue at risk"), Kind.NUMBER, Unit.MONEY),
    Column("spend", N_("Bought in the last 12 months"), Kind.NUMBER, Unit.MONEY),
    Column("recency", N_("Days since the last purchase"), Kind.NUMBER, Unit.DAYS),
    Column("silence", N_("Days since the last follow-up"), Kind.NUMBER, Unit.DAYS),
)
MEASURES = (
    Column("rule", N_("Way to tell"), Kind.TEXT),
    Column("auc", N_("AUC"), Kind.NUMBER, Unit.NUMBER),
    Column("skill", N_("Brier skill"), Kind.NUMBER, Unit.RATE),
    Column("error", N_("Calibration error"), Kind.NUMBER, Unit.RATE),
    Column("lift", N_("Lift of the first tenth"), Kind.NUMBER, Unit.NUMBER),
)
RULES = {
    "model": N_("This model"),
    "recency": N_("Days since the last purchase alone"),
    "trees": N_("Boosted trees (for comparison)"),
}


@dataclass(frozen=True)
class ChurnReport:
    """`base` answers mean risk and revenue at risk of the rows in sight; `risks` lists them, highest money first.

    `risks` has the columns `RISKS`, `reasons` (fields) and `customer_id`; money in major units. `bins` (tenths by risk:
    mean `chance` told, share `actual`ly lost), `gains` (share of the lost ones `found` among the riskiest `share`) and
    `measures` are those of the test over all rows, which name nobody.
    """

    base: Result
    risks: pl.DataFrame
    bins: pl.DataFrame
    gains: pl.DataFrame
    measures: pl.DataFrame
    card: MethodCard


def churn(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> ChurnReport:
    """The risks of the customers that `viewer` may see; raises `MingjingError` with the study's reason for none."""
    found = seen_findings(catalog, viewer, "churn", "customers", where)
    card = catalog.studies.kept("churn").card
    if found.is_empty() or card is None:
        raise MingjingError(_("None of the customers that you see here bought in the last year, so no risk is told."))
    major = catalog.minor_units
    risks = found.select(
        "customer_id",
        "label",
        "owner",
        pl.col("p_churn_risk").alias("risk"),
        (pl.col("p_risk_amount") / major).alias("at_risk"),
        (pl.col("spend") / major),
        pl.col("recency", "silence").cast(pl.Int64),
        "reasons",
    ).sort("at_risk", "risk", descending=True, nulls_last=True)
    study = {name: catalog.studies.read("churn", name) for name in ("bins", "gains", "measures")}
    base = answer(catalog, Query(metrics=("mean_churn_risk", "revenue_at_risk"), where=where), viewer)
    return ChurnReport(base, risks, study["bins"], study["gains"], study["measures"], card)


def to_save(risks: pl.DataFrame, cost: float, success: float) -> SaveList:
    """Whom a talk that costs `cost` (major units) and succeeds with chance `success` pays for; see `save_list`."""
    return save_list(risks["risk"].to_numpy(), risks["spend"].to_numpy(), cost, success)
