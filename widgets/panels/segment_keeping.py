"""Saving a group as a team segment: what it will say, its name, and what came of it."""

from collections.abc import Callable

import streamlit as st

from datasource.errors import MingjingError
from datasource.people.team_segments import LONGEST, save_segment
from datasource.question import Filter
from datasource.result import Unit
from datasource.texts import _
from widgets.blocks.facts import filter_told
from widgets.blocks.reading import Reading
from widgets.controls.plain import plain
from widgets.format import number
from widgets.panels.notice import Notice, attempt
from widgets.state.session import Slot, forget, widget_value

KEY = f"{Slot.SEGMENTS.value}_keep"


def conditions_text(where: tuple[Filter, ...], reading: Reading) -> str:
    """What a segment says, in words: numbers without needless decimals, members that the reader may not see counted."""
    return " · ".join(filter_told(_tidy(part), reading) for part in where)


def _tidy(part: Filter) -> Filter:
    value = part.value
    if isinstance(value, float) and value.is_integer():
        return part.model_copy(update={"value": int(value)})
    return part


def show_keep(where: tuple[Filter, ...], name: str, reading: Reading, key: str, note: str = "") -> None:
    """The button that saves `where` as a team segment, for those who may; `note` says how true it is to the group."""
    seat = reading.seat
    if seat is None or not seat.may_save or not where:
        return
    with st.popover(_("Save as team segment"), icon=":material/bookmark_add:", key=f"{KEY}_{key}"):
        st.markdown(plain(conditions_text(where, reading)))
        if note:
            st.caption(note)
        if reading.view.where:
            st.caption(_("The page's own filters are not part of it."))
        slot = f"{KEY}_{key}_name"
        st.text_input(_("Name of the segment"), value=name, max_chars=LONGEST, key=slot)
        if st.button(_("Save for the team"), key=f"{KEY}_{key}_save", type="primary"):
            attempt(_saving(reading, where, slot))


def _saving(reading: Reading, where: tuple[Filter, ...], slot: str) -> Callable[[], Notice]:
    def save() -> Notice:
        if reading.seat is None:
            raise MingjingError(_("Only analysts and above save team segments."))
        seat = reading.seat.again()
        kept = save_segment(seat.database, seat.account, widget_value(slot) or "", where)
        forget((slot,))
        text = _("“{label}” is saved: every page with filters offers it under Team segment.")
        return Notice(text.format(label=kept.label))

    return save


def share(value: float, reading: Reading) -> str:
    """A share in the reader's language, without decimals."""
    return number(value, Unit.RATE, reading.look.language, decimals=0)
