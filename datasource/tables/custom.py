"""What a company adds to the canonical tables, as a version's manifest keeps it: columns of its own, tables of its own.

A column of the company's own is called `x_<name>`. A table of its own has the key `x_<table>_id` (Int64, as canonical
keys), the source's own key as `source_key`, for each table it refers to that table's key column, and its columns.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

import polars as pl
from pydantic import Field, model_validator

from datasource.question import Frozen
from datasource.tables.schema import TABLES, ColumnInfo, columns, key_column

OWN = "x_"
"""How the name of every column of a company's own begins, and of every key of its own tables."""
DERIVED = frozenset(
    {
        "stage_dwell", "stage_reach", "stage_stays", "log_days", "owner_changes", "first_deals", "first_deal_lines",
        "visit_lines",
    }
)  # fmt: skip
"""Names that the catalog gives to what it derives from the canonical tables: no table of one's own is called so."""
_NAME = r"^x_\w{1,60}$"


class Type(StrEnum):
    """What a column of a company's own holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"


DTYPES: dict[Type, Any] = {
    Type.TEXT: pl.String(),
    Type.NUMBER: pl.Float64(),
    Type.WHOLE: pl.Int64(),
    Type.MONEY: pl.Int64(),
    Type.DATE: pl.Date(),
    Type.TIME: pl.Datetime("us"),
    Type.FLAG: pl.Boolean(),
}
"""Type → type in the store; money in minor units of the company's currency, times local and naive."""
_UNITS = {Type.MONEY: "money_minor", Type.WHOLE: "count", Type.NUMBER: "number"}
DATED = frozenset({Type.DATE, Type.TIME})
MEASURED = frozenset({Type.NUMBER, Type.WHOLE, Type.MONEY})


class CustomColumn(Frozen):
    """One column: its name in the store, its label in the company's own words, and the unit of a number."""

    name: str = Field(pattern=_NAME)
    label: str = Field(min_length=1, max_length=120)
    type: Type
    unit: str = ""

    @property
    def info(self) -> ColumnInfo:
        """The column as the canonical ones describe themselves."""
        return ColumnInfo(self.name, DTYPES[self.type], self.label, unit=_UNITS.get(self.type, ""))


class CustomFields(Frozen):
    """The columns that a company adds to a canonical table."""

    table: str
    columns: tuple[CustomColumn, ...]


class CustomTable(Frozen):
    """A table of the company's own.

    `date` is the column that its rows are dated by; without one they have no place in time. `owner` is the path to the
    person whose row it is: `owner_id`, or the owner of a record that it refers to (`customer_id.owner_id`); without one
    only people who see all data see the table, unless it `is_open` to everyone. `relations` are the tables that its
    rows refer to, each once.
    """

    name: str = Field(pattern=r"^[^\W\d]\w{0,59}$")
    label: str = Field(min_length=1, max_length=120)
    columns: tuple[CustomColumn, ...] = ()
    date: str = ""
    owner: str = ""
    is_open: bool = False
    relations: tuple[str, ...] = ()

    @property
    def has_owner_column(self) -> bool:
        """Whether a row names its own owner, instead of belonging to that of a record it refers to."""
        return self.owner == "owner_id"


class Custom(Frozen):
    """All that a company has added; a version without anything of the kind has none of either."""

    fields: tuple[CustomFields, ...] = ()
    tables: tuple[CustomTable, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if told := next(_faults(self), ""):
            raise ValueError(told)
        return self

    def table(self, name: str) -> CustomTable | None:
        """The company's own table called `name`, or None."""
        return next((table for table in self.tables if table.name == name), None)

    def columns(self, table: str) -> tuple[CustomColumn, ...]:
        """The columns of the company's own that `table` has, be the table its own or a canonical one."""
        own = self.table(table)
        if own is not None:
            return own.columns
        return tuple(column for fields in self.fields if fields.table == table for column in fields.columns)


def own_key(table: str) -> str:
    """The key column of a table, be it canonical or of the company's own."""
    return key_column(table) if table in TABLES else f"{OWN}{table}_id"


@lru_cache(maxsize=1024)
def columns_of(table: str, custom: Custom) -> tuple[ColumnInfo, ...]:
    """The columns of `table` as a version with `custom` has them; raises `MingjingError` for an unknown table."""
    added = tuple(column.info for column in custom.columns(table))
    own = custom.table(table)
    return (*columns(table), *added) if own is None else (*_of_own(own), *added)


def schema_of(table: str, custom: Custom) -> pl.Schema:
    """Column → Polars type of `table` as a version with `custom` has it."""
    return pl.Schema({column.name: column.dtype for column in columns_of(table, custom)})


def _of_own(table: CustomTable) -> Iterator[ColumnInfo]:
    whole = pl.Int64()
    yield ColumnInfo(own_key(table.name), whole, "Key.", is_key=True, required=True)
    yield ColumnInfo("source_key", pl.String(), "Key in the source.")
    if table.has_owner_column:
        yield ColumnInfo("owner_id", whole, "Person whose row it is.", refers_to="users")
    for other in table.relations:
        yield ColumnInfo(own_key(other), whole, f"Row of {other}.", refers_to=other)


def _faults(custom: Custom) -> Iterator[str]:
    named = [table.name for table in custom.tables]
    for fields in custom.fields:
        if fields.table not in TABLES:
            yield f"'{fields.table}' is no canonical table"
    for table in custom.tables:
        if table.name in {*TABLES, *DERIVED} or named.count(table.name) > 1:
            yield f"the name '{table.name}' is taken by another table"
        yield from (f"table '{table.name}': {told}" for told in _faults_of(table, {*TABLES, *named}))
    ids = [f"{table}_{column.name.removeprefix(OWN)}" for table, column in _all_columns(custom)]
    repeated = next((one for one in ids if ids.count(one) > 1), None)
    if repeated is not None:
        yield f"two columns of the company's own come out as '{repeated}'; rename one"


def _faults_of(table: CustomTable, known: set[str]) -> Iterator[str]:
    if table.date and table.date not in {column.name for column in table.columns if column.type in DATED}:
        yield f"its date '{table.date}' is none of its dates"
    if len({*table.relations}) < len(table.relations) or {*table.relations} - known:
        yield "its relations must be known tables, each once"
    if "users" in table.relations:
        yield "it refers to people; name the one whose row it is as its owner instead"
    if table.owner and table.is_open:
        yield "it has an owner, so it cannot be open to everyone"
    if table.owner and table.owner not in {"owner_id", *_owners(table)}:
        yield f"its owner '{table.owner}' is neither 'owner_id' nor the owner of a relation"


def _owners(table: CustomTable) -> Iterator[str]:
    for other in table.relations:
        if other in TABLES and any(column.name == "owner_id" for column in columns(other)):
            yield f"{key_column(other)}.owner_id"


def _all_columns(custom: Custom) -> Iterator[tuple[str, CustomColumn]]:
    for fields in custom.fields:
        yield from ((fields.table, column) for column in fields.columns)
    for table in custom.tables:
        yield from ((table.name, column) for column in table.columns)


NOTHING = Custom()
"""A version to which nothing was added."""
