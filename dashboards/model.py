"""What a dashboard is: frozen data, the same for a ready page (built in Python) and for a person's YAML file.

The model holds what is true of every part alone (types, ranges, one body a tile). What needs a look at the whole board
or at the metrics (overlaps, shelves that fit the chart kind, names that exist) is in `dashboards.sound`.
"""

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from datasource.question import Dimension, Filter, Frozen, Grain, Period, Sort, Top

VERSION = 1
COLUMNS = 12
SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
AREA = r"^(\d{6})?$"
TILE_ID = r"^[a-z0-9][a-z0-9_-]{0,63}$"

Comparison = Literal["previous", "last_year"]
Stack = Literal["zero", "normalize", "none"]


class Shelves(Frozen):
    """Which field stands where. Dimensions on columns, rows and colour; names of metrics on values and size."""

    columns: tuple[Dimension, ...] = ()
    rows: tuple[Dimension, ...] = ()
    values: tuple[str, ...] = ()
    color: Dimension | None = None
    size: str | None = None
    filters: tuple[Filter, ...] = ()

    def dimensions(self) -> tuple[Dimension, ...]:
        """Every dimension once, in the order columns, rows, colour."""
        placed = (*self.columns, *self.rows, *((self.color,) if self.color else ()))
        return tuple(dict.fromkeys(placed))

    def metrics(self) -> tuple[str, ...]:
        """Every metric once, values before size."""
        return tuple(dict.fromkeys((*self.values, *((self.size,) if self.size else ()))))


class Options(Frozen):
    """How a chart looks; `stack` of None is the habit of the chart kind.

    `marks` points out the highest, the lowest and the average of the first metric; `area` is the code of the province
    whose cities a map shows (empty: the whole country).
    """

    labels: bool = False
    legend: bool = True
    stack: Stack | None = None
    marks: bool = False
    area: str = Field(default="", pattern=AREA)
    x_title: str = ""
    y_title: str = ""


class Chart(Frozen):
    """A drawing of one query. `kind` is a key of `dashboards.kinds.KINDS`."""

    kind: str
    shelves: Shelves = Shelves()
    compare: Comparison | None = None
    top: Top | None = None
    sort: tuple[Sort, ...] = ()
    limit: int | None = Field(default=None, ge=1)
    totals: bool = False
    options: Options = Options()


class Tile(Frozen):
    """A rectangle of the 12-column grid with exactly one body: a chart, a Markdown text or a panel's name."""

    id: str = Field(pattern=TILE_ID)
    title: str = Field(default="", max_length=200)
    x: int = Field(ge=0, le=COLUMNS - 1)
    y: int = Field(ge=0, le=1000)
    w: int = Field(ge=1, le=COLUMNS)
    h: int = Field(ge=1, le=100)
    chart: Chart | None = None
    text: str | None = None
    panel: str | None = None

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        bodies = [name for name in ("chart", "text", "panel") if getattr(self, name) is not None]
        if len(bodies) != 1:
            found = f"has {' and '.join(bodies)}" if bodies else "has none of them"
            raise ValueError(f"a tile shows exactly one of 'chart', 'text' and 'panel'; this one {found}")
        return self


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

    @field_validator("period", mode="before")
    @classmethod
    def _from_preset(cls, value: Any) -> Any:
        return {"preset": value} if isinstance(value, str) else value


class Share(Frozen):
    """Who else may see the board: everyone who may sign in, or the people with these logins."""

    everyone: bool = False
    people: tuple[str, ...] = ()


class Dashboard(Frozen):
    """A board: tiles on a grid under one filter bar. `id` is a slug, unique among its owner's boards."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Mingjing dashboard")

    version: Literal[1] = 1
    id: str = Field(pattern=SLUG)
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=4000)
    icon: str = Field(default="", max_length=64)
    controls: Controls = Controls()
    tiles: tuple[Tile, ...] = Field(default=(), max_length=200)
    share: Share = Share()
