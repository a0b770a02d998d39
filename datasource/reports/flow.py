"""What went through each stage of a pipeline in a window of days (reports 2.2), from the stage log.

The stays that began in the window are followed to its end: entered = advanced + moved back + lost + invalid + still
there, for every stage. A deal that enters a stage twice is two stays. What ended later is still there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.plan import period_span
from datasource.query import answer
from datasource.question import Dimension, Filter, Op, Period, Query
from datasource.reports.funnel import pipelines
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_

ENDS = ("advanced", "moved_back", "lost", "invalid")
STILL_THERE = "still_there"
PARTS = (*ENDS, STILL_THERE)


@dataclass(frozen=True)
class StageFlow:
    """The stays of one open stage, in pipeline order; `parts` has a number for each of `PARTS`.

    `stage` is the member of the dimension, `name` the stage's own name.
    """

    stage: str
    name: str
    entered: int
    parts: Mapping[str, int]


@dataclass(frozen=True)
class Flow:
    """The flow of one pipeline, the last day it is told for, and the answer of all stays that began in the window."""

    pipeline: str
    end: date
    today: date
    stages: tuple[StageFlow, ...]
    entered: Result


def flow(
    catalog: Catalog,
    viewer: Viewer,
    pipeline: str,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Flow:
    """The flow of `pipeline` over the rows that `viewer` may see. Raises `MingjingError` for an unknown pipeline."""
    if pipeline not in pipelines(catalog):
        raise MingjingError(unknown(N_("pipeline"), pipeline, pipelines(catalog)))
    span = period_span(period, catalog.as_of, catalog.manifest.fiscal_start_month)
    end = min(span.end, catalog.as_of) if span is not None else catalog.as_of
    window = None if span is None else Period(start=span.start, end=span.end, field="entered_date")
    only = (*where, Filter(field="pipeline", op=Op.EQ, value=pipeline))
    by = (Dimension(field="stage"), Dimension(field="stay_end"))
    entered = answer(catalog, Query(metrics=("stays",), by=by[:1], where=only, period=window, totals=True), viewer)
    told = answer(catalog, Query(metrics=("stays",), by=by, where=(*only, _ended(end)), period=window), viewer)
    return Flow(pipeline, end, catalog.as_of, _stages(catalog, pipeline, entered, told), entered)


def part_filters(part: str, end: date, today: date) -> tuple[Filter, ...]:
    """The conditions of a stay to be in `part` at the end of day `end`."""
    if part != STILL_THERE:
        return (Filter(field="stay_end", op=Op.EQ, value=part), _ended(end))
    if end < today:
        return (Filter(field="until_date", op=Op.GT, value=end),)
    return (Filter(field="stay_end", op=Op.EQ, value=STILL_THERE),)


def _ended(end: date) -> Filter:
    return Filter(field="until_date", op=Op.LTE, value=end)


def _stages(catalog: Catalog, pipeline: str, entered: Result, told: Result) -> tuple[StageFlow, ...]:
    stages = catalog.entity("stages").filter((pl.col("pipeline") == pipeline) & (pl.col("kind") == "open"))
    came = dict(entered.rows.select("stage", "stays").iter_rows())
    ended = {(stage, end): count for stage, end, count in told.rows.select("stage", "stay_end", "stays").iter_rows()}
    found = []
    for stage, name in stages.select("label", "name").iter_rows():
        parts = {end: ended.get((stage, end), 0) for end in ENDS}
        whole = came.get(stage) or 0
        found.append(StageFlow(stage, name, whole, {**parts, STILL_THERE: whole - sum(parts.values())}))
    return tuple(found)
