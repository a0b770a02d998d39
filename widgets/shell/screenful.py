"""Large boards in two goes: first what a window shows, then, when the browser has drawn that, what lies below it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from dashboards.model import Tile
from widgets.state.session import Slot, widget_value

LARGE = 24
"""More tiles than this are drawn in two goes; a browser draws fewer faster than it asks twice."""
ROWS = 16
"""The rows of a first screenful, a little more than a window of 1080 pixels shows."""


def tiles_below(board: str, tab: str, tiles: Sequence[Tile]) -> frozenset[str]:
    """The ids of the tiles that are to wait: those below the first screenful, until `report_drawn` has reported."""
    if len(tiles) <= LARGE or getattr(widget_value(_key(board, tab)), "drawn", False):
        return frozenset()
    return frozenset(tile.id for tile in tiles if tile.y >= ROWS)


def report_drawn(board: str, tab: str, tiles: Sequence[Tile]) -> None:
    """Let the browser of a large board report that it has drawn what it was given; to be called after the tiles.

    The browser keeps what it reported for as long as the board stays on the page, so that an answer to a later click
    has all tiles at once.
    """
    if len(tiles) > LARGE:
        _component()(key=_key(board, tab), height=1, default={"drawn": False}, on_drawn_change=_nothing)


def _key(board: str, tab: str) -> str:
    return f"{Slot.BOARD_DRAWN.value}_{board}_{tab}"


def _nothing() -> None:
    """The report is read at the top of the run that it starts."""


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("mingjing.screenful", js=script)
