"""The records of one subject as a tile: the fields that were chosen, searched, sorted and paged."""

from contextlib import nullcontext
from functools import partial

import polars as pl
import streamlit as st

from dashboards.linking import clickable
from dashboards.model import Chart
from datasource.metrics.registry import DIMENSIONS
from datasource.question import Query, Records, Sort
from datasource.result import Kind, Page
from datasource.texts import _, plural
from widgets.blocks.acts import Acts
from widgets.blocks.drill import Drill, records_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import records_sheet
from widgets.blocks.links import marked_key
from widgets.blocks.picks import member_filter
from widgets.blocks.reading import Reading, worded
from widgets.blocks.table import IN_SIGHT, clicked, show_table
from widgets.controls.plain import plain
from widgets.state.session import widget_value

PAGE_SIZE = 50


def show_detail(  # noqa: PLR0913, PLR0917  (what is shown, where, and what a click does)
    key: str, title: str, chart: Chart, query: Query, reading: Reading, acts: Acts | None = None
) -> None:
    """The records that the metric of `chart` counts, with the dimensions on columns as their fields.

    On boards, a click on a name takes it; one on the row's edge, a day or a number takes all names of the row.
    """
    page = reading.records(asked(key, chart, query, 1))
    pages = -(-page.row_count // PAGE_SIZE)
    chosen = min(widget_value(f"detail_page_{key}") or 1, max(pages, 1))
    if chosen > 1:
        page = reading.records(asked(key, chart, query, chosen))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{plain(_(title))}**" if title else "", width="stretch")
        st.caption(plural("{count} record", "{count} records", page.row_count), width="content")
        name = title or _("Records")
        sheet = partial(_sheet, name, page.records, reading, chart)
        show_export(f"detail_{key}", name, reading, sheet)
        if acts is not None:
            acts.tools()
    if acts is not None:
        acts.below()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.text_input(
            _("Search"),
            key=f"detail_search_{key}",
            placeholder=_("Name, number, customer …"),
            label_visibility="collapsed",
        )
        _sorting(key, page, chart)
    if not page.row_count:
        st.info(_("No record fits; take the search away or choose another number."))
        return
    filled = page.rows.height > IN_SIGHT
    with st.container(height="stretch", key=f"filling_{key}") if filled else nullcontext():
        _table(f"detail_table_{key}", page, chart, reading, acts, stretched=filled)
    if pages > 1:
        st.pagination(pages, key=f"detail_page_{key}")


def _table(  # noqa: PLR0913  (what is shown, where, and what a click does)
    key: str, page: Page, chart: Chart, reading: Reading, acts: Acts | None, *, stretched: bool
) -> None:
    take = None
    if acts is not None:
        key = marked_key(key, acts.marked)
        take = partial(_clicked, key, page.rows, chart, acts)
    show_table(page.columns, page.rows, reading.look, key, take, looks=chart.looks, stretched=stretched)


def _clicked(key: str, rows: pl.DataFrame, chart: Chart, acts: Acts) -> None:
    chosen = clicked(key)
    if chosen is None:
        return
    fields = [name for name in clickable(chart) if DIMENSIONS[name].kind is Kind.TEXT]
    if chosen.column in fields:
        fields = [chosen.column]
    row = rows.row(chosen.row, named=True)
    acts.take(tuple(member_filter(name, row[name]) for name in fields if name in row))


def asked(key: str, chart: Chart, query: Query, page: int) -> Records:
    """The question behind the list as it stands: its search, its order, its page."""
    found = listed(chart, query, widget_value(f"detail_search_{key}") or "", page)
    chosen = widget_value(f"detail_sort_{key}")
    if isinstance(chosen, str) and chosen:
        sort = (Sort(by=chosen.lstrip("-"), desc=chosen.startswith("-")),)
        return found.model_copy(update={"sort": sort})
    return found


def listed(chart: Chart, query: Query, search: str = "", page: int = 1) -> Records:
    """The question behind the list as it was made."""
    fields = tuple(part.field for part in chart.shelves.columns)
    found = records_of(Drill(query), chart.shelves.values[0], search, page)
    sort = tuple(order for order in chart.sort if order.by in fields)
    return found.model_copy(update={"columns": fields, "sort": sort, "page_size": PAGE_SIZE})


def _sorting(key: str, page: Page, chart: Chart) -> None:
    """The order of all records, not of the page alone."""
    labels = {column.name: column.label for column in worded(page.columns, chart.looks)}
    choices = [sign + name for name in labels for sign in ("", "-")]
    st.selectbox(
        _("Sort by"),
        choices,
        index=None,
        format_func=lambda one: f"{'↓' if one.startswith('-') else '↑'} {labels[one.lstrip('-')]}",
        key=f"detail_sort_{key}",
        placeholder=_("Sort by"),
        label_visibility="collapsed",
    )


def _sheet(name: str, ask: Records, reading: Reading, chart: Chart) -> object:
    return records_sheet(name, reading.every_record(ask), reading, chart.looks)
