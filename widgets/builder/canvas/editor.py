"""Edit mode of a board: the canvas, the settings beside it, undo, publishing; in one fragment."""

from collections.abc import Callable

import streamlit as st

from dashboards.model import Dashboard
from dashboards.store import NoBoard
from datasource.errors import InvalidInput, MingjingError
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.canvas.board_settings import show_board_settings
from widgets.builder.canvas.drawing import show_drawing
from widgets.builder.canvas.editing import Canvas, Seat, check_seat, forget, load
from widgets.builder.canvas.hand import Hand
from widgets.builder.canvas.inspector import show_inspector
from widgets.builder.canvas.publishing import show_clash, show_publishing
from widgets.builder.canvas.sheets import show_sheets
from widgets.builder.fields import palette
from widgets.builder.notice import attempt, show_told
from widgets.builder.places import board_link, go_to_editor, read_address
from widgets.controls.plain import plain
from widgets.state.fragment import fragment
from widgets.state.session import Slot, widget_value


def show_canvas(take: Callable[[], Bench], address: str) -> None:
    """The editor of the board at an address, or one sentence; the draft is read anew each time the page is opened."""
    bench = take()
    seat = _opened(bench, address)
    if seat is not None:
        _editor(take, seat)


def show_new_board(bench: Bench) -> None:
    """A title, and a button that begins an empty board of it and leaves for its editor."""
    slot = f"{Slot.CANVAS_ACT.value}_new_title"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(_("Title of the new board"), key=slot, max_chars=200, width=340)
        if st.button(_("New board"), key=f"{Slot.CANVAS_ACT.value}_new", icon="➕"):
            title = (widget_value(slot) or "").strip() or _("New board")
            account_id = bench.account.account_id
            draft = bench.boards.new_draft(account_id, Dashboard(id="board", title=title), account_id)
            go_to_editor(account_id, draft.board.id)


def _opened(bench: Bench, address: str) -> Seat | None:
    try:
        owner_id, slug = read_address(address)
        seat = Seat(bench.account.account_id, owner_id, slug)
        check_seat(bench, seat)
        load(bench, seat, anew=True)
    except NoBoard as error:
        st.error(str(error))
    except InvalidInput as error:
        st.error(str(error))
        _way_out(bench, Seat(bench.account.account_id, owner_id, slug))
    except MingjingError as error:
        st.error(str(error))
    else:
        return seat
    return None


def _way_out(bench: Bench, seat: Seat) -> None:
    """Give up a draft that cannot be read."""

    def act() -> None:
        again = bench.again()
        check_seat(again, seat)
        again.boards.drop_draft(seat.owner_id, seat.slug, seat.account_id)
        forget()

    st.button(_("Give up this draft"), key=f"{Slot.CANVAS_ACT.value}_broken", on_click=lambda: attempt(act))


@fragment
def _editor(take: Callable[[], Bench], seat: Seat) -> None:
    bench = take()
    try:
        check_seat(bench, seat)
        canvas = load(bench, seat)
    except MingjingError as error:
        st.error(str(error))
        return
    hand = Hand(bench, seat, canvas, palette(sees_all=bench.sees_all))
    _head(hand)
    show_told()
    if show_clash(hand):
        return
    drawing, settings = st.columns([2.7, 1], gap="medium")
    with drawing:
        show_sheets(hand)
        show_drawing(canvas, hand.palette, bench.embed_hosts, hand.catch_up)
    with settings, st.container(border=True, key="canvas_inspector"):
        (show_inspector if canvas.chosen else show_board_settings)(hand)


def _head(hand: Hand) -> None:
    editing = hand.canvas.editing
    st.title(plain(hand.board.title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        hand.act("undo", "↶", lambda: hand.turn(Canvas.undo), help=_("Undo"), disabled=not editing.past)
        hand.act("redo", "↷", lambda: hand.turn(Canvas.redo), help=_("Redo"), disabled=not editing.future)
        show_publishing(hand)
        if editing.base is not None:
            board_link(hand.seat.owner_id, hand.seat.slug, _("Open the board"))
        st.caption(_state(hand), width="content")


def _state(hand: Hand) -> str:
    editing = hand.canvas.editing
    if editing.base is None:
        return _("A draft that only you see; every step is kept.")
    return _("Changed since it was published; every step is kept.") if editing.differs else _("As published.")
