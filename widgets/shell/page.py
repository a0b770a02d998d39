"""A page: guard, title, filter bar, tiles. Ready pages and people's boards are shown by the same function."""

from collections.abc import Callable, Collection

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.model import Dashboard
from dashboards.segment_filter import with_segments_offered
from datasource.errors import MingjingError
from datasource.people.account import Role
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.links import DRILL, PICK, read_links
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.controls.bar import Bar, filter_bar
from widgets.controls.canvas import asked_name, with_canvas
from widgets.controls.choice import chosen_grain, chosen_span, chosen_view
from widgets.controls.offers import offers_of
from widgets.controls.plain import plain, without_pictures
from widgets.controls.view_url import link_names
from widgets.panels.panel import PANELS
from widgets.shell.board import FOLD, TAB, Sheet, show_board
from widgets.shell.customise import show_customise
from widgets.shell.desk import Desk, take_seat
from widgets.shell.fresh import keep_fresh
from widgets.shell.present import EVERY, PRESENT, SLIDE, is_presented, show_present_button, show_slide
from widgets.shell.printing import show_printing
from widgets.state.cache import settle
from widgets.state.fragment import fragment

Find = Callable[[Desk], Dashboard]
Allow = Callable[[Desk, Reading], Reading]
OWN = (TAB, FOLD, PICK, DRILL, PRESENT, SLIDE, EVERY)
"""The parameters of the address that every board understands beside its filters."""


def _all(_desk: Desk, reading: Reading) -> Reading:
    """Ready pages take nothing from anybody."""
    return reading


def show(dashboard: Dashboard, role: Role = Role.READER, beside: Collection[str] = ()) -> None:
    """Show `dashboard` to whoever is signed in and has at least `role`.

    `beside` names parameters of the address that belong to the caller (`board` …).
    """
    _page(lambda _desk: dashboard, role, tuple(beside), _all, ready=True)


def show_found(find: Find, role: Role = Role.READER, beside: Collection[str] = (), allow: Allow = _all) -> None:
    """Show what `find` finds at each click, not only when the page is opened; its `MingjingError` is told instead.

    `allow` gives the reading with what the person may do with the board, and with the board's pictures.
    """
    _page(find, role, tuple(beside), allow, ready=False)


@fragment
def _page(find: Find, role: Role, beside: tuple[str, ...], allow: Allow, *, ready: bool) -> None:
    desk = take_seat(role)
    try:
        board = find(desk)
        presents = not ready and is_presented()
        if not presents:
            head = _head(board, desk, ready=ready)
        sheet = _sheet(board, desk, beside, allow, ready=ready, presents=presents)
    except MingjingError as error:
        st.error(str(error))
        return
    if presents:
        show_slide(sheet)
    else:
        with head:
            show_printing(sheet)
        show_board(sheet)
    drill.show_asked(sheet.reading)
    if not ready:
        keep_fresh(board, lambda: find(take_seat(role)))
    settle()


def _head(board: Dashboard, desk: Desk, *, ready: bool) -> DeltaGenerator:
    """Title and description; the row of the title is returned, for what else belongs there."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with row:
        st.title(plain(_(board.title)), anchor=False, width="stretch")
        if ready:
            show_customise(board, desk.account)
        else:
            show_present_button()
    if board.description:
        st.caption(without_pictures(_(board.description)))
    return row


def _sheet(  # noqa: PLR0913  (whose board is shown to whom, and how)
    board: Dashboard, desk: Desk, beside: tuple[str, ...], allow: Allow, *, ready: bool, presents: bool
) -> Sheet:
    filters = [tile.filter for tile in board.tiles if tile.filter is not None]
    controls, data = with_segments_offered(with_canvas(board.controls, filters), board), desk.shared
    panels = [PANELS[tile.panel] for tile in board.tiles if tile.panel and tile.panel in PANELS]
    own = {name for panel in panels for name in panel.params}.difference(link_names(controls))
    own.update(((TAB,) if board.tabs else ()) if ready else OWN)
    dated = "period" in controls.show or (not ready and any(tile.chart for tile in board.tiles))
    offers = offers_of(data, desk.viewer, member_text)
    canvas = tuple(name for name in dict.fromkeys(map(asked_name, filters)) if name not in board.controls.show)
    bar = Bar(board.id, controls, offers, data.today, data.fiscal_start, (*beside, *own), dated, canvas)
    choice = filter_bar(bar, hidden=presents)
    grain = chosen_grain(choice, chosen_span(choice, data.today, data.fiscal_start))
    reading = allow(desk, desk.reading(chosen_view(choice, controls, grain)))
    return Sheet(board, reading, None if ready else read_links(board, reading), bar, choice)
