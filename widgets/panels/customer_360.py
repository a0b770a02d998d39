"""Customer 360: find one customer by name, phone or number, and read everything that is known of them on one page."""

from string import punctuation

import polars as pl
import streamlit as st

from datasource.metrics.dimension import UNKNOWN
from datasource.reports.customer_360 import Customer360, customer_360
from datasource.reports.customer_search import MOST, Found, find_customers
from datasource.texts import _
from widgets.blocks.kpi import show_kpi
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.format import DASH, cell, day
from widgets.panels.customer_lists import PART, TIMELINE, TOUCHES, choose_kinds, choose_part, show_part
from widgets.state.session import Key, Slot, forget

CUSTOMER = "customer"
SEARCH: Key[str] = Key(Slot.CUSTOMER_SEARCH, str)
PARAMS = (CUSTOMER, PART, TOUCHES)
HIDDEN = frozenset({"customer_id", "customer", "name"})


def show_customer_360(reading: Reading) -> None:
    """The search, and below it the customer whom the address names."""
    sought = st.text_input(
        _("Find a customer"),
        key=Slot.CUSTOMER_SEARCH.value,
        placeholder=_("Name, phone or number, or a contact's phone"),
        icon="🔍",
    )
    asked = link.own(CUSTOMER)
    if sought.strip() or not asked:
        _results(reading, sought)
        return
    found = reading.report(customer_360, int(asked)) if _is_key(asked) else None
    if found is None:
        st.info(_("There is no such customer, or it is not yours to see. Search for another one."))
        return
    _customer(reading, found)


def _is_key(asked: str) -> bool:
    """Whether the address names a customer by a number that a key can be."""
    return asked.isascii() and asked.isdigit() and len(asked) <= 18


def _results(reading: Reading, sought: str) -> None:
    found = reading.report(find_customers, sought.strip())
    if not found.rows.height:
        st.info(_("No customer that you may see fits; try a part of the name, or the last digits of the phone."))
        return
    st.caption(_told(found, sought))
    key = Slot.CUSTOMER_FOUND.value
    columns = tuple(column for column in found.columns if column.name != "customer_id")
    show_table(columns, found.rows, reading.look, key, lambda: _choose(found.rows["customer_id"]))


def _told(found: Found, sought: str) -> str:
    if not sought.strip():
        return _("The newest customers; click one, or search.")
    if found.has_more:
        return _("The newest {count} that fit; type more to find others.").format(count=MOST)
    return _("Click a customer to open it.")


def _choose(keys: pl.Series) -> None:
    chosen = clicked(Slot.CUSTOMER_FOUND.value)
    if chosen is not None and chosen.row < len(keys):
        SEARCH.set("")
        forget((Slot.CUSTOMER_PAGE.value,))
        link.put_own(CUSTOMER, str(keys[chosen.row]))


def _leave() -> None:
    SEARCH.set("")
    forget((Slot.CUSTOMER_PAGE.value,))
    for name in PARAMS:
        link.drop_own(name)


def _customer(reading: Reading, found: Customer360) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(_literal(found.name), anchor=False, width="stretch")
        show_proof(found.figures, reading, CUSTOMER)
        st.button(_("Another customer"), key=Slot.CUSTOMER_LEAVE.value, on_click=_leave)
    _figures(reading, found)
    part = choose_part()
    kinds = choose_kinds() if part == TIMELINE else ()
    profile, records = st.columns((3, 10), gap="medium")
    with profile:
        _profile(reading, found)
    with records:
        show_part(reading, found, part, kinds)


def _literal(text: str) -> str:
    """`text` so that no sign of it is read as Markdown."""
    return "".join(f"\\{sign}" if sign in punctuation else sign for sign in text)


def _figures(reading: Reading, found: Customer360) -> None:
    with st.grid(4, min_column_width=150, gap="small"):
        show_kpi(found.figures, reading)
        st.metric(_("Last contact"), day(found.last_contact, reading.look.language))


def _profile(reading: Reading, found: Customer360) -> None:
    """What is known of the customer, one fact a line."""
    row = found.profile.rows.row(0, named=True)
    lines = []
    for column in found.profile.columns:
        if column.name not in HIDDEN:
            told = cell(column, reading.look.language)(row[column.name]).replace(UNKNOWN, DASH)
            lines.append(f":gray[{_(column.label)}] {_literal(told)}")
    st.markdown("  \n".join(lines))
