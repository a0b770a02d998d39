"""Columns and tables of the company's own that a mapping declares."""

import re
from typing import Any, Literal, Self

import polars as pl
from pydantic import Field, model_validator

from datasource.errors import unknown
from datasource.loaders.mapping.cell import Cell
from datasource.loaders.mapping.kinds import NOT_LOADED
from datasource.loaders.mapping.words import Finding, Text, Written, refuse
from datasource.tables.custom import DERIVED, own_key
from datasource.tables.schema import TABLES, ColumnInfo, columns

PREFIX = "x_"
"""What the name of a custom column begins with in the store."""
_NAME = re.compile(r"[^\W\d]\w{0,59}")
_DTYPES: dict[str, tuple[Any, str]] = {
    "text": (pl.String(), ""),
    "number": (pl.Float64(), "number"),
    "whole": (pl.Int64(), "count"),
    "money": (pl.Int64(), "money_minor"),
    "date": (pl.Date(), ""),
    "time": (pl.Datetime("us"), ""),
    "flag": (pl.Boolean(), ""),
    "owner": (pl.Int64(), ""),
}
"""Type in the file → Polars type and unit of the column."""

CustomType = Literal["text", "number", "whole", "money", "date", "time", "flag"]


class CustomCell(Cell):
    """A further column of a canonical table: a cell with its label and type."""

    label: Text = ""
    """What the app calls it; without it, its name."""
    type: CustomType = "text"
    """How its text is read."""
    unit: Text = ""
    """What a number counts."""

    @model_validator(mode="after")
    def _unit_of_a_number(self) -> Self:
        refuse(self, _units(self.unit, self.type))
        return self

    def info(self, name: str) -> ColumnInfo:
        """The column of the store that it fills."""
        return _info(PREFIX + name, self.label or name, self.type, self.unit)


class OwnColumn(Written):
    """A column of an own table."""

    label: Text = ""
    """What the app calls it; without it, its name."""
    type: CustomType | Literal["owner"] = "text"
    """How its text is read; `owner` refers to a person."""
    unit: Text = ""
    """What a number counts."""

    @model_validator(mode="after")
    def _unit_of_a_number(self) -> Self:
        refuse(self, _units(self.unit, self.type))
        return self


class OwnTable(Written):
    """A table of the company's own: what its rows are, when they were, whose they are, what they refer to."""

    label: Text
    """What the app calls it."""
    key: Text | None = None
    """Name of the key column; without it, the table's name and `_id`. The feed's `key` says how it is made."""
    date: Text | None = None
    """The column that says when a row was."""
    owner: Text | None = None
    """The column that says whose a row is; without it, only people who see all data see the table."""
    seen_by: Literal["everyone"] | None = None
    """`everyone`: the rows have no owner, and everyone sees them with the names of what they refer to."""
    relations: dict[Text, Text] = Field(default_factory=dict)
    """Column → the table that it refers to."""
    columns: dict[Text, OwnColumn]
    """Column → label and type."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        refuse(self, self._findings())
        return self

    def _findings(self) -> list[Finding]:
        found = [*names_findings(self.columns, ("columns",)), *names_findings(self.relations, ("relations",))]
        twice = sorted(set(self.columns) & set(self.relations))
        found += [(("relations", name), f"'{name}' is one of 'columns' too; keep one") for name in twice]
        if self.key is not None:
            found += names_findings([self.key], ("key",))
        if not self.columns:
            found.append((("columns",), "name at least one column"))
        if self.seen_by is not None and self.owner is not None:
            found.append((("seen_by",), "the owner says already who sees a row; keep one of the two"))
        if self.key in {*self.columns, *self.relations}:
            found.append((("key",), f"'{self.key}' is another column too; give the key a name of its own"))
        found += self._role("date", self.date, ("date", "time"))
        if self.owner not in self.relations:
            found += self._role("owner", self.owner, ("owner",))
        return found + self._people() + self._aims()

    def _people(self) -> list[Finding]:
        """A row belongs to one person: one column of type owner, or the record whose owner's it is."""
        found: list[Finding] = [
            (("columns", name, "type"), "a row has one owner, which 'owner' names; make this a text")
            for name, column in self.columns.items()
            if column.type == "owner" and name != self.owner
        ]
        aim = self.relations.get(self.owner or "")
        if aim in TABLES and not any(column.name == "owner_id" for column in columns(aim)):
            found.append((("owner",), f"the rows of '{aim}' have no owner; name another column"))
        return found

    def _aims(self) -> list[Finding]:
        """Each other table is referred to once, so that its fields mean one thing; people only as the owner."""
        aims = list(self.relations.values())
        return [
            (("relations", name), "name the person whose row it is as 'owner'")
            if aim == "users"
            else (("relations", name), f"another column refers to '{aim}' already; keep one")
            for name, aim in self.relations.items()
            if aim == "users"
            or (aims.count(aim) > 1 and next(n for n, a in self.relations.items() if a == aim) != name)
        ]

    def _role(self, role: str, column: str | None, types: tuple[str, ...]) -> list[Finding]:
        if column is None:
            return []
        if column not in self.columns:
            return [((role,), unknown("column", column, self.columns))]
        if self.columns[column].type not in types:
            return [((role,), f"'{column}' is no {' or '.join(types)}; give it that type or name another column")]
        return []

    def key_name(self, table: str) -> str:
        """The name of the key column of this table, which is called `table`."""
        return self.key or f"{table}_id"

    def targets(self) -> dict[str, ColumnInfo]:
        """The columns of the store that a feed may fill, by their names in the mapping."""
        own = {
            name: _info(
                "owner_id" if column.type == "owner" else PREFIX + name, column.label or name, column.type, column.unit
            )
            for name, column in self.columns.items()
        }
        references = {
            name: ColumnInfo(own_key(table), pl.Int64(), name, refers_to=table)
            for name, table in self.relations.items()
        }
        return {**own, **references}


def names_findings(names: Any, place: tuple[str, ...]) -> list[Finding]:
    """The names that cannot be names of columns or tables."""
    return [
        ((*place, name) if len(names) > 1 or place != ("key",) else place, f"'{name}' is no name; {_NAMING}")
        for name in names
        if not _NAME.fullmatch(name) or name == "source_key"
    ]


def tables_findings(tables: dict[str, OwnTable]) -> list[Finding]:
    """What is wrong with the own tables as a whole."""
    found = names_findings(tables, ("tables",))
    found += [
        (("tables", name), f"'{name}' is a table of Mingjing; give yours another name")
        for name in tables
        if name in {*TABLES, *DERIVED}
    ]
    known = (set(TABLES) - NOT_LOADED) | set(tables)
    return found + [
        (("tables", name, "relations", column), unknown("table", aim, known))
        for name, table in tables.items()
        for column, aim in table.relations.items()
        if aim not in known
    ]


_NAMING = "begin with a letter and go on with letters, digits and _ (60 at most)"


def _units(unit: str, kind: str) -> list[Finding]:
    if unit and kind not in ("number", "whole"):
        return [(("unit",), "only a number has a unit; leave it out or make the type number or whole")]
    return []


def _info(name: str, label: str, kind: str, unit: str) -> ColumnInfo:
    dtype, plain = _DTYPES[kind]
    return ColumnInfo(name, dtype, label, unit=unit or plain, refers_to="users" if kind == "owner" else "")
