"""How a board and its tiles look, apart from what they show. Colours are `#rrggbb`, or empty for the theme's own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from datasource.question import Frozen
from datasource.texts import N_

COLOR = r"^(#[0-9a-fA-F]{6})?$"
PALETTES = ("standard", "calm", "vivid", "warm", "cool", "earth", "grey", "safe")
"""Colours of series by name; `safe` is told apart by everybody, colour-blind readers too."""

Palette = Literal["", "standard", "calm", "vivid", "warm", "cool", "earth", "grey", "safe"]
TitleSize = Literal["", "small", "medium", "large"]


class TileStyle(Frozen):
    """The look of one tile; what is empty or None is taken from the board."""

    background: str = Field(default="", pattern=COLOR)
    border: bool | None = None
    radius: int | None = Field(default=None, ge=0, le=32)
    title: bool = True
    title_size: TitleSize = ""
    palette: Palette = ""


class BoardStyle(Frozen):
    """The look of a board. `mode` of None follows the reader's own choice of light or dark."""

    mode: Literal["light", "dark"] | None = None
    background: str = Field(default="", pattern=COLOR)
    tile_background: str = Field(default="", pattern=COLOR)
    border: bool = True
    radius: int = Field(default=8, ge=0, le=32)
    title_size: TitleSize = ""
    palette: Palette = ""


THEMES: Mapping[str, BoardStyle] = MappingProxyType(
    {
        N_("Plain"): BoardStyle(),
        N_("Quiet"): BoardStyle(border=False, radius=0, title_size="small", palette="calm"),
        N_("Paper"): BoardStyle(
            mode="light", background="#f6f1e7", tile_background="#fffdf8", radius=4, palette="earth"
        ),
        N_("Fresh"): BoardStyle(
            mode="light", background="#eaf4f4", tile_background="#ffffff", border=False, radius=16, palette="cool"
        ),
        N_("Night"): BoardStyle(
            mode="dark", background="#10151d", tile_background="#19202b", radius=12, palette="vivid"
        ),
        N_("Wall screen"): BoardStyle(
            mode="dark", background="#000000", tile_background="#0d0d0d", radius=0, title_size="large", palette="safe"
        ),
    }
)
"""Ready looks of a board by name, a msgid."""
