"""Forgotten customers: how many have not been followed up for how long; a click lists them."""

import polars as pl
import streamlit as st

from datasource.reports.forgotten import Forgotten, count_of, forgotten
from datasource.result import Result
from datasource.texts import _, plural
from widgets.blocks import drill
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked
from widgets.format import number
from widgets.state.session import Slot

TABLE = Slot.FORGOTTEN_TABLE.value


def show_forgotten(reading: Reading) -> None:
    """Customers in charge without a follow-up for 7 to 180 days, and those whose planned contact is overdue."""
    found = reading.report(forgotten, reading.view.where)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Forgotten customers')}**", width="stretch")
        show_proof(found.whole, reading, "forgotten")
    if not count_of(found.whole):
        st.info(_("You have no customers in charge that these filters keep."))
        return
    lines = _lines(found)
    whole = count_of(found.whole)
    rows = pl.DataFrame(
        {
            "gap": [label for label, _result in lines],
            "customers": [number(count_of(result), None, reading.look.language) for _label, result in lines],
            "share": [100 * count_of(result) / whole for _label, result in lines],
        }
    )
    st.dataframe(
        rows,
        hide_index=True,
        key=TABLE,
        column_config={
            "gap": st.column_config.TextColumn(_("No follow-up")),
            "customers": st.column_config.TextColumn(_("Customers"), alignment="right"),
            "share": st.column_config.ProgressColumn(_("Share of total"), format="%.1f%%", min_value=0, max_value=100),
        },
        on_select=lambda: _clicked(lines),
        selection_mode=["single-row", "single-cell"],
    )
    told = _("States of today, of {count} customers in charge; click a row to list them.")
    st.caption(told.format(count=number(whole, None, reading.look.language)))


def _lines(found: Forgotten) -> tuple[tuple[str, Result], ...]:
    silent = tuple(
        (plural("for more than {count} day", "for more than {count} days", days), result)
        for days, result in found.silent
    )
    return (*silent, (_("when one was planned"), found.overdue))


def _clicked(lines: tuple[tuple[str, Result], ...]) -> None:
    chosen = clicked(TABLE)
    if chosen is not None:
        drill.ask(lines[chosen.row][1].query)
