"""Customers by how lately, how often and for how much they bought: scores, segments, and the customers of each."""

import re
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Filter, Op
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.rfm import SCORED, SEGMENTS, RfmReport, rfm_report
from datasource.reports.team_segments import rfm_where
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.chart import show_chart
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.panels.segment_cuts import asked_cuts, edit_cuts
from widgets.panels.segment_keeping import show_keep
from widgets.panels.segment_list import GROUP, pick, show_customers
from widgets.state.session import Slot

KEY = f"{Slot.SEGMENTS.value}_rfm"
HEIGHT = 380
CELL = re.compile(r"^([1-5])-([1-5])$")
CELLS = (
    Column("f", N_("Frequency score"), Kind.TEXT),
    Column("r", N_("Recency score"), Kind.TEXT),
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT, metric="customers"),
    Column("money", N_("Money"), Kind.NUMBER, Unit.MONEY, metric="money"),
)


def show_rfm(reading: Reading) -> None:
    """The scores by the cut-offs of the address, or by the fifths; raises `MingjingError` where nobody is scored."""
    found = reading.report(rfm_report, asked_cuts(), reading.view.where)
    edit_cuts(found.cuts, found.fifths, reading.look.currency)
    left, right = st.columns((2, 3), gap="large")
    with left:
        _matrix(found, reading)
    with right:
        _segments(found, reading)
    group = link.own(GROUP)
    rows = group_rows(found, group)
    if rows is None:
        tell(unread_note({GROUP: [group]}))
        rows, group = found.customers, ""
    show_customers(group_title(group), rows, SCORED, found.base, reading, KEY)
    if group:
        _keep(found, group, reading)
    st.caption(_(CUSTOMER_PAST.sentence))
    show_method_card(found.card, reading.look.language)


def group_rows(found: RfmReport, group: str) -> pl.DataFrame | None:
    """The customers of a segment by name, of a cell as `5-4` (recency, frequency), or all; None for another group."""
    cell = CELL.match(group)
    if cell:
        return found.customers.filter(pl.col("r") == int(cell[1]), pl.col("f") == int(cell[2]))
    if not group:
        return found.customers
    there = found.customers.filter(pl.col("segment") == group)
    return there if there.height else None


def group_title(group: str) -> str:
    """What a group is called."""
    cell = CELL.match(group)
    if cell:
        return _("Recency {r}, frequency {f}").format(r=cell[1], f=cell[2])
    return member_text("segment", group) if group else _("All customers with a contract")


def group_where(found: RfmReport, group: str) -> tuple[Filter, ...]:
    """The conditions of a group: the field Segment while the cut-offs are the fifths, else the cut-offs themselves."""
    cell = CELL.match(group)
    if cell:
        return rfm_where(found.cuts, cell=(int(cell[1]), int(cell[2])))
    if found.is_edited:
        return rfm_where(found.cuts, segment=group)
    return (Filter(field="segment", op=Op.EQ, value=group),)


def _keep(found: RfmReport, group: str, reading: Reading) -> None:
    if found.is_edited or CELL.match(group):
        note = _("The cut-offs are saved with it: it means the same tomorrow, whatever the fifths become.")
    else:
        note = _("It follows the fifths of all customers, which are told anew each night.")
    show_keep(group_where(found, group), group_title(group), reading, "rfm", note)


def _matrix(found: RfmReport, reading: Reading) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{_('Recency by frequency')}**", width="stretch")
        shades = {"customers": _("Customers"), "money": _("Money")}
        shade = choose(_("Colour by"), f"{KEY}_by", "by", shades)
    cells = found.cells.with_columns(pl.col("r", "f").cast(pl.String)).sort("r", "f", descending=(True, False))
    other = "money" if shade == "customers" else "customers"
    shelves = Shelves(columns=(Dimension(field="f"),), rows=(Dimension(field="r"),), values=(shade,), hints=(other,))
    options = Options(
        labels=True,
        legend=False,
        x_title=_("Frequency score (5 buys most often)"),
        y_title=_("Recency score (5 bought last)"),
    )
    chart = Chart(kind="heatmap", shelves=shelves, options=options)
    told = replace(found.base, columns=CELLS, rows=cells, totals=None)
    show_chart(chart, told, reading, f"{KEY}_matrix_{shade}", HEIGHT, _pick_cell)
    st.caption(_("Click a cell or a segment to list its customers."))


def _pick_cell(mark: dict[str, Any]) -> None:
    if "r" in mark and "f" in mark:
        pick(f"{mark['r']}-{mark['f']}", KEY)


def _segments(found: RfmReport, reading: Reading) -> None:
    told = replace(found.base, columns=SEGMENTS, rows=found.segments.select(c.name for c in SEGMENTS), totals=None)
    title = _("RFM segments")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(f"{KEY}_segments", title, reading, lambda: answer_sheet(title, told, reading))
    key = f"{KEY}_table"
    show_table(SEGMENTS, told.rows, reading.look, key, lambda: _pick_row(key, found))
    st.caption(
        plural(
            "{count} more customer in sight has bought nothing and has no score.",
            "{count} more customers in sight have bought nothing and have no score.",
            found.without,
        )
    )


def _pick_row(key: str, found: RfmReport) -> None:
    chosen = clicked(key)
    if chosen is not None and chosen.row < found.segments.height:
        pick(str(found.segments["segment"][chosen.row]), KEY)
