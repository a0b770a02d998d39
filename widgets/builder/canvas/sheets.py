"""The tabs of the board: which is shown, a new one, its title, its place, its end."""

import streamlit as st

from dashboards.layout import on_sheet
from datasource.texts import _
from widgets.builder.canvas.changes import add_tab, move_tab, remove_tab, rename_tab
from widgets.builder.canvas.editing import Canvas
from widgets.builder.canvas.hand import Hand
from widgets.controls.plain import plain
from widgets.state.session import Slot, hold_widget, widget_value


def show_sheets(hand: Hand) -> None:
    """The tabs as they will stand above the board; nothing without any."""
    titles = {tab.id: plain(tab.title) for tab in hand.board.tabs}
    if not titles:
        return
    slot = Slot.CANVAS_SHEET.value
    hold_widget(slot, hand.canvas.sheet)
    st.segmented_control(
        _("Tab"),
        list(titles),
        format_func=titles.__getitem__,
        key=slot,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: hand.turn(lambda canvas: canvas.turned(widget_value(slot))),
    )


def show_tab_settings(hand: Hand) -> None:
    """A new tab; title, place and end of the one that is shown."""
    board, sheet = hand.board, hand.canvas.sheet
    new = f"{Slot.CANVAS_ACT.value}_tab_title"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("New tab"), key=new, max_chars=80)
        hand.act("tab_add", _("Add"), lambda: hand.turn(lambda canvas: _added(canvas, widget_value(new) or "")))
    tab = next((one for one in board.tabs if one.id == sheet), None)
    if tab is None:
        return
    hand.text(
        f"tab_{tab.id}",
        _("Title of this tab"),
        tab.title,
        lambda b, text: rename_tab(b, tab.id, text or ""),
        max_chars=80,
    )
    with st.container(horizontal=True):
        hand.act("tab_left", _("← Further left"), lambda: hand.change(lambda b: move_tab(b, tab.id, -1)))
        hand.act("tab_right", _("Further right →"), lambda: hand.change(lambda b: move_tab(b, tab.id, 1)))
    _end(hand, tab.id)


def _end(hand: Hand, tab_id: str) -> None:
    count = len(on_sheet(hand.board, tab_id))
    ways = {"move": _("its tiles move to the first tab"), "delete": _("its tiles are deleted")}
    slot = f"{Slot.CANVAS_ACT.value}_tab_end"
    if count and len(hand.board.tabs) > 1:
        st.radio(_("When this tab is removed"), list(ways), format_func=ways.__getitem__, key=slot)
    hand.act(
        "tab_remove",
        _("Remove this tab"),
        lambda: hand.change(lambda b: remove_tab(b, tab_id, with_its_tiles=widget_value(slot) == "delete")),
    )


def _added(canvas: Canvas, title: str) -> Canvas:
    wider = canvas.do(lambda board: add_tab(board, title))
    return wider.turned(wider.board.tabs[-1].id) if wider.board.tabs else wider
