"""What a mapping file says: which source columns become which canonical columns, and how their text is read.

A mapping is a YAML file in `datasource/loaders/mappings`, strict about keys; a preset is a mapping that is shipped.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, field_validator, model_validator

from datasource.errors import MingjingError, did_you_mean, unknown
from datasource.question import Frozen
from datasource.strict_yaml import read_strict
from datasource.tables.schema import TABLES, ColumnInfo, columns

FOLDER = Path(__file__).resolve().parent / "mappings"


def _text(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        raise ValueError(f"YAML reads this as {json.dumps(value)}; put it in quotes")
    return str(value) if isinstance(value, int | float) else value


def _many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_many)]


class Cell(Frozen):
    """How one canonical cell is made. A bare name in YAML is a source column; the steps run in this order.

    `column` or `constant`   where the text comes from; an `optional` column may be absent from the file
    `when`, `unless`         there is text only in rows where these source columns hold (not) one of these words
    `nulls`                  words that mean empty, besides those of the whole mapping
    `values`                 spelling mended, reported as `value_map`
    `codes`, `otherwise`     the source's code → value; a code that is not listed is unknown, or `otherwise`
    `prefix`                 put before the text (source keys of several kinds of row in one table)
    `formats`                how dates are written (strptime); without any, ISO 8601
    `scale`, `times`         a number is multiplied by this, and by the number in this source column
    `by`                     a reference is looked up by these columns of its table instead of the source key
    """

    column: str | None = None
    constant: Text | None = None
    optional: bool = False
    when: dict[str, Texts] = Field(default_factory=dict)
    unless: dict[str, Texts] = Field(default_factory=dict)
    nulls: Texts = ()
    values: dict[Text, Text] = Field(default_factory=dict)
    codes: dict[Text, Text] = Field(default_factory=dict)
    otherwise: Text | None = None
    prefix: str = ""
    formats: Texts = ()
    scale: Decimal = Decimal(1)
    times: str | None = None
    by: Texts = ()

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.column is None) == (self.constant is None):
            raise ValueError("give either a source column or a constant")
        return self

    def source_columns(self) -> dict[str, bool]:
        """The source columns that the cell needs, each with whether it may be absent."""
        named = [self.column, self.times, *self.when, *self.unless]
        return {name: self.optional for name in named if name is not None}


class Feed(Frozen):
    """Rows of one source file (`from`), or written out (`rows`), that become rows of one canonical table.

    `distinct`: one row per different key, the first one met; rows without a key are none.
    """

    table: str
    source: str | None = Field(default=None, alias="from")
    rows: tuple[dict[str, Text], ...] = ()
    distinct: bool = False
    key: Cell | None = None
    columns: dict[str, Cell] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_table(self) -> Self:
        if self.table not in TABLES or self.table == "calendar":
            raise ValueError(unknown("table", self.table, set(TABLES) - {"calendar"}))
        if (self.source is None) == (not self.rows):
            raise ValueError("give either a file in 'from' or 'rows'")
        if self.rows and (self.columns or self.key):
            raise ValueError("written-out 'rows' take no 'columns' and no 'key'")
        if self.distinct and self.key is None:
            raise ValueError("'distinct' needs a 'key'")
        known = targets(self.table)
        for name, cell in self.cells().items():
            if name not in known:
                raise ValueError(unknown(f"column of {self.table}", name, known))
            _check_cell(known[name], cell)
        return self

    def cells(self) -> dict[str, Cell]:
        """Canonical column → cell, for written-out rows too."""
        names = dict.fromkeys(name for row in self.rows for name in row if name != "key")
        return self.columns or {name: Cell(column=name, optional=True) for name in names}

    def key_cell(self) -> Cell | None:
        """How the source key is made; None: the source has no key."""
        return Cell(column="key") if self.rows else self.key

    def source_columns(self) -> dict[str, bool]:
        """The source columns that the feed needs, each with whether it may be absent."""
        needed: dict[str, bool] = {}
        for cell in [*self.cells().values(), *([self.key] if self.key else [])]:
            for name, optional in cell.source_columns().items():
                needed[name] = needed.get(name, True) and optional
        return needed


class SourceFile(Frozen):
    """How a file is written, where that is known; without `encoding` it is detected strictly."""

    encoding: str | None = None
    separator: str = Field(default=",", min_length=1, max_length=1)


class Mapping(Frozen):
    """One source system. `today_from`: the latest of these dates is the store's today (for a closed export).

    `fill`: `table.column` → chains `reference.column` of that table; the first that gives a value fills an empty cell.
    """

    version: int = Field(ge=1, le=1)
    name: str
    title: str
    company: str
    currency: str = Field(pattern="^[A-Z]{3}$")
    minor_digits: int = Field(default=2, ge=0, le=4)
    timezone: str = "UTC"
    fiscal_start_month: int = Field(default=1, ge=1, le=12)
    notes: tuple[str, ...] = ()
    today_from: tuple[str, ...] = ()
    nulls: Texts = ()
    files: dict[str, SourceFile] = Field(default_factory=dict)
    load: tuple[Feed, ...]
    fill: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(unknown("time zone", name, available_timezones()))
        return name

    @field_validator("load")
    @classmethod
    def _loads_something(cls, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
        if not feeds:
            raise ValueError("name at least one table to load")
        return feeds

    @field_validator("today_from")
    @classmethod
    def _known_dates(cls, places: tuple[str, ...]) -> tuple[str, ...]:
        for place in places:
            column_at(place)
        return places

    @field_validator("fill")
    @classmethod
    def _known_chains(cls, fill: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for place, chains in fill.items():
            column_at(place)
            for chain in chains:
                reference, _, column = chain.partition(".")
                through = column_at(f"{place.partition('.')[0]}.{reference}")
                column_at(f"{through.refers_to}.{column}")
        return fill

    def file_names(self) -> list[str]:
        """The files it reads, in the order of their first use."""
        return list(dict.fromkeys(feed.source for feed in self.load if feed.source))


def targets(table: str) -> dict[str, ColumnInfo]:
    """The columns of `table` that a mapping may fill: all but its key and source key."""
    return {column.name: column for column in columns(table) if not column.is_key and column.name != "source_key"}


def column_at(place: str) -> ColumnInfo:
    """The canonical column `table.column`; raises `ValueError` when there is none."""
    table, _, name = place.partition(".")
    if table not in TABLES:
        raise ValueError(unknown("table", table, TABLES))
    known = targets(table)
    if name not in known:
        raise ValueError(unknown(f"column of {table}", name, known))
    return known[name]


def presets() -> dict[str, Path]:
    """The shipped mappings by name."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def read_preset(name: str) -> Mapping:
    """The shipped mapping `name`; raises `MingjingError` with the nearest name or the list when there is none."""
    known = presets()
    if name not in known:
        raise MingjingError(f"Unknown preset '{name}'.{did_you_mean(name, known)} Presets: {', '.join(known)}.")
    return read_mapping(known[name])


def read_mapping(path: Path) -> Mapping:
    """The mapping in `path`; raises `InvalidInput` with every problem as `file:line: path: message`."""
    return read_strict(path, Mapping)


def _check_cell(column: ColumnInfo, cell: Cell) -> None:
    if column.choices:
        given = [*cell.codes.values(), *filter(None, (cell.otherwise, cell.constant))]
        for value in given:
            if value not in column.choices:
                raise ValueError(unknown(f"value of {column.name}", value, column.choices))
    if cell.by and not column.refers_to:
        raise ValueError(f"'{column.name}' refers to no table, so that 'by' has no meaning there")
    for name in cell.by:
        column_at(f"{column.refers_to}.{name}")
