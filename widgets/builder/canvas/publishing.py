"""Letting readers see the draft, giving it up, and what happens when someone else has published in between."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboards.drafts import shared_like
from dashboards.shape import changed
from dashboards.store import ConcurrentPublish, Stored
from datasource.errors import MingjingError
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.canvas.editing import Canvas, Seat, check_seat, forget, keep, load
from widgets.builder.canvas.hand import Hand
from widgets.builder.canvas.payload import tile_name
from widgets.builder.canvas.stock import unfinished
from widgets.builder.notice import attempt
from widgets.builder.palette import Palette
from widgets.builder.permit import check_export
from widgets.state.session import Key, Slot, widget_value


@dataclass(frozen=True)
class Clash:
    """A publication that was refused: whose canvas, and the board that stands."""

    seat: Seat
    theirs: Stored
    told: str


CLASH: Key[Clash | None] = Key(Slot.CANVAS_CLASH, lambda: None)


def show_publishing(hand: Hand) -> None:
    """The button that publishes, with a note, and the one that gives the draft up."""
    editing = hand.canvas.editing
    slot = f"{Slot.CANVAS_ACT.value}_note"
    with st.popover(_("Publish"), type="primary", disabled=not editing.differs):
        st.text_input(_("What has changed (for the history)"), key=slot, max_chars=500)
        hand.act("publish", _("Publish now"), lambda: _press(hand, slot), type="primary")
        if editing.base is not None:
            hand.act(
                "discard", _("Give up this draft"), lambda: attempt(lambda: _discard(hand.bench.again(), hand.seat))
            )


def show_clash(hand: Hand) -> bool:
    """Whether a refused publication waits for an answer; draws it with its three ways out."""
    clash = CLASH.get()
    if clash is None or clash.seat != hand.seat:
        return False
    st.warning(clash.told)
    with st.container(horizontal=True):
        hand.act("mine", _("Put mine in its place"), lambda: attempt(lambda: _mine(hand.bench.again(), hand, clash)))
        hand.act(
            "apart", _("Keep mine as a board of its own"), lambda: attempt(lambda: _apart(hand.bench.again(), clash))
        )
        hand.act("theirs", _("Go on with theirs"), lambda: attempt(lambda: _theirs(hand.bench.again(), clash)))
    return True


def publish(bench: Bench, seat: Seat, palette: Palette, note: str) -> str:
    """Publish the draft; the sentence that says so, or an empty one when a clash is to be settled.

    Raises `MingjingError` when a tile is not ready.
    """
    check_seat(bench, seat)
    board = load(bench, seat).board
    for tile in board.tiles:
        if lack := unfinished(tile, bench.embed_hosts):
            told = _("“{tile}” is not ready: {lack}").format(tile=tile_name(tile, palette), lack=lack)
            raise MingjingError(told)
    try:
        stored = bench.boards.publish(seat.owner_id, seat.slug, seat.account_id, bench.account.login, note)
    except ConcurrentPublish as clash:
        CLASH.set(Clash(seat, clash.theirs, str(clash)))
        return ""
    load(bench, seat, anew=True)
    return _("“{title}” is published.").format(title=stored.board.title)


def _press(hand: Hand, slot: str) -> None:
    hand.catch_up()
    note = widget_value(slot) or ""
    attempt(lambda: publish(hand.bench.again(), hand.seat, hand.palette, note) or None)


def _discard(bench: Bench, seat: Seat) -> str:
    check_seat(bench, seat)
    bench.boards.drop_draft(seat.owner_id, seat.slug, seat.account_id)
    load(bench, seat, anew=True)
    return _("Your draft is gone; you see what is published.")


def _mine(bench: Bench, hand: Hand, clash: Clash) -> str | None:
    check_seat(bench, clash.seat)

    def onto(canvas: Canvas) -> Canvas:
        board = shared_like(canvas.board, clash.theirs.board)
        return replace(canvas, editing=canvas.editing.onto(clash.theirs, board))

    keep(bench, clash.seat, onto)
    CLASH.clear()
    return publish(bench, clash.seat, hand.palette, "") or None


def _apart(bench: Bench, clash: Clash) -> str:
    check_seat(bench, clash.seat)
    seat = clash.seat
    check_export(bench, seat.owner_id, seat.slug)
    mine = load(bench, seat).board
    title = _("{title} (my version)").format(title=mine.title)
    fresh = bench.boards.new_draft(seat.account_id, changed(mine, {"title": title}), seat.account_id)
    bench.boards.copy_pictures(mine, seat.owner_id, seat.account_id)
    _theirs(bench, clash)
    return _("Your version is the draft “{title}” on My boards.").format(title=fresh.board.title)


def _theirs(bench: Bench, clash: Clash) -> str:
    seat = clash.seat
    check_seat(bench, seat)
    bench.boards.drop_draft(seat.owner_id, seat.slug, seat.account_id)
    forget()
    load(bench, seat, anew=True)
    CLASH.clear()
    return _("You are working on what was published last.")
