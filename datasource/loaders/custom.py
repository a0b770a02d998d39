"""Columns and tables of a company's own: what a mapping declares and what it keeps of the rest, as the store has it."""

import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import polars as pl
from pydantic import ValidationError

from datasource.errors import MingjingError
from datasource.loaders.mapping import Cell, Feed, Header, Mapping, OwnTable
from datasource.tables.custom import OWN, Custom, CustomColumn, CustomFields, CustomTable, Type, own_key
from datasource.tables.schema import ColumnInfo

_LONGEST = 58
Recipes = list[tuple[ColumnInfo, Cell]]
"""Columns of the store, each with the cell that fills it."""


@dataclass
class Rest:
    """The columns that feeds keep though nothing is mapped to them: table → name in the store → name in the source.

    Only those that hold anything are kept in the end.
    """

    named: dict[str, dict[str, str]] = field(default_factory=dict)
    filled: dict[str, set[str]] = field(default_factory=dict)

    def look(self, table: str, rows: pl.DataFrame) -> None:
        """Note which kept columns hold anything in `rows` of `table`."""
        names = [name for name in self.named.get(table, {}) if name in rows.columns]
        self.filled.setdefault(table, set()).update(n for n in names if rows[n].null_count() < rows.height)

    def empty(self, table: str) -> list[str]:
        """The kept columns of `table` that hold nothing in any row."""
        return [name for name in self.named.get(table, {}) if name not in self.filled.get(table, set())]


def recipes(mapping: Mapping, feed: Feed, columns: Sequence[str], rest: Rest) -> Recipes:
    """What `feed` fills from a source with `columns`: canonical columns, declared ones of its own, and the rest."""
    known = mapping.known[feed.table]
    found = [(known[name], cell) for name, cell in feed.cells().items()]
    found += [(cell.info(name), cell) for name, cell in feed.custom.items()]
    for name, column in kept_columns(mapping, feed, columns).items():
        rest.named.setdefault(feed.table, {})[name] = column
        found.append((ColumnInfo(name, pl.String(), column), Cell(column=(column,))))
    return found


def custom_of(mapping: Mapping, rest: Rest) -> Custom:
    """What a load of `mapping` adds to the canonical tables; raises `MingjingError` where names come out alike."""
    fields: dict[str, dict[str, CustomColumn]] = {}
    for feed in mapping.load:
        for name, cell in feed.custom.items():
            column = _column(name, cell.label, cell.type, cell.unit)
            fields.setdefault(feed.table, {}).setdefault(column.name, column)
    for table, names in rest.named.items():
        for name, label in names.items():
            if name in rest.filled.get(table, set()):
                made = CustomColumn(name=name, label=label[:120], type=Type.TEXT)
                fields.setdefault(table, {}).setdefault(name, made)
    try:
        return Custom(
            fields=tuple(CustomFields(table=table, columns=tuple(own.values())) for table, own in fields.items()),
            tables=tuple(_table(name, own) for name, own in mapping.tables.items()),
        )
    except ValidationError as error:
        told = "; ".join(detail["msg"].removeprefix("Value error, ") for detail in error.errors())
        raise MingjingError(f"The columns and tables of the company's own do not go together: {told}.") from error


def _table(name: str, own: OwnTable) -> CustomTable:
    plain = {column: how for column, how in own.columns.items() if how.type != "owner"}
    return CustomTable(
        name=name,
        label=own.label,
        columns=tuple(_column(column, how.label, how.type, how.unit) for column, how in plain.items()),
        date=f"{OWN}{own.date}" if own.date else "",
        owner=_owner(own),
        is_open=own.seen_by is not None,
        relations=tuple(own.relations.values()),
    )


def _owner(own: OwnTable) -> str:
    if own.owner is None:
        return ""
    return f"{own_key(own.relations[own.owner])}.owner_id" if own.owner in own.relations else "owner_id"


def _column(name: str, label: str, kind: str, unit: str) -> CustomColumn:
    return CustomColumn(name=OWN + name, label=(label or name)[:120], type=Type(kind), unit=unit)


def kept_columns(mapping: Mapping, feed: Feed, columns: Sequence[str]) -> Map[str, str]:
    """The columns that `feed` keeps as they are, by their names in the store."""
    if not feed.keep_rest:
        return {}
    patterns = feed.keep_rest if isinstance(feed.keep_rest, tuple) else ("*",)
    mapped = _mapped(mapping, feed, Header(columns))
    rest = [column for column in columns if column not in mapped and not column.startswith("\0")]
    wanted = [column for column in rest if any(fnmatchcase(column.casefold(), one.casefold()) for one in patterns)]
    taken = {f"{OWN}{name}" for other in mapping.load if other.table == feed.table for name in other.custom}
    named: dict[str, str] = {}
    for column in wanted:
        named[_free(column, {*taken, *named})] = column
    return named


def _mapped(mapping: Mapping, feed: Feed, header: Header) -> set[str]:
    """The columns of the feed's source that any feed or the source itself has a use for."""
    spec = mapping.source(feed.source or "")
    needs = [need for other in mapping.load if other.source == feed.source for need in other.needs()]
    needs += [need for cell in spec.add.values() for need in cell.needs()]
    named = [name for need in needs for name in need.names]
    named += [
        *spec.made_columns(),
        *(spec.deleted.column if spec.deleted else ()),
        *([spec.key] if isinstance(spec.key, str) else []),
    ]
    return {found for name in named if (found := header.find(name)) is not None}


def _free(column: str, taken: set[str]) -> str:
    """`Annual Plan__c` → `x_annual_plan_c`; with a number behind it where that is taken."""
    plain = re.sub(r"[\W_]+", "_", column.casefold()).strip("_")[:_LONGEST] or "column"
    name = f"{OWN}{plain}"
    number = 2
    while name in taken:
        name, number = f"{OWN}{plain[: _LONGEST - 3]}_{number}", number + 1
    return name
