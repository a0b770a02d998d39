"""What everything on paper is drawn with: the reader's view of the data, and the place and colours of one tile."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboards.model import BoardStyle
from widgets.blocks.export.drawing import Picture
from widgets.blocks.export.picture import write_sized_svg
from widgets.blocks.paper.svg import Place, inset
from widgets.blocks.reading import Reading
from widgets.charts.dress import page_background
from widgets.charts.look import Look
from widgets.charts.theme import Colours, colours, is_dark


@dataclass(frozen=True)
class Paper:
    """What the tiles of a board are drawn with: the reader's view of the data, the board's style, and its pictures."""

    reading: Reading
    style: BoardStyle
    image: Callable[[str], str]

    @property
    def look(self) -> Look:
        """The look of the board between its tiles: light, unless its own style is dark, whatever the reader's theme."""
        plain = replace(self.reading.look, dark=False, paper="")
        ground = page_background(self.style)
        return replace(plain, dark=is_dark(ground), paper=ground) if ground else plain


@dataclass(frozen=True)
class Ground:
    """The place of one tile's body, whose reading has the look of the tile; `name` begins the names of its drawings."""

    place: Place
    reading: Reading
    name: str

    @property
    def shades(self) -> Colours:
        """The colours that can be read on the tile."""
        return colours(self.reading.look)

    def below(self, height: float) -> "Ground":
        """What is left under the first `height` pixels."""
        return replace(self, place=self.place.below(height))

    def drawing(self, spec: dict[str, Any], rows: pl.DataFrame, look: Look | None = None) -> str:
        """A drawing that fills the place."""
        made = Picture("", "", spec, rows, look or self.reading.look)
        return inset(write_sized_svg(made, self.place.w, self.place.h), f"{self.name}-", self.place)
