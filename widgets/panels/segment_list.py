"""The customers of a group that was clicked, with the way to each of them; the group stands in the address."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.result import Column, Result, Unit
from datasource.texts import _, plural
from widgets.blocks.customer_link import CUSTOMER_360, PARAM
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.format import number
from widgets.state.session import forget

GROUP = "group"
MOST = 1000
"""The most customers that are listed; files hold all."""


def show_customers(  # noqa: PLR0913, PLR0917  (whom, in which columns, and what stands behind them)
    title: str, rows: pl.DataFrame, columns: tuple[Column, ...], base: Result, reading: Reading, key: str
) -> None:
    """`rows` with `customer_id`, called `title`; a chosen row leads to its customer."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(title)}**", width="content")
        st.caption(plural("{count} customer", "{count} customers", rows.height), width="content")
        if link.own(GROUP):
            st.button(_("Show all"), key=f"{key}_all", type="tertiary", on_click=take_back, args=(key,))
        told = replace(base, columns=columns, rows=rows, totals=None)
        show_export(key, title, reading, lambda: answer_sheet(title, told, reading))
    if rows.is_empty():
        st.info(_("No customer of this group is in sight; choose another group or take filters away."))
        return
    if rows.height > MOST:
        most = number(MOST, Unit.COUNT, reading.look.language)
        st.caption(_("The first {most} are listed; a file holds all.").format(most=most))
    shown, table = rows.head(MOST), f"{key}_list"
    show_table(columns, shown, reading.look, table, lambda: None)
    picked = clicked(table)
    if picked is not None and picked.row < shown.height:
        label = _("Open {customer} in Customer 360").format(customer=shown["label"][picked.row])
        query = {PARAM: str(shown["customer_id"][picked.row])}
        st.page_link(CUSTOMER_360, label=label, icon="🔎", query_params=query)


def pick(group: str, key: str) -> None:
    """Put a group into the address; its list starts without a chosen row."""
    forget((f"{key}_list",))
    link.put_own(GROUP, group)


def take_back(key: str) -> None:
    """Take the group out of the address."""
    forget((f"{key}_list",))
    link.drop_own(GROUP)
