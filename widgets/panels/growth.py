"""One metric by bucket with both of its changes: bars with two lines, and the same as a table on its side."""

import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.metrics.registry import metric
from datasource.question import Grain
from datasource.reports.growth import growth
from datasource.result import Result
from datasource.texts import _
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_answer, why_empty
from widgets.blocks.transposed import show_transposed

LINES = ("previous_change", "last_year_change")


def show_growth(name: str, reading: Reading) -> None:
    """Bars of metric `name` with both changes as lines, the highest, the lowest and the average marked."""
    result = _growth(name, reading)
    shelves = Shelves(columns=result.query.by, values=(name, *LINES))
    chart = Chart(kind="combo", shelves=shelves, options=Options(marks=True))
    show_answer(f"growth_{name}", metric(name).label, chart, result, reading)


def show_growth_table(name: str, reading: Reading) -> None:
    """The same numbers with the buckets as columns, and the whole period's last."""
    result = _growth(name, reading)
    if result.rows.is_empty():
        st.info(why_empty(result))
        return
    key, title = f"growth_table_{name}", _("{metric} and its changes").format(metric=_(metric(name).label))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(result, reading, key)
        show_export(key, title, reading, lambda: answer_sheet(title, result, reading))
    show_transposed(result, reading.look, key)


def _growth(name: str, reading: Reading) -> Result:
    view = reading.view
    return reading.report(growth, name, view.grain or Grain.MONTH, view.period, view.where)
