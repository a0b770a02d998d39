"""The sales pages (2.2) that are made of tiles, and the funnel in its views and stage durations, cell by cell."""

from dataclasses import asdict

import pytest

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension, Filter, Op
from datasource.reports.dwell import dwell
from datasource.reports.flow import PARTS, flow
from datasource.reports.funnel import funnel
from tests.oracle.reports import sales as sql
from tests.oracle.reports.asked import period, tile, tiles, viewer
from tests.oracle.reports.compare import assert_cells, assert_same, assert_totals
from tests.oracle.reports.store import TODAY, Files, Reader, Span
from tests.oracle.reports.tables import Asked, given
from tests.oracle.reports.tiles import assert_tile

CELLS = sql.ENTERED_CELLS | sql.CLOSED_CELLS
PAGES = {
    "new_opportunities": sql.ENTERED,
    "win_rate": sql.ENTERED_AND_CLOSED,
    "loss_reasons": sql.CLOSED,
}
SHAPES = [(page, name) for page in PAGES for name in tiles(f"sales/{page}")]
PIPELINES = (1, 2)
MONEY = {"open_amount", "weighted_amount", "reached_amount"}


@pytest.mark.parametrize("shape", SHAPES, ids="-".join)
def test_each_tile_equals_sql(shape: tuple[str, str], demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    page, name = shape
    found = tile(f"sales/{page}", name, demo, reader, span)
    by_reason = any(dimension.field == "loss_reason" for dimension in found.query.by)
    assert_tile(found, Asked(files, PAGES[page], CELLS, reader, span), sql.LOST if by_reason else None)


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_the_funnel_equals_sql(pipeline: int, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = funnel(demo, viewer(reader), _name(pipeline, files), period(span))
    expected = files.told(sql.FUNNEL, reader, pipeline=pipeline, **given(span))
    assert [step.stage for step in found.steps] == [row["stage"] for row in expected]
    for step, row in zip(found.steps, expected, strict=True):
        assert_cells(asdict(step), row, MONEY, step.stage)
    sums = {name: sum(row[name] for row in expected) for name in ("open_count", "open_amount", "weighted_amount")}
    assert_totals(found.snapshot, {"open_opportunities": sums.pop("open_count"), **sums})
    reached = files.told(sql.ALL_REACHED, reader, pipeline=pipeline, **given(span))[0]
    assert_totals(found.cumulative, reached | {"reached_amount": None})


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_the_flow_equals_sql(pipeline: int, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = flow(demo, viewer(reader), _name(pipeline, files), period(span))
    end = min(span.last, TODAY)
    assert found.end == end
    told = [
        {"stage": one.stage, "entered": one.entered, **{part: one.parts[part] for part in PARTS}}
        for one in found.stages
    ]
    assert told == files.told(sql.FLOW, reader, pipeline=pipeline, end=end, first=span.first)


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_stage_durations_equal_sql(pipeline: int, demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = dwell(demo, viewer(reader), _name(pipeline, files), period(span))
    asked = Asked(files, sql.DWELLS.replace("{pipeline}", str(pipeline)), sql.DWELL_CELLS, reader, span)
    names = found.by_stage.query.metrics
    benchmark = {row["stage"]: row["benchmark_days"] for row in files.told(sql.BENCHMARKS, reader)}
    expected = [row | {"benchmark_days": benchmark.get(row["stage"])} for row in asked.told(["stage"], names)]
    assert_same(found.by_stage, expected, ["stage"])
    assert_totals(found.by_stage, asked.told((), names)[0])
    over = {row["stage"]: row["days_over_benchmark"] for row in expected if row["days_over_benchmark"]}
    if not over:
        assert found.bottleneck is None
        return
    worst = found.bottleneck
    assert worst is not None
    row = next(row for row in expected if row["stage"] == worst.stage)
    assert worst.days_over == max(over.values()) == over[worst.stage]
    assert worst.share == pytest.approx(worst.days_over / sum(over.values()), rel=1e-9)
    assert (worst.stays, worst.slow, worst.median, worst.benchmark) == tuple(
        row[name] for name in ("stays", "slow_stays", "dwell_days_median", "benchmark_days")
    )
    for key in ("sales_team", "owner"):
        only = Filter(field="stage", op=Op.EQ, value=worst.stage)
        narrow = {"by": (Dimension(field=key),), "where": (*found.by_stage.query.where, only)}
        within = answer(demo, found.by_stage.query.model_copy(update=narrow), viewer(reader))
        in_stage = Asked(files, f"{asked.facts} AND stage = '{worst.stage}'", sql.DWELL_CELLS, reader, span)
        assert_same(within, in_stage.told([key], names), [key])
        assert_totals(within, in_stage.told((), names)[0])


def _name(pipeline: int, files: Files) -> str:
    (found,) = files.database.execute(f"SELECT name FROM raw_pipelines WHERE pipeline_id = {pipeline}").fetchall()
    return str(found[0])
