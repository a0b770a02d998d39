"""What a drawing depends on besides the chart and its columns: the look of the page and the shape of the rows.

Both are frozen, so that a drawing can be kept by them. A `Shape` is rounded up, so that a row more or less after an
import does not make a new drawing.
"""

from dataclasses import dataclass
from unicodedata import east_asian_width

import polars as pl

from dashboards.model import Chart
from dashboards.style import Palette
from datasource.metrics.defined import given_name
from datasource.result import Column

CROWDED = 14  # categories under vertical bars; above, the bars lie
LINE = 52  # characters of labels that fit side by side under a half-page chart
NARROW = 14  # the same under one of several small charts


@dataclass(frozen=True)
class Shape:
    """How much a chart shows: members on its axis and of its colour, and the width of their longest names in cells.

    A Latin letter is one cell wide, a Chinese character two. `points` counts rows, `panes` small charts.
    """

    members: int = 0
    member_width: int = 0
    series: int = 0
    series_width: int = 0
    points: int = 0
    panes: int = 0

    @property
    def crowded(self) -> bool:
        """Whether names do not fit side by side, so that bars should lie."""
        room = NARROW if self.panes else LINE
        return self.members > CROWDED or self.members * (self.member_width + 2) > room


@dataclass(frozen=True)
class Look:
    """How to draw: theme, language (key of `LANGUAGES`), currency (ISO 4217), height in pixels (None = the page's).

    `palette` names the colours of series: those of the chart, else of its tile, else of the board; empty is standard.
    `width` is what a wide screen has for small charts side by side.
    `paper` is the colour behind the drawing where it is not the theme's own (`#rrggbb`); `dark` says then
    whether it takes light ink.
    """

    dark: bool = False
    language: str = "en"
    currency: str = "CNY"
    height: int | None = None
    shape: Shape = Shape()
    palette: Palette = ""
    width: int = 600
    paper: str = ""


def look_name(column: Column) -> str:
    """The name that looks know a column by: its field's; what a metric is compared with goes by the metric's."""
    return given_name(column.name if column.part == "value" else column.metric or column.name)


def measure(chart: Chart, rows: pl.DataFrame) -> Shape:
    """The rounded shape of `rows` (one row per mark) as `chart` shows them."""
    axes = [dimension.field for dimension in (*chart.shelves.columns, *chart.shelves.rows)]
    colour = [chart.shelves.color.field] if chart.shelves.color else []
    members, member_width = _extent(rows, axes)
    series, series_width = _extent(rows, colour)
    panes = _extent(rows, [chart.shelves.facet.field])[0] if chart.shelves.facet else 0
    return Shape(_up(members), _up(member_width), _up(series), _up(series_width), _up(rows.height), _up(panes))


def cells(text: str) -> int:
    """The width of a text in cells: 1 for a Latin letter, 2 for a Chinese character."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _extent(rows: pl.DataFrame, fields: list[str]) -> tuple[int, int]:
    if not fields:
        return 0, 0
    names = rows[fields[0]].unique().cast(pl.String).drop_nulls().to_list()
    return len(names), max(map(cells, names), default=0)


def _up(count: int) -> int:
    """`count` up to 8 as it is, above rounded up to a step of a quarter of its power of two."""
    step = max(1, 1 << max(0, count.bit_length() - 3))
    return -(-count // step) * step
