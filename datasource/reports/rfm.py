"""Customers by how lately, how often and for how much they bought (reports 2.10), by cut-offs that can be edited."""

from dataclasses import dataclass, replace

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.rfm import MEASURES, Cuts, score
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.studied import seen_findings
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, _

SEGMENTS = (
    Column("segment", N_("Segment"), Kind.TEXT),
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT),
    Column("customer_share", N_("Share of the customers"), Kind.NUMBER, Unit.RATE),
    Column("money", N_("Money"), Kind.NUMBER, Unit.MONEY),
    Column("money_share", N_("Share of the money"), Kind.NUMBER, Unit.RATE),
    Column("recency", N_("Days since the last contract (mean)"), Kind.NUMBER, Unit.DAYS),
    Column("frequency", N_("Contracts (mean)"), Kind.NUMBER, Unit.NUMBER),
    Column("money_mean", N_("Money (mean)"), Kind.NUMBER, Unit.MONEY),
)
SCORED = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("segment", N_("Segment"), Kind.TEXT),
    Column("recency", N_("Days since the last contract"), Kind.NUMBER, Unit.COUNT),
    Column("frequency", N_("Contracts"), Kind.NUMBER, Unit.COUNT),
    Column("money", N_("Money"), Kind.NUMBER, Unit.MONEY),
    Column("scores", N_("Scores"), Kind.TEXT),
)


@dataclass(frozen=True)
class RfmReport:
    """Customers in sight who bought, scored by `cuts`; `fifths` are the study's own, at the fifths of all customers.

    `customers`: `customer_id` and the columns `SCORED` with `r`, `f`, `m`, most money first; `segments`: `SEGMENTS`,
    those that hold nobody left out; `cells`: `r`, `f`, `customers`, `money`, one row per pair that occurs. Money is in
    major units, in the cut-offs too. `without` counts the customers in sight who bought nothing.
    """

    base: Result
    customers: pl.DataFrame
    segments: pl.DataFrame
    cells: pl.DataFrame
    cuts: Cuts
    fifths: Cuts
    without: int
    card: MethodCard

    @property
    def is_edited(self) -> bool:
        """Whether the cut-offs are others than the study's."""
        return self.cuts != self.fifths


def rfm_report(catalog: Catalog, viewer: Viewer, cuts: Cuts | None = None, where: tuple[Filter, ...] = ()) -> RfmReport:
    """The customers that `viewer` may see, by `cuts` or by the fifths.

    Raises `MingjingError` with the study's reason where there is none, and when nobody in sight has bought.
    """
    found = seen_findings(catalog, viewer, "segments", "customers", where)
    card = catalog.studies.kept("segments").card
    if card is None or found.drop_nulls("recency").is_empty():
        raise MingjingError(_("None of the customers that you see here has bought anything, so none is scored."))
    counted = found.drop_nulls("recency").with_columns(pl.col("money") / catalog.minor_units)
    own = fifths(catalog)
    scored = score(counted.drop("r", "f", "m"), cuts or own)
    customers = scored.customers.with_columns(pl.format("{}-{}-{}", "r", "f", "m").alias("scores"))
    base = answer(catalog, Query(metrics=("dealt_customers",), where=where), viewer)
    return RfmReport(
        base,
        customers.sort("money", "customer_id", descending=(True, False)),
        _told(scored.segments, counted.height),
        customers.group_by("r", "f").agg(pl.len().alias("customers"), pl.col("money").sum()).sort("r", "f"),
        scored.cuts,
        own,
        found.height - counted.height,
        replace(card, assumes=(N_("Cut-offs are those shown; equal values always get the same score."),)),
    )


def fifths(catalog: Catalog) -> Cuts:
    """The study's cut-offs, money in major units; raises `MingjingError` with its reason where there are none."""
    kept = catalog.studies.read("segments", "cuts")
    edges = {name: kept.filter(pl.col("measure") == name)["cut"] for name in MEASURES}
    edges["money"] = edges["money"] / catalog.minor_units
    return Cuts(*(tuple(edges[name]) for name in MEASURES))


def _told(segments: pl.DataFrame, customers: int) -> pl.DataFrame:
    return segments.drop_nulls("customers").with_columns(
        (pl.col("customers") / customers).alias("customer_share"),
        (pl.col("money") / pl.col("customers")).alias("money_mean"),
    )
