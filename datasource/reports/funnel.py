"""The sales funnel of one pipeline (reports 2.2): snapshot, cumulative and stage conversion."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.query import answer
from datasource.question import Dimension, Filter, Op, Period, Query
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_

SNAPSHOT = ("open_opportunities", "open_amount", "weighted_amount")
CUMULATIVE = ("reached_opportunities", "reached_amount")


@dataclass(frozen=True)
class Step:
    """One stage, in pipeline order. Amounts in major units.

    `stage` is the member of the dimension, which may carry the pipeline to tell it apart; `name` the stage's own name.
    `step_rate` is the share of those that reached the stage before who reached this one, `overall_rate` the share of
    those that reached the first; both None where the base is 0 (and, for the step, at the first stage).
    """

    stage: str
    name: str
    open_count: int
    open_amount: float
    weighted_amount: float | None
    reached: int
    reached_amount: float
    step_rate: float | None
    overall_rate: float | None


@dataclass(frozen=True)
class Funnel:
    """The steps of one pipeline with the two answers that they come from, for proof and records."""

    pipeline: str
    steps: tuple[Step, ...]
    snapshot: Result
    cumulative: Result


def pipelines(catalog: Catalog) -> list[str]:
    """The pipelines' names in their order."""
    return catalog.entity("pipelines").sort("position", "pipeline_id", nulls_last=True)["label"].to_list()


def funnel(
    catalog: Catalog,
    viewer: Viewer,
    pipeline: str,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Funnel:
    """The funnel of `pipeline` over the rows that `viewer` may see.

    The snapshot shows the opportunities open at the end of the period; the cumulative view those entered in the period,
    by the furthest stage that they are known to have reached. Raises `MingjingError` for an unknown pipeline.
    """
    if pipeline not in pipelines(catalog):
        raise MingjingError(unknown(N_("pipeline"), pipeline, pipelines(catalog)))
    only = (*where, Filter(field="pipeline", op=Op.EQ, value=pipeline))
    by = (Dimension(field="stage"),)
    snapshot = answer(catalog, Query(metrics=SNAPSHOT, by=by, where=only, period=period, totals=True), viewer)
    cumulative = answer(catalog, Query(metrics=CUMULATIVE, by=by, where=only, period=period, totals=True), viewer)
    return Funnel(pipeline, _steps(catalog, pipeline, snapshot, cumulative), snapshot, cumulative)


def _steps(catalog: Catalog, pipeline: str, snapshot: Result, cumulative: Result) -> tuple[Step, ...]:
    stages = catalog.entity("stages").filter((pl.col("pipeline") == pipeline) & pl.col("kind").is_in(["open", "won"]))
    now = {row["stage"]: row for row in snapshot.rows.iter_rows(named=True)}
    ever = {row["stage"]: row for row in cumulative.rows.iter_rows(named=True)}
    reached = [int(ever.get(stage, {}).get("reached_opportunities", 0)) for stage in stages["label"]]
    steps = []
    for place, (stage, name) in enumerate(stages.select("label", "name").iter_rows()):
        here, came = now.get(stage, {}), ever.get(stage, {})
        steps.append(
            Step(
                stage=stage,
                name=name,
                open_count=here.get("open_opportunities", 0),
                open_amount=here.get("open_amount", 0.0),
                weighted_amount=here.get("weighted_amount", 0.0),
                reached=reached[place],
                reached_amount=came.get("reached_amount", 0.0),
                step_rate=_rate(reached[place], reached[place - 1]) if place else None,
                overall_rate=_rate(reached[place], reached[0]),
            )
        )
    return tuple(steps)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
