"""A page: guard, title, filter bar, tiles. Ready pages and people's boards are shown by the same function."""

from collections.abc import Callable, Collection

import streamlit as st

from dashboards.model import COLUMNS, Dashboard, Tile
from datasource.errors import MingjingError
from datasource.people.account import Role
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_tile
from widgets.controls.bar import Bar, filter_bar
from widgets.controls.choice import chosen_grain, chosen_span, chosen_view
from widgets.controls.offers import offers_of
from widgets.controls.view_url import link_names
from widgets.panels.panel import PANELS
from widgets.shell.desk import Desk, take_seat
from widgets.shell.layout import GAP, ROW, grid_style, in_reading_order
from widgets.state.cache import settle


def show(dashboard: Dashboard, role: Role = Role.READER, beside: Collection[str] = ()) -> None:
    """Show `dashboard` to whoever is signed in and has at least `role`.

    `beside` names parameters of the address that belong to the caller (`board` …).
    """
    _page(lambda _desk: dashboard, role, tuple(beside), fits=True)


def show_found(find: Callable[[Desk], Dashboard], role: Role = Role.READER, beside: Collection[str] = ()) -> None:
    """Show what `find` finds at each click, not only when the page is opened; its `MingjingError` is told instead."""
    _page(find, role, tuple(beside), fits=False)


@st.fragment
def _page(find: Callable[[Desk], Dashboard], role: Role, beside: tuple[str, ...], *, fits: bool) -> None:
    desk = take_seat(role)
    try:
        dashboard = find(desk)
    except MingjingError as error:
        st.error(str(error))
        return
    st.title(_(dashboard.title), anchor=False)
    if dashboard.description:
        st.caption(_(dashboard.description))
    try:
        reading = _reading(dashboard, desk, beside)
    except MingjingError as error:
        st.error(str(error))
        return
    _tiles(dashboard, reading, fits=fits)
    drill.show_asked(reading)
    settle()


def _reading(dashboard: Dashboard, desk: Desk, beside: tuple[str, ...]) -> Reading:
    controls, data = dashboard.controls, desk.shared
    panels = [PANELS[tile.panel] for tile in dashboard.tiles if tile.panel]
    own = {name for panel in panels for name in panel.params}.difference(link_names(controls))
    dated = "period" in controls.show or any(tile.chart for tile in dashboard.tiles)
    offers = offers_of(data, desk.viewer, member_text)
    bar = Bar(dashboard.id, controls, offers, data.today, data.fiscal_start, (*beside, *own), dated)
    choice = filter_bar(bar)
    grain = chosen_grain(choice, chosen_span(choice, data.today, data.fiscal_start))
    return desk.reading(chosen_view(choice, controls, grain))


def _tiles(dashboard: Dashboard, reading: Reading, *, fits: bool) -> None:
    """The tiles in their grid; a person's board keeps the heights it was given, a ready page's tables need none."""
    tiles = in_reading_order(dashboard.tiles)
    key = f"board_{dashboard.id}"
    st.html(grid_style(key, tiles, [tile.id for tile in tiles if _fits(tile)] if fits else ()))
    grid = st.grid(12, min_column_width=20, row_height=ROW, gap=GAP, key=key)
    for tile in tiles:
        with (
            grid.cell(column_span=tile.w, row_span=tile.h),
            st.container(border=True, height="stretch", key=f"cell_{tile.id}"),
        ):
            _body(tile, reading)


def _fits(tile: Tile) -> bool:
    """Whether a tile is as high as its content: a table over the whole width, or a panel that says so."""
    if tile.w < COLUMNS:
        return False
    return PANELS[tile.panel].fits if tile.panel else tile.chart is not None and tile.chart.kind == "table"


def _body(tile: Tile, reading: Reading) -> None:
    if tile.panel is None:
        show_tile(tile, reading)
        return
    try:
        PANELS[tile.panel].show(reading)
    except MingjingError as error:
        st.warning(str(error))
