"""Saving a chart: as a new board, onto one of my boards, or in place; and what happens when two save at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dashboards.access import rights
from dashboards.kinds import missing
from dashboards.model import Dashboard, Share
from dashboards.share import Right
from dashboards.store import ConcurrentSave, Stored
from datasource.errors import MingjingError
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.board_change import new_board, replaced, with_chart
from widgets.builder.canvas.charting import put_back
from widgets.builder.chart_settings import finished
from widgets.builder.draft import Draft, Origin
from widgets.builder.keeping import draft_of, keep, start_over
from widgets.builder.notice import attempt
from widgets.builder.permit import check_edit_now, check_export, gone, permitted
from widgets.builder.places import editor_link, go_to_editor
from widgets.state.session import Key, Slot, hold_widget, widget_value

NEW = "new"
HERE = "here"


@dataclass(frozen=True)
class Conflict:
    """A save that was refused: the board that I wanted to save, the tile it was about, and the board that stands.

    `base` is the board that I began with, None when it is no longer kept.
    """

    account_id: int
    mine: Dashboard
    theirs: Stored
    tile: str
    told: str
    base: Dashboard | None = None


CONFLICT: Key[Conflict | None] = Key(Slot.BUILDER_CONFLICT, lambda: None)


def show_save(draft: Draft, bench: Bench, before: Callable[[], None]) -> None:
    """Where to save, and the button that does it, after `before`; a chart of an edited board goes back there."""
    if draft.origin is not None and draft.origin.on_canvas:
        _show_way_back(draft, draft.origin, bench, before)
        return
    places = _places(draft, bench)
    slot = _slot(draft)
    if widget_value(slot) not in places:
        hold_widget(slot, next(iter(places)))

    def press() -> None:
        before()
        attempt(lambda: save(bench.again(), widget_value(slot)))

    st.selectbox(_("Save as"), list(places), format_func=places.__getitem__, key=slot, label_visibility="collapsed")
    st.button(
        _("Save"),
        type="primary",
        key=Slot.BUILDER_SAVE.value,
        disabled=bool(missing(draft.chart.kind, draft.shelves)),
        on_click=press,
    )


def _places(draft: Draft, bench: Bench) -> dict[str, str]:
    """Where the chart may go: in its place, onto a new board or one that the person may edit; elsewhere only if the
    board that it comes from may be taken away."""
    mine = bench.boards.list_mine(bench.account.account_id)
    shared = [
        one
        for one in bench.boards.list_shared_with(bench.guest)
        if Right.EDIT in rights(bench.guest, one.owner_id, one.board.share)
    ]
    away = {NEW: _("a new board"), **{f"{one.owner_id}/{one.slug}": one.board.title for one in (*mine, *shared)}}
    if draft.origin is None:
        return away
    return {HERE: _("in its place"), **(away if exportable(bench, draft) else {})}


def exportable(bench: Bench, draft: Draft) -> bool:
    """Whether the chart may leave the board that it comes from."""
    return draft.origin is None or Right.EXPORT in permitted(bench, draft.origin.owner_id, draft.origin.slug)


def _show_way_back(draft: Draft, origin: Origin, bench: Bench, before: Callable[[], None]) -> None:
    unready = bool(missing(draft.chart.kind, draft.shelves))
    if st.button(_("Put on the board"), type="primary", key=Slot.BUILDER_SAVE.value, disabled=unready):
        before()
        attempt(lambda: put_back(bench, finished(draft_of(bench.account.account_id).chart)))
        go_to_editor(origin.owner_id, origin.slug)
    editor_link(origin.owner_id, origin.slug, _("Back without it"))


def _slot(draft: Draft) -> str:
    """One select box for each place of origin, so that what was saved or opened is next saved in its place."""
    if draft.origin is None:
        return Slot.BUILDER_TARGET.value
    return f"{Slot.BUILDER_TARGET.value}_{draft.origin.owner_id}_{draft.origin.slug}_{draft.origin.tile}"


def save(bench: Bench, place: str) -> str:
    """Save the person's draft; the sentence that says so, or an empty one when a conflict is to be settled.

    Raises `MingjingError` without a title and when the board is no longer there or no longer theirs to change.
    """
    draft = draft_of(bench.account.account_id)
    title = draft.title.strip()
    if not title:
        raise MingjingError(_("Give the chart a title first."))
    chart = finished(draft.chart)
    if place != HERE and draft.origin is not None:
        check_export(bench, draft.origin.owner_id, draft.origin.slug)
    if place == NEW:
        slug = bench.boards.new_slug(bench.account.account_id, title)
        return _keep_board(bench, new_board(slug, title, chart, draft.controls), 0, bench.account.account_id)
    owner_id, slug, tile_id, revision = _target(draft, place)
    check_edit_now(bench, owner_id, slug)
    current = bench.boards.read(owner_id, slug)
    seen = current.board if revision is None else bench.boards.read_revision(owner_id, slug, revision)
    board = with_chart(seen, title, chart) if tile_id is None else replaced(seen, tile_id, title, chart)
    return _keep_board(bench, board, revision or current.revision, owner_id, tile_id)


def _target(draft: Draft, place: str) -> tuple[int, str, str | None, int | None]:
    if place == HERE and draft.origin is not None:
        return draft.origin.owner_id, draft.origin.slug, draft.origin.tile, draft.origin.revision
    owner, slug = place.split("/", 1)
    return int(owner), slug, None, None


def _keep_board(bench: Bench, board: Dashboard, revision: int, owner_id: int, tile_id: str | None = None) -> str:
    tile = tile_id or board.tiles[-1].id
    try:
        stored = bench.boards.save(board, owner_id, revision, bench.account.login)
    except ConcurrentSave as conflict:
        base = _seen(bench, owner_id, board.id, revision)
        CONFLICT.set(Conflict(bench.account.account_id, conflict.mine, conflict.theirs, tile, str(conflict), base))
        return ""
    origin = Origin(stored.owner_id, stored.slug, tile, stored.revision)
    keep(bench.account.account_id, lambda old: replace(old, origin=origin, saved=old.chart))
    return _("Saved on the board “{title}”.").format(title=stored.board.title)


def _seen(bench: Bench, owner_id: int, slug: str, revision: int) -> Dashboard | None:
    try:
        return bench.boards.read_revision(owner_id, slug, revision)
    except MingjingError:
        return None


def open_conflict(bench: Bench) -> Conflict | None:
    """The conflict that the person has not settled yet; none about a board that they may no longer see."""
    conflict = CONFLICT.get()
    if conflict is None or conflict.account_id != bench.account.account_id:
        return None
    seen = Right.VIEW in permitted(bench, conflict.theirs.owner_id, conflict.theirs.slug)
    return conflict if seen else None


def leave_lost_board(bench: Bench) -> None:
    """Put away a chart of a board that the person may no longer see, and say so; nothing of it is brought back."""
    account_id = bench.account.account_id
    origin = draft_of(account_id).origin
    if origin is None or origin.owner_id == account_id:
        return
    if Right.VIEW not in permitted(bench, origin.owner_id, origin.slug):
        start_over(account_id)
        st.error(str(gone()))


def keep_mine_as_copy(bench: Bench, conflict: Conflict) -> str:
    """Save my version as a board of my own beside theirs."""
    check_export(bench, conflict.theirs.owner_id, conflict.theirs.slug)
    title = _("{title} (my version)").format(title=conflict.mine.title)
    account_id = bench.account.account_id
    fresh = {"id": bench.boards.new_slug(account_id, title), "title": title, "share": Share()}
    told = _keep_board(bench, conflict.mine.model_copy(update=fresh), 0, account_id, conflict.tile)
    CONFLICT.clear()
    return told


def join_both(bench: Bench, conflict: Conflict, board: Dashboard) -> str:
    """Save what the two versions make together, in the place of theirs; their version stays in the history."""
    owner_id, slug = conflict.theirs.owner_id, conflict.theirs.slug
    check_edit_now(bench, owner_id, slug)
    CONFLICT.clear()
    return _keep_board(bench, board, conflict.theirs.revision, owner_id, conflict.tile)


def load_theirs(bench: Bench, conflict: Conflict, open_theirs: Callable[[Stored], None]) -> str:
    """Put aside my version (it is kept as a draft beside the board) and go on with theirs."""
    check_edit_now(bench, conflict.theirs.owner_id, conflict.theirs.slug)
    stored = bench.boards.read(conflict.theirs.owner_id, conflict.theirs.slug)
    open_theirs(stored)
    CONFLICT.clear()
    return _("You are working on the version of “{title}” that was saved last.").format(title=stored.board.title)
