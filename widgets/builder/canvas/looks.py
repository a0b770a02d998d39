"""How a board and its tiles look: the settings of both, and the ready looks."""

from typing import get_args

import streamlit as st

from dashboards.model import Tile
from dashboards.style import PALETTES, THEMES, TitleSize
from datasource.texts import N_, _
from widgets.builder.canvas.changes import with_board, with_looks, with_style
from widgets.builder.canvas.hand import Hand

_PALETTES = {
    "": N_("As usual"),
    "standard": N_("Standard"),
    "calm": N_("Calm"),
    "vivid": N_("Vivid"),
    "warm": N_("Warm"),
    "cool": N_("Cool"),
    "earth": N_("Earth"),
    "grey": N_("Grey"),
    "safe": N_("Safe for everybody"),
}
_SIZES = {"": N_("As usual"), "small": N_("Small"), "medium": N_("Medium"), "large": N_("Large")}
_MODES = {"": N_("As the reader chose"), "light": N_("Light"), "dark": N_("Dark")}
_BORDERS = {"": N_("As the board"), "yes": N_("With border"), "no": N_("Without border")}
OWN_LOOK = ""


def show_board_look(hand: Hand) -> None:
    """Ready looks, and each part of the board's look by itself."""
    style = hand.board.style
    now = next((name for name, theme in THEMES.items() if theme == style), OWN_LOOK)
    ready = {**{name: _(name) for name in THEMES}, OWN_LOOK: _("Own look")}
    hand.select(
        "theme",
        _("Ready look"),
        ready,
        now,
        lambda board, name: with_board(board, style=THEMES[name]) if name in THEMES else board,
    )
    hand.select(
        "mode",
        _("Light or dark"),
        _told(_MODES),
        style.mode or "",
        lambda board, mode: with_style(board, mode=mode or None),
    )
    hand.colour("background", _("Own background"), style.background, lambda b, value: with_style(b, background=value))
    hand.colour(
        "tile_background",
        _("Own background of tiles"),
        style.tile_background,
        lambda board, value: with_style(board, tile_background=value),
    )
    hand.toggle("border", _("Borders"), style.border, lambda board, on: with_style(board, border=on))
    hand.number("radius", _("Round corners"), style.radius, lambda b, value: with_style(b, radius=value), (0, 32))
    hand.select("size", _("Size of titles"), _sizes(), style.title_size, lambda b, v: with_style(b, title_size=v))
    hand.select("palette", _("Colours"), _palettes(), style.palette, lambda b, v: with_style(b, palette=v))


def show_tile_look(hand: Hand, tiles: list[Tile]) -> None:
    """The look of one tile or of several at once; several start from the look of the first."""
    ids = [tile.id for tile in tiles]
    style, key = tiles[0].style, "_".join(ids[:3])
    border = {None: "", True: "yes", False: "no"}[style.border]
    hand.toggle(
        f"{key}_titled", _("Show the title"), style.title, lambda board, on: with_looks(board, ids, {"title": on})
    )
    hand.colour(
        f"{key}_back",
        _("Own background"),
        style.background,
        lambda board, value: with_looks(board, ids, {"background": value}),
    )
    hand.select(
        f"{key}_border",
        _("Border"),
        _told(_BORDERS),
        border,
        lambda board, name: with_looks(board, ids, {"border": {"": None, "yes": True, "no": False}[name]}),
    )
    hand.select(
        f"{key}_size",
        _("Size of the title"),
        _sizes(),
        style.title_size,
        lambda board, name: with_looks(board, ids, {"title_size": name}),
    )
    hand.select(
        f"{key}_palette",
        _("Colours"),
        _palettes(),
        style.palette,
        lambda board, name: with_looks(board, ids, {"palette": name}),
    )
    _corners(hand, ids, key, style.radius)


def _corners(hand: Hand, ids: list[str], key: str, radius: int | None) -> None:
    hand.toggle(
        f"{key}_round_own",
        _("Own corners"),
        radius is not None,
        lambda board, on: with_looks(board, ids, {"radius": hand.board.style.radius if on else None}),
    )
    if radius is not None:
        with st.container():
            hand.number(
                f"{key}_round",
                _("Round corners"),
                radius,
                lambda board, value: with_looks(board, ids, {"radius": value}),
                (0, 32),
            )


def _told(names: dict[str, str]) -> dict[str, str]:
    return {name: _(label) for name, label in names.items()}


def _palettes() -> dict[str, str]:
    return {name: _(_PALETTES.get(name, name)) for name in ("", *PALETTES)}


def _sizes() -> dict[str, str]:
    return {name: _(_SIZES[name]) for name in get_args(TitleSize)}
