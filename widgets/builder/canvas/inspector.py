"""The settings of the chosen tiles: what one shows, how it looks, where it stands, and what becomes of it."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from dashboards import layout
from dashboards.access import rights
from dashboards.model import Dashboard, Tile
from dashboards.share import Right
from datasource.texts import N_, _
from widgets.builder.bench import Bench
from widgets.builder.canvas.bodies import BODIES
from widgets.builder.canvas.changes import tile_of, with_tiles
from widgets.builder.canvas.editing import Canvas, check_seat
from widgets.builder.canvas.hand import Hand
from widgets.builder.canvas.looks import show_tile_look
from widgets.builder.canvas.stock import kind_of, unfinished
from widgets.builder.notice import attempt
from widgets.builder.permit import check_edit_now, check_export, permitted
from widgets.state.session import Slot, widget_value

LINKED = frozenset({"chart", "filter"})


def show_inspector(hand: Hand) -> None:
    """The settings of what is chosen; the canvas must have something chosen."""
    tiles = [tile_of(hand.board, name) for name in hand.canvas.chosen]
    if len(tiles) == 1:
        _one(hand, tiles[0])
    else:
        st.markdown(f"**{_('{count} tiles').format(count=len(tiles))}**")
    with st.expander(_("Look")):
        show_tile_look(hand, tiles)
    with st.expander(_("Place and copies")):
        _places(hand, tiles)
        _tabs(hand, tiles)
        if len(tiles) == 1:
            _copy_elsewhere(hand, tiles[0])
    _ends(hand, tiles)


def _one(hand: Hand, tile: Tile) -> None:
    kind = kind_of(tile)
    st.markdown(f"{kind.sign} **{_(kind.label)}**")
    hand.text(
        f"{tile.id}_title",
        _("Title"),
        tile.title,
        lambda board, text: with_tiles(board, (tile.id,), title=text or ""),
        max_chars=200,
    )
    if lack := unfinished(tile, hand.bench.embed_hosts):
        st.warning(lack)
    BODIES[tile.body](hand, tile)
    if tile.body in LINKED:
        hand.toggle(
            f"{tile.id}_linked",
            _("Clicks filter the other tiles"),
            tile.linked,
            lambda board, on: with_tiles(board, (tile.id,), linked=on),
        )


def _places(hand: Hand, tiles: list[Tile]) -> None:
    """Column, row, width and height as numbers, for one tile."""
    if len(tiles) != 1:
        return
    with st.container(horizontal=True, gap="small"):
        for part in _NUMBERS:
            _number(hand, tiles[0], part)


def _number(hand: Hand, tile: Tile, part: str) -> None:
    label, shift, low, high = _NUMBERS[part]

    def put(board: Dashboard, value: int) -> Dashboard:
        place = layout.place_of(tile_of(board, tile.id))._replace(**{part: value - shift})
        return layout.arrange(board, {tile.id: place})

    hand.number(f"{tile.id}_{part}", _(label), getattr(tile, part) + shift, put, (low, high))


_NUMBERS: Mapping[str, tuple[str, int, int, int]] = MappingProxyType(
    {
        "x": (N_("Column"), 1, 1, 12),
        "y": (N_("Row"), 1, 1, layout.LAST_ROW + 1),
        "w": (N_("Width"), 0, 1, 12),
        "h": (N_("Height"), 0, 1, layout.HIGHEST),
    }
)


def _tabs(hand: Hand, tiles: list[Tile]) -> None:
    tabs = {tab.id: tab.title for tab in hand.board.tabs}
    if len(tabs) < 2:
        return
    ids = [tile.id for tile in tiles]

    def moved(canvas: Canvas, sheet: str) -> Canvas:
        return canvas.do(lambda board: layout.to_sheet(board, ids, sheet)).choose(tuple(ids))

    slot = f"{Slot.CANVAS_ACT.value}_tab_{hand.canvas.sheet}_{'_'.join(ids[:3])}"
    st.selectbox(
        _("Tab"),
        list(tabs),
        index=list(tabs).index(hand.canvas.sheet),
        format_func=tabs.__getitem__,
        key=slot,
        on_change=lambda: hand.turn(lambda canvas: moved(canvas, widget_value(slot))),
    )


def _copy_elsewhere(hand: Hand, tile: Tile) -> None:
    """A copy into one's draft of another board that one may edit: nobody else sees it before that is published."""
    here = (hand.seat.owner_id, hand.seat.slug)
    places = {found: title for found, title in editable_boards(hand.bench).items() if found != here}
    if not places or Right.EXPORT not in permitted(hand.bench, *here):
        return
    slot = f"{Slot.CANVAS_ACT.value}_copy_to"
    st.selectbox(_("Copy to another board"), list(places), format_func=places.__getitem__, key=slot)
    hand.act("copy", _("Copy"), lambda: attempt(lambda: _copy(hand, tile, widget_value(slot))))


def editable_boards(bench: Bench) -> dict[tuple[int, str], str]:
    """The titles of all boards that the person may edit, by owner and slug: their own first."""
    mine = bench.boards.list_mine(bench.account.account_id)
    others = bench.boards.list_shared_with(bench.guest)
    may = [one for one in others if Right.EDIT in rights(bench.guest, one.owner_id, one.board.share)]
    return {(one.owner_id, one.slug): one.board.title for one in (*mine, *may)}


def _copy(hand: Hand, tile: Tile, place: tuple[int, str]) -> str:
    bench, (owner_id, slug) = hand.bench.again(), place
    check_seat(bench, hand.seat)
    check_export(bench, hand.seat.owner_id, hand.seat.slug)
    check_edit_now(bench, owner_id, slug)
    editing = bench.boards.open_draft(owner_id, slug, bench.account.account_id)
    board = layout.add(editing.board, tile.model_copy(update={"tab": ""}))
    bench.boards.copy_pictures(board, hand.seat.owner_id, owner_id)
    bench.boards.keep_draft(owner_id, slug, bench.account.account_id, editing.changed(board))
    return _("Copied into your draft of “{title}”; publish it there.").format(title=board.title)


def _ends(hand: Hand, tiles: list[Tile]) -> None:
    ids = tuple(tile.id for tile in tiles)
    before = {tile.id for tile in hand.board.tiles}

    def twice(canvas: Canvas) -> Canvas:
        wider = canvas.do(lambda board: layout.duplicate(board, ids))
        return wider.choose(tuple(tile.id for tile in wider.board.tiles if tile.id not in before))

    with st.container(horizontal=True):
        hand.act("duplicate", _("Duplicate"), lambda: hand.turn(twice))
        hand.act("delete", _("Delete"), lambda: hand.change(lambda board: layout.remove(board, ids)))
        hand.act("done", _("Done"), lambda: hand.turn(lambda canvas: canvas.choose(())))
