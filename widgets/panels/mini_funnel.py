"""The first pipeline's funnel in small: what was entered in the period, by every stage that it reached."""

from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.reports.funnel import Funnel, funnel, pipelines
from datasource.result import Result
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_answer

CHART = Chart(
    kind="funnel",
    shelves=Shelves(columns=(Dimension(field="stage"),), values=("reached_opportunities",)),
    options=Options(labels=True),
)


def show_mini_funnel(reading: Reading) -> None:
    """The cumulative funnel of the pipeline that comes first in the store's order."""
    first = pipelines(reading.shared.catalog)[:1]
    for name in first:
        found = reading.report(funnel, name, reading.view.period, reading.view.where)
        title = f"{_('Sales funnel')}: {name}"
        show_answer("mini_funnel", title, CHART, _named(found), reading, partial(_ask, found))


def _named(found: Funnel) -> Result:
    """The cumulative answer with the stages under their own names: the title says whose they are."""
    names = {step.stage: step.name for step in found.steps}
    told = found.cumulative
    return replace(told, rows=told.rows.with_columns(pl.col("stage").cast(pl.String).replace(names)))


def _ask(found: Funnel, picked: dict[str, Any]) -> None:
    """Ask for the records behind the stage that was clicked; those of all stages for the total."""
    stages = {step.name: step.stage for step in found.steps}
    name = picked.get("stage")
    drill.ask(found.cumulative.query, {"stage": stages[name]} if name in stages else None)
