"""Several mappings loaded as one: a CRM, and the advertising platforms beside it."""

from collections.abc import Mapping as Dict
from typing import Any

from datasource.loaders.mapping.cell import Cell
from datasource.loaders.mapping.feed import Feed
from datasource.loaders.mapping.kinds import kind_of
from datasource.loaders.mapping.mapping import Mapping
from datasource.loaders.mapping.source import SourceSpec
from datasource.tables.schema import ColumnInfo


def combined(mapping: Mapping, other: Mapping) -> Mapping:
    """`mapping` with the feeds of `other` behind its own, whose keys and sources begin with the name of `other`.

    Company, currency, time zone, today and the share of rejects are those of `mapping`; words for empty and forms of
    dates hold for the feeds of their own mapping.
    """
    sources = {_named(other, name): _spec(other.source(name), other) for name in other.source_names()}
    made = mapping.model_copy(
        update={
            "sources": {**mapping.sources, **sources},
            "load": (*mapping.load, *(_under(feed, other) for feed in other.load)),
            "fill": {**other.fill, **mapping.fill},
            "tables": {**other.tables, **mapping.tables},
            "notes": (*mapping.notes, *other.notes),
            "rates": {**other.rates, **mapping.rates},
        }
    )
    for derived in ("known", "stored"):
        made.__dict__.pop(derived, None)
    return made


def _named(other: Mapping, name: str) -> str:
    return f"{other.name}/{name}"


def _spec(spec: SourceSpec, other: Mapping) -> SourceSpec:
    add = {column: _cell(cell, other, None) for column, cell in spec.add.items()}
    return spec.model_copy(update={"add": add})


def _under(feed: Feed, other: Mapping) -> Feed:
    """The feed with the name of its mapping before its source, every key and every reference by key."""
    known = other.known[feed.table]
    cells = {name: _cell(cell, other, known[name]) for name, cell in feed.columns.items()}
    custom = {name: _cell(cell, other, cell.info(name)) for name, cell in feed.custom.items()}
    update: dict[str, Any] = {
        "columns": cells,
        "custom": custom,
        "rows": tuple(_row(row, known, other) for row in feed.rows),
    }
    if feed.key is not None:
        update["key"] = _keyed(_cell(feed.key, other, None), other)
    if feed.source is not None:
        update["source"] = _named(other, feed.source)
    return feed.model_copy(update=update)


def _row(row: Dict[str, str], known: Dict[str, ColumnInfo], other: Mapping) -> dict[str, str]:
    keys = {name for name in row if name == "key" or known[name].refers_to}
    return {name: f"{other.name}:{text}" if name in keys else text for name, text in row.items()}


def _cell(cell: Any, other: Mapping, column: ColumnInfo | None) -> Any:
    """The cell with what its mapping says for all of its cells."""
    update: dict[str, Any] = {
        "nulls": (*cell.nulls, *other.nulls),
        "cases": tuple(_cell(case, other, None) for case in cell.cases),
    }
    if cell.lookup is not None:
        update["lookup"] = cell.lookup.model_copy(update={"source": _named(other, cell.lookup.source)})
    kind = "" if column is None else kind_of(column)
    if kind in ("day", "moment") and not cell.formats:
        update["formats"] = other.formats
    made = cell.model_copy(update=update)
    return _keyed(made, other) if kind == "reference" and not cell.by else made


def _keyed(cell: Cell, other: Mapping) -> Cell:
    return cell.model_copy(update={"prefix": f"{other.name}:{cell.prefix}"})
