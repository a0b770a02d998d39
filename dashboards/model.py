"""What a dashboard is: frozen data, the same for a ready page (built in Python) and for a person's YAML file.

The model holds what is true of every part alone (types, ranges, one body a tile). What needs a look at the whole board
or at the metrics (overlaps, shelves that fit the chart kind, names that exist) is in `dashboards.sound`.
"""

from typing import Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from dashboards.chart import Chart, Comparison, Shelves, period_from_preset
from dashboards.options import Options, Stack
from dashboards.share import Grant, Right, Share, Terms
from dashboards.style import BoardStyle, TileStyle
from datasource.question import Filter, Frozen, Grain, Period

__all__ = [
    "BODIES",
    "COLUMNS",
    "VERSION",
    "BoardStyle",
    "Chart",
    "Comparison",
    "Controls",
    "Dashboard",
    "Divider",
    "Embed",
    "FilterTile",
    "Grant",
    "Image",
    "Options",
    "Right",
    "Section",
    "Share",
    "Shelves",
    "Stack",
    "Tab",
    "Terms",
    "Tile",
    "TileStyle",
    "Versioned",
]

VERSION = 1
COLUMNS = 12
SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
TILE_ID = r"^[a-z0-9][a-z0-9_-]{0,63}$"
IMAGE_FILE = r"^[0-9a-f]{64}\.(png|jpg|webp)$"


class Image(Frozen):
    """A picture that was loaded up; `file` is its name in the owner's folder, made of its content."""

    file: str = Field(pattern=IMAGE_FILE)
    alt: str = Field(default="", max_length=200)
    fit: Literal["contain", "cover"] = "contain"


class Embed(Frozen):
    """A page of another site, shown where `config.yaml` allows its host."""

    url: str = Field(pattern=r"^https://[^\s]+$", max_length=2000)


class Section(Frozen):
    """A heading over the tiles below it, down to the next one; a reader may fold it."""

    open: bool = True


class Divider(Frozen):
    """A line across."""


class FilterTile(Frozen):
    """A control of the filter bar that stands on the canvas: `field` is a dimension, `period`, `grain` or `compare`."""

    field: str
    style: Literal["period", "picker", "range", "search", "switch"] = "picker"


BODIES = ("chart", "text", "panel", "image", "embed", "filter", "section", "divider")


class Tile(Frozen):
    """A rectangle of the 12-column grid with exactly one body.

    `tab` names the tab it stands on (empty: the first). `linked` tiles filter each other by clicks.
    """

    id: str = Field(pattern=TILE_ID)
    title: str = Field(default="", max_length=200)
    tab: str = ""
    x: int = Field(ge=0, le=COLUMNS - 1)
    y: int = Field(ge=0, le=1000)
    w: int = Field(ge=1, le=COLUMNS)
    h: int = Field(ge=1, le=100)
    chart: Chart | None = None
    text: str | None = Field(default=None, max_length=20_000)
    panel: str | None = None
    image: Image | None = None
    embed: Embed | None = None
    filter: FilterTile | None = None
    section: Section | None = None
    divider: Divider | None = None
    linked: bool = True
    style: TileStyle = TileStyle()

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        bodies = [name for name in BODIES if getattr(self, name) is not None]
        if len(bodies) != 1:
            found = f"has {' and '.join(bodies)}" if bodies else "has none of them"
            raise ValueError(f"a tile shows exactly one of {', '.join(BODIES)}; this one {found}")
        return self

    @property
    def body(self) -> str:
        """The name of its one body."""
        return next(name for name in BODIES if getattr(self, name) is not None)


class Tab(Frozen):
    """One sheet of a board."""

    id: str = Field(pattern=TILE_ID)
    title: str = Field(min_length=1, max_length=80)


class Controls(Frozen):
    """The board's filter bar and what it starts with.

    `show` names the controls from left to right: `period`, `grain`, `compare`, or any dimension (`department`, `owner`,
    `pipeline` …), which becomes a picker of its members. `where` are the filters that the pickers start with.
    """

    show: tuple[str, ...] = ("period",)
    period: Period = Period(preset="this_year")
    grain: Grain | None = None
    compare: Comparison | None = None
    where: tuple[Filter, ...] = ()

    _written_period = field_validator("period", mode="before")(period_from_preset)


class Versioned(Frozen):
    """A file that says which version of its form it has."""

    version: Literal[1] = 1


class Dashboard(Versioned):
    """A board: tiles on a grid under one filter bar. `id` is a slug, unique among its owner's boards.

    `refresh` is the number of seconds after which an open board asks anew; 0 is never.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", title="Mingjing dashboard")

    id: str = Field(pattern=SLUG)
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=4000)
    icon: str = Field(default="", max_length=64)
    controls: Controls = Controls()
    tabs: tuple[Tab, ...] = Field(default=(), max_length=24)
    tiles: tuple[Tile, ...] = Field(default=(), max_length=200)
    style: BoardStyle = BoardStyle()
    refresh: int = Field(default=0, ge=0, le=86_400)
    share: Share = Share()
