"""How long deals stay in the stages of a pipeline, and where they stand too long (reports 2.2).

The benchmark of a stage is the median of its ended stays in the whole company, over all time: a model parameter, which
is a named exception of rule R13 (`STAGE_BENCHMARK`); as it compares nobody with anybody, the setting `comparisons` does
not take it away. All other numbers are of the rows that the viewer may see.
"""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.query import answer
from datasource.question import Dimension, Filter, Op, Period, Query
from datasource.reports.funnel import pipelines
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

METRICS = (
    "dwell_days", "dwell_days_median", "stays", "ongoing_stays", "slow_stays", "days_over_benchmark",
)  # fmt: skip
BENCHMARK = Column("benchmark_days", N_("Benchmark days"), Kind.NUMBER, Unit.DAYS, metric="benchmark_days")


@dataclass(frozen=True)
class Bottleneck:
    """The stage with the most days beyond its benchmark, in days; `share` of the days beyond it in all stages."""

    stage: str
    name: str
    median: float | None
    benchmark: float
    stays: int
    slow: int
    days_over: float
    share: float


@dataclass(frozen=True)
class Dwell:
    """The answer by stage in pipeline order with the column `benchmark_days`, and the bottleneck where there is one.

    `names` has, for each member of the dimension among the rows, the stage's own name.
    """

    pipeline: str
    names: tuple[str, ...]
    by_stage: Result
    bottleneck: Bottleneck | None


def dwell(
    catalog: Catalog,
    viewer: Viewer,
    pipeline: str,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Dwell:
    """The stays of `pipeline` that the viewer may see, which ended in the period or last (see metric `stays`).

    Raises `MingjingError` for an unknown pipeline.
    """
    if pipeline not in pipelines(catalog):
        raise MingjingError(unknown(N_("pipeline"), pipeline, pipelines(catalog)))
    only = (*where, Filter(field="pipeline", op=Op.EQ, value=pipeline))
    query = Query(metrics=METRICS, by=(Dimension(field="stage"),), where=only, period=period, totals=True)
    told = answer(catalog, query, viewer)
    rows = told.rows.join(benchmarks(catalog), on="stage", how="left", maintain_order="left")
    columns = (*told.columns[:3], BENCHMARK, *told.columns[3:])
    ordered = rows.select(column.name for column in columns)
    by_stage = Result(told.query, columns, ordered, told.totals, told.proof)
    own = dict(catalog.entity("stages").select("label", "name").iter_rows())
    names = tuple(own.get(stage, stage) for stage in ordered["stage"])
    return Dwell(pipeline, names, by_stage, _bottleneck(names, ordered))


def benchmarks(catalog: Catalog) -> pl.DataFrame:
    """One row per stage that has a benchmark: `stage`, `benchmark_days`, company-wide whoever asks.

    See `datasource.reports.exceptions.STAGE_BENCHMARK`: one number a stage, of no fewer than 5 stays, and no record.
    """
    known = catalog.entity("stage_dwell").filter(pl.col("benchmark_days").is_not_null())
    stages = catalog.entity("stages").select("stage_id", pl.col("label").alias("stage"))
    return known.group_by("stage_id").agg(pl.col("benchmark_days").first()).join(stages, on="stage_id").drop("stage_id")


def _bottleneck(names: tuple[str, ...], rows: pl.DataFrame) -> Bottleneck | None:
    named = rows.with_columns(pl.Series("name", names, pl.String))
    slow = named.filter((pl.col("days_over_benchmark") > 0) & pl.col("benchmark_days").is_not_null())
    if slow.is_empty():
        return None
    worst = slow.sort("days_over_benchmark", descending=True, maintain_order=True).row(0, named=True)
    return Bottleneck(
        stage=worst["stage"],
        name=worst["name"],
        median=worst["dwell_days_median"],
        benchmark=worst["benchmark_days"],
        stays=worst["stays"],
        slow=worst["slow_stays"],
        days_over=worst["days_over_benchmark"],
        share=worst["days_over_benchmark"] / slow["days_over_benchmark"].sum(),
    )
