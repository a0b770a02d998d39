"""How a board and its tiles look, apart from what they show. Colours are `#rrggbb`, or empty for the theme's own."""

from typing import Literal

from pydantic import Field

from datasource.question import Frozen

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
