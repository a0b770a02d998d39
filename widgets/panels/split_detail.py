"""Every share of split credit under the page's filters, searched and paged, with the sum of what is allocated."""

import streamlit as st

from datasource.question import Dimension, Query, Records
from datasource.texts import _, plural
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import records_sheet
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.blocks.tile import why_empty
from widgets.state.session import Slot, widget_value

METRIC, KIND = "split_credit_amount", Dimension(field="split_record")
PAGE_SIZE = 50


def show_split_detail(reading: Reading) -> None:
    """The shares, newest record first: rate, coefficient and allocated amount, and whether the rates add up."""
    view = reading.view
    summed = reading.answer(Query(metrics=(METRIC,), by=(KIND,), where=view.where, period=view.period))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Shares')}**", width="stretch")
        show_proof(summed, reading, "split_detail")
        if not summed.rows.is_empty():
            _export(reading)
    if summed.rows.is_empty():
        st.info(why_empty(summed))
        return
    search = st.text_input(
        _("Search"),
        key=Slot.SPLIT_SEARCH.value,
        placeholder=_("Name, number, customer …"),
        label_visibility="collapsed",
    )
    page = reading.records(_asked(reading, search or "", 1))
    pages = max(-(-page.row_count // PAGE_SIZE), 1)
    chosen = min(widget_value(Slot.SPLIT_PAGE.value) or 1, pages)
    page = page if chosen == 1 else reading.records(_asked(reading, search or "", chosen))
    st.caption(plural("{count} record", "{count} records", page.row_count))
    if page.row_count:
        show_table(page.columns, page.rows, reading.look, key="split_detail_table")
    else:
        st.info(_("No record fits; take the search away or choose another number."))
    if pages > 1:
        st.pagination(pages, key=Slot.SPLIT_PAGE.value)


def _export(reading: Reading) -> None:
    title = _("Split credit detail")
    asked = _asked(reading, "", 1)
    show_export("split_detail", title, reading, lambda: records_sheet(title, reading.every_record(asked), reading))


def _asked(reading: Reading, search: str, number: int) -> Records:
    return Records(
        subject="split_credits",
        metric=METRIC,
        where=reading.view.where,
        period=reading.view.period,
        search=search,
        page=number,
        page_size=PAGE_SIZE,
    )
