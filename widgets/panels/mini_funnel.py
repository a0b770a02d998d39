"""The first pipeline's funnel in small: what was entered in the period, by every stage that it reached."""

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.reports.funnel import funnel, pipelines
from datasource.texts import N_
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
        show_answer("mini_funnel", N_("Sales funnel"), CHART, found.cumulative, reading)
