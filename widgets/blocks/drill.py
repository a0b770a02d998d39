"""From a number to the records behind it: what was clicked becomes filters, and a dialog lists the rows."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards.share import Right
from datasource.errors import MingjingError
from datasource.metrics.registry import leaves, metric, subjects
from datasource.metrics.subjects.every import SUBJECTS
from datasource.question import MOST_RECORDS, Filter, Query, Records
from datasource.result import Page
from datasource.texts import _, plural
from widgets.blocks.customer_link import has_customers, show_customer_link
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import records_sheet
from widgets.blocks.filter_text import filter_text
from widgets.blocks.picks import member_filter
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.format import number
from widgets.state.session import Key, Slot, forget, widget_value

PAGE_SIZE = 50
TABLE = "drill_table"


@dataclass(frozen=True)
class Drill:
    """The query that was clicked into and the members that were clicked, as filters."""

    query: Query
    picked: tuple[Filter, ...] = ()


ASKED: Key[Drill | None] = Key(Slot.DRILL_ASKED, lambda: None)


def ask(query: Query, picked: dict[str, Any] | None = None) -> None:
    """Remember that the records behind `query`, narrowed to the `picked` members, were asked for."""
    ask_behind(query, tuple(member_filter(field, shown) for field, shown in (picked or {}).items()))


def ask_behind(query: Query, filters: tuple[Filter, ...]) -> None:
    """Remember that the records behind `query` under `filters` were asked for; a new list starts at its first page."""
    forget((Slot.DRILL_METRIC.value, Slot.DRILL_SEARCH.value, Slot.DRILL_PAGE.value))
    ASKED.set(Drill(query, filters))


def show_asked(reading: Reading) -> None:
    """Open the dialog when records were asked for in this run."""
    drill = ASKED.get()
    if drill is not None:
        ASKED.clear()
        _dialog(reading, drill)


def records_of(drill: Drill, name: str, search: str, page: int) -> Records:
    """The question for the records that metric `name` counts under the drill's filters."""
    subject = subjects(leaves(name)[-1].name)[0]
    reachable = tuple(part for part in (*drill.query.where, *drill.picked))
    return Records(
        subject=subject,
        metric=name,
        where=reachable,
        period=drill.query.period,
        search=search,
        page=page,
        page_size=PAGE_SIZE,
    )


def _dialog(reading: Reading, drill: Drill) -> None:
    title = _("Records behind the number")

    @st.dialog(title, width="large")
    def opened() -> None:
        _body(reading, drill)

    opened()


def _body(reading: Reading, drill: Drill) -> None:
    try:
        reading.check(Right.VIEW)
    except MingjingError as error:
        st.error(str(error))
        return
    names = drill.query.metrics
    name = names[0]
    if len(names) > 1:
        name = st.selectbox(
            _("Metric"), names, format_func=lambda one: _(metric(one).label), key=Slot.DRILL_METRIC.value
        )
    search = st.text_input(_("Search"), key=Slot.DRILL_SEARCH.value, placeholder=_("Name, number, customer …"))
    page = reading.records(records_of(drill, name, search, 1))
    pages = -(-page.row_count // PAGE_SIZE)
    chosen = min(widget_value(Slot.DRILL_PAGE.value) or 1, max(pages, 1))
    if chosen > 1:
        page = reading.records(records_of(drill, name, search, chosen))
    found = plural("{count} record", "{count} records", page.row_count)
    kind = _(SUBJECTS[page.records.subject].label)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.caption(f"{kind} · {found} · {_described(drill, reading)}".rstrip(" ·"), width="stretch")
        if page.row_count:
            _export(page, f"{kind}, {_(metric(name).label)}", reading)
    if page.row_count:
        select = _chosen if has_customers(page) else None
        show_table(page.columns, page.rows, reading.look, TABLE, select)
        show_customer_link(reading, page, TABLE)
        if pages > 1:
            st.pagination(pages, key=Slot.DRILL_PAGE.value)
    else:
        st.info(_("No record fits; take the search away or choose another number."))


def _chosen() -> None:
    """A chosen row draws the dialog anew, with the link to its customer."""


def _export(page: Page, title: str, reading: Reading) -> None:
    """All records of the list, not the page alone: read when the file is asked for."""
    if page.row_count > MOST_RECORDS:
        told = _("A file holds the first {count} records; a shorter period or more filters leave none out.")
        st.caption(told.format(count=number(MOST_RECORDS, None, reading.look.language)))
    show_export("records", title, reading, lambda: records_sheet(title, reading.every_record(page.records), reading))


def _described(drill: Drill, reading: Reading) -> str:
    return " · ".join(filter_text(part, reading.look.language) for part in drill.picked)
