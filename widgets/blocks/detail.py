"""The records of one subject as a tile: the fields that were chosen, searched, sorted and paged."""

from contextlib import nullcontext
from functools import partial

import streamlit as st

from dashboards.model import Chart
from datasource.question import Query, Records, Sort
from datasource.result import Page
from datasource.texts import _, plural
from widgets.blocks.drill import Drill, records_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import records_sheet
from widgets.blocks.reading import Reading, worded
from widgets.blocks.table import IN_SIGHT, show_table
from widgets.controls.plain import plain
from widgets.state.session import widget_value

PAGE_SIZE = 50


def show_detail(key: str, title: str, chart: Chart, query: Query, reading: Reading) -> None:
    """The records that the metric of `chart` counts, with the dimensions on columns as their fields."""
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
        show_table(page.columns, page.rows, reading.look, f"detail_table_{key}", looks=chart.looks, stretched=filled)
    if pages > 1:
        st.pagination(pages, key=f"detail_page_{key}")


def asked(key: str, chart: Chart, query: Query, page: int) -> Records:
    """The question behind the list as it stands: its search, its order, its page."""
    fields = tuple(part.field for part in chart.shelves.columns)
    found = records_of(Drill(query), chart.shelves.values[0], widget_value(f"detail_search_{key}") or "", page)
    chosen = widget_value(f"detail_sort_{key}")
    sort = tuple(order for order in chart.sort if order.by in fields)
    if isinstance(chosen, str) and chosen:
        sort = (Sort(by=chosen.lstrip("-"), desc=chosen.startswith("-")),)
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
