"""Where each column of a load comes from: source, file or table, source columns, line of the mapping, steps."""

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from typing import Any

from pydantic import BaseModel

from datasource.loaders.custom import Rest, kept_columns
from datasource.loaders.mapping import Cell, Feed, Header, Mapping
from datasource.loaders.origins import Lineage, Origin, without_secrets
from datasource.loaders.source import Source
from datasource.strict_yaml import lines_of

_LONGEST = 200
NO_STEPS = frozenset({"column", "optional", "joint", "label", "type", "unit"})
"""Keys of a cell that change nothing by themselves."""
Place = tuple[str, ...]
Filled = tuple[Place, str, Cell]
"""Where the mapping says it (below the feed), the column of the store, and how it is filled."""


def lineage(mapping: Mapping, sources: Dict[str, Source], rest: Rest) -> Lineage:
    """The origins of every column that `mapping` fills from `sources`; `rest` are the columns that were kept beside."""
    lines = lines_of(mapping.file) if mapping.file else {}
    file = mapping.file.name if mapping.file else ""
    told: Lineage = {}
    for number, feed in enumerate(mapping.load):
        source = sources.get(feed.source) if feed.source else None
        made = mapping.source(feed.source).made_columns() if feed.source else ()
        header = Header((*source.header, *made) if source else ())
        for place, column, cell in _filled(mapping, feed, source, rest):
            line = lines.get(("load", number, *place), lines.get(("load", number), 0))
            names = [name for need in cell.needs() if (name := header.first(need.names))]
            origin = Origin(
                feed.source or "",
                without_secrets(source.origin) if source else "",
                tuple(dict.fromkeys(names)),
                file,
                line,
                source.encoding if source else "",
                tuple(steps(cell)),
            )
            told.setdefault(feed.table, {}).setdefault(column, []).append(origin)
    for filled, chains in mapping.fill.items():
        table, _, column = filled.partition(".")
        origin = Origin("", "", chains, file, lines.get(("fill", filled), 0))
        told.setdefault(table, {}).setdefault(mapping.stored[table][column].name, []).append(origin)
    return told


def steps(cell: Cell) -> Iterator[tuple[str, str]]:
    """What becomes of a cell, step by step: the key, and what the mapping says there in short."""
    for key in type(cell).model_fields:
        if key in cell.model_fields_set and key not in NO_STEPS:
            yield key, _short(getattr(cell, key))


def _filled(mapping: Mapping, feed: Feed, source: Source | None, rest: Rest) -> Iterator[Filled]:
    key = feed.key_cell()
    if key is not None:
        yield ("key",), "source_key", key
    for name, cell in feed.cells().items():
        yield ("columns", name), mapping.known[feed.table][name].name, cell
    for name, own in feed.custom.items():
        yield ("custom", name), own.info(name).name, own
    for name, column in kept_columns(mapping, feed, source.header if source else ()).items():
        if name in rest.filled.get(feed.table, set()):
            yield ("keep_rest",), name, Cell(column=(column,))


def _short(value: Any) -> str:
    told = _said(value)
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"


def _said(value: Any) -> str:
    match value:
        case Cell():
            parts = [", ".join(value.column), *(f"{key}: {said}" for key, said in steps(value))]
            return "; ".join(part for part in parts if part)
        case BaseModel():
            return ", ".join(f"{name}: {_said(getattr(value, name))}" for name in sorted(value.model_fields_set))
        case dict():
            return ", ".join(f"{name} → {_said(one)}" for name, one in value.items())
        case tuple():
            return ", ".join(map(_said, value))
        case _:
            return str(value)
