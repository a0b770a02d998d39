"""What a board's and a tile's style come to: colours that can be read on each other, and one block of CSS.

The CSS is made of numbers and `#rrggbb` colours alone, which the model has checked; no text of a person gets into it.
"""

from dataclasses import dataclass, replace

from dashboards.style import BoardStyle, Palette, TileStyle
from widgets.charts.look import Look
from widgets.charts.theme import DARK, LIGHT, ink_on, is_dark

SIZES = {"": "", "small": "0.85rem", "medium": "1rem", "large": "1.3rem"}
TITLE = "st-key-title_"
_SPOKEN = ":is(p,li,h1,h2,h3,h4,h5,h6,label,small,[data-testid=stMetricLabel],[data-testid=stMetricValue])"


@dataclass(frozen=True)
class Dress:
    """The look of one tile. `background` is empty for the theme's own; `ink` is what can be read on it."""

    background: str
    ink: str
    border: bool
    radius: int
    title: bool
    title_size: str
    palette: Palette

    def look(self, look: Look) -> Look:
        """How charts are drawn in the tile."""
        dressed = replace(look, palette=self.palette) if self.palette else look
        return replace(dressed, dark=is_dark(self.background), paper=self.background) if self.background else dressed


def page_background(style: BoardStyle) -> str:
    """The colour behind the whole board; empty for the theme's own."""
    modes = {"light": LIGHT.paper, "dark": DARK.paper, None: ""}
    return style.background or modes[style.mode]


def dress(board: BoardStyle, tile: TileStyle) -> Dress:
    """What a tile's own style and its board's come to; what the tile leaves open is the board's."""
    background = tile.background or board.tile_background or page_background(board)
    return Dress(
        background=background,
        ink=ink_on(background) if background else "",
        border=board.border if tile.border is None else tile.border,
        radius=board.radius if tile.radius is None else tile.radius,
        title=tile.title,
        title_size=tile.title_size or board.title_size,
        palette=tile.palette or board.palette,
    )


def tile_css(key: str, dressed: Dress) -> str:
    """The rules of one tile, whose container has the ASCII key `cell_{key}`; empty for the usual look."""
    cell = f".st-key-cell_{key}"
    rules = [f"border-radius:{dressed.radius:d}px"] if dressed.radius != BoardStyle().radius else []
    rules += [] if dressed.border else ["border-color:transparent"]
    rules += [f"background:{dressed.background}"] if dressed.background else []
    found = [f"{cell}{{{';'.join(rules)}}}"] if rules else []
    found += [_inked(cell, dressed.ink)] if dressed.ink else []
    size = SIZES[dressed.title_size]
    found += [f".{TITLE}{key} p{{font-size:{size}}}"] if size else []
    return "".join(found)


def page_css(style: BoardStyle) -> str:
    """The rules of the page around the tiles; empty for the usual look."""
    background = page_background(style)
    if not background:
        return ""
    return f".stMain{{background:{background}}}{_inked('.stMainBlockContainer', ink_on(background))}"


def _inked(place: str, ink: str) -> str:
    """Ink for what is written on the place itself; fields and filled buttons keep their own ground and ink."""
    plain = "button[kind=tertiary]"
    return f"{place} {_SPOKEN}:not(button *),{place} {plain}{{color:{ink}}}{place} {plain} *{{color:inherit}}"
