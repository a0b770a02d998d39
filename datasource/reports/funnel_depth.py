"""The stages of one pipeline in depth: time with censoring, conversion with bounds, what it costs, stage or people."""

from dataclasses import dataclass

import polars as pl

from datasource.analytics.dwell import StageDwell, bottleneck, stage_dwell
from datasource.analytics.method_card import MethodCard
from datasource.analytics.slow_stages import SlowStage, slow_stages
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.plan import Scan
from datasource.query.engine import engine_of, in_its_words, scope_of
from datasource.question import Filter, Op
from datasource.reports.funnel import pipelines
from datasource.scope import Viewer
from datasource.texts import N_, Filled

NOBODY = "—"
LEAST_JUDGED = 40
"""Stays below which no team is told to be slower than the others."""
_WENT_ON = {"advanced": True, "lost": False, "invalid": False}


@dataclass(frozen=True)
class FunnelDepth:
    """The open stages of `pipeline` in their order, amounts in major units; `names` has the stage's own name of each.

    `worst` is the place of the stage that loses most money, None where no loss is more than chance. `slow` are the
    sales teams that a stage holds up longer than the others, the most costly first.
    """

    pipeline: str
    names: tuple[str, ...]
    stages: tuple[StageDwell, ...]
    worst: int | None
    slow: tuple[SlowStage, ...]
    card: MethodCard


def funnel_depth(catalog: Catalog, viewer: Viewer, pipeline: str, where: tuple[Filter, ...] = ()) -> FunnelDepth:
    """All stays in the stages of `pipeline` that `viewer` may see under the filters, whenever they were.

    A stay is whoever's owned the deal then, at the amount of then, as on the page Stage duration. Raises
    `MingjingError` for an unknown pipeline, and for fewer than 5 stays.
    """
    if pipeline not in pipelines(catalog):
        raise MingjingError(unknown(N_("pipeline"), pipeline, pipelines(catalog)))
    visits = _visits(catalog, viewer, (*where, Filter(field="pipeline", op=Op.EQ, value=pipeline)))
    found = tuple(stage_dwell(visits))
    worst = bottleneck(list(found))
    names = dict(catalog.entity("stages").select("label", "name").iter_rows())
    return FunnelDepth(
        pipeline=pipeline,
        names=tuple(names.get(one.stage, one.stage) for one in found),
        stages=found,
        worst=None if worst is None else found.index(worst),
        slow=tuple(slow_stages(visits, "team")) if visits.height >= LEAST_JUDGED else (),
        card=_card(visits, catalog),
    )


@in_its_words
def _visits(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...]) -> pl.DataFrame:
    """The stays as `stage_dwell` takes them, in the order of the stages.

    A step back to an earlier stage ends a stay and decides nothing: the deal comes through the stage again.
    """
    engine = engine_of(catalog)
    rows = engine.rows(Scan("stage_dwell", "until_date", None, (), where, ()), scope_of(catalog, viewer)).collect()
    stages = catalog.entity("stages").select(
        pl.col("stage_id").alias("@stages"), pl.col("label").alias("stage"), "position"
    )
    users = catalog.entity("users").select(
        pl.col("user_id").alias("@users"), pl.col("label").alias("owner"), "sales_team"
    )
    outcomes = catalog.entity("opportunities").select(pl.col("opportunity_id").alias("key"), "outcome")
    met = rows.join(stages, on="@stages").join(users, on="@users", how="left").join(outcomes, on="key", how="left")
    end = pl.col("stay_end").cast(pl.String)
    known = met.filter(pl.col("stay_days").is_not_null()).sort("position", "key", maintain_order=True)
    return known.select(
        "stage",
        deal="key",
        team="sales_team",
        owner=pl.col("owner").fill_null(NOBODY),
        amount=pl.col("amount").fill_null(0) / catalog.minor_units,
        days="stay_days",
        left=~pl.col("is_ongoing"),
        went_on=end.replace_strict(_WENT_ON, default=None, return_dtype=pl.Boolean),
        won=pl.when(pl.col("outcome") != "open").then(pl.col("outcome") == "won"),
    )


def _card(visits: pl.DataFrame, catalog: Catalog) -> MethodCard:
    return MethodCard(
        does=N_(
            "Tells how long deals stay (those still there count as long as they have been), how many go on, how much of"
            " the differences between people is no chance, and what is lost against the best quarter of people."
        ),
        data=Filled(N_("{stays} stays in a stage that you may see under the filters."), stays=str(visits.height)),
        as_of=catalog.as_of,
        assumes=(
            N_("People get deals that are alike; who gets the hard ones looks worse than they are."),
            N_("Deals still there will go on as deals before them did."),
        ),
        quality=(
            (N_("Conversion and duration: bounds of 95 %"), "Wilson, Greenwood"),
            (
                N_("A stage is named only where people differ by more than chance, over all stages together"),
                "Holm, 5 %",
            ),
        ),
        avoid=(
            N_("When stages are moved only at the end: the log then says nothing of how a deal goes."),
            N_("To judge a person on a few deals: small numbers are drawn to the mean and stay uncertain."),
        ),
        sources=(
            "Kaplan & Meier (1958), JASA 53:457",
            "Mantel (1966), Cancer Chemotherapy Reports 50:163",
            "Wilson (1927), JASA 22:209",
            "Kleinman (1973), JASA 68:46",
        ),
    )
