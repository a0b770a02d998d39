"""What the parts of a mapping must be to each other: names that exist, keys that have a meaning."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from datasource.errors import did_you_mean, unknown
from datasource.loaders.mapping.cell import Cell
from datasource.loaders.mapping.chains import follow
from datasource.loaders.mapping.custom import PREFIX, OwnTable, tables_findings
from datasource.loaders.mapping.feed import Feed
from datasource.loaders.mapping.kinds import Known, canonical, column_at, kind_of
from datasource.loaders.mapping.source import SourceSpec
from datasource.loaders.mapping.words import Finding, Place
from datasource.tables.schema import ColumnInfo

Part = TypeVar("Part", bound=BaseModel)


def findings(data: Mapping[str, Any]) -> list[Finding]:
    """All that is wrong between the parts of a mapping as it was written; parts that are broken themselves are left
    to their own checks.
    """
    tables = _parts(data.get("tables"), OwnTable)
    sources = _parts(data.get("sources"), SourceSpec)
    feeds = _feeds(data.get("load"))
    known: Known = {**canonical(), **{name: table.targets() for name, table in tables.items()}}
    found = tables_findings(tables)
    for number, feed in feeds.items():
        found += [(("load", number, *place), say) for place, say in _feed(feed, known, tables)]
        found += [(("load", number, *place), say) for place, say in _source_of(feed, sources)]
    known = _with_custom(known, feeds.values())
    found += _custom_types(feeds)
    if isinstance(data.get("load"), list | tuple) and len(feeds) == len(data["load"]):
        found += _unread(sources, feeds.values())
    found += _today(data.get("today_from"), known)
    return [*found, *_chains(data.get("fill"), known)]


def _parts(written: Any, model: type[Part]) -> dict[str, Part]:
    if not isinstance(written, Mapping):
        return {}
    read = {str(name): _part(one, model) for name, one in written.items()}
    return {name: one for name, one in read.items() if one is not None}


def _feeds(written: Any) -> dict[int, Feed]:
    if not isinstance(written, list | tuple):
        return {}
    read = {number: _part(one, Feed) for number, one in enumerate(written)}
    return {number: one for number, one in read.items() if one is not None}


def _part(written: Any, model: type[Part]) -> Part | None:
    try:
        return model.model_validate({} if written is None else written)
    except ValidationError:
        return None


def _feed(feed: Feed, known: Known, tables: Mapping[str, OwnTable]) -> Iterator[Finding]:
    if feed.table not in known:
        yield ("table",), unknown("table", feed.table, known)
        return
    if feed.table in tables and (feed.custom or feed.keep_rest):
        yield (), f"'{feed.table}' is a table of your own; declare its columns under 'tables'"
    columns = known[feed.table]
    for name, cell in feed.cells().items():
        place: Place = ("columns", name) if feed.columns else ("rows",)
        if name not in columns:
            yield place, unknown(f"column of {feed.table}", name, columns)
        else:
            yield from ((_below(place, feed, part), say) for part, say in _cell(columns[name], cell, known))
    named = feed.key.by if feed.key else ()
    yield from (
        (("key", "by"), unknown(f"column of {feed.table}", each, columns)) for each in named if each not in columns
    )
    for name, custom in feed.custom.items():
        yield from ((("custom", name, *part), say) for part, say in _cell(custom.info(name), custom, known))
    yield from _choices(feed, columns)


def _below(place: Place, feed: Feed, part: Place) -> Place:
    return (*place, *part) if feed.columns else place


def _cell(column: ColumnInfo, cell: Cell, known: Known) -> Iterator[Finding]:
    kind = kind_of(column)
    for key, kinds, say in _MEANINGFUL:
        if key in cell.model_fields_set and kind not in kinds:
            yield (key,), f"'{column.name}' {say}, so that '{key}' has no meaning there"
    if column.choices:
        given = [*cell.codes.values(), *filter(None, (cell.otherwise, cell.constant))]
        yield from (
            ((), unknown(f"value of {column.name}", each, column.choices))
            for each in given
            if each not in column.choices
        )
    if column.refers_to in known:
        there = {**known[column.refers_to], "source_key": column}
        yield from (
            (("by",), unknown(f"column of {column.refers_to}", name, there)) for name in cell.by if name not in there
        )


def _choices(feed: Feed, columns: Mapping[str, ColumnInfo]) -> Iterator[Finding]:
    for number, row in enumerate(feed.rows):
        for name, text in row.items():
            column = columns.get(name)
            if column is not None and column.choices and text not in column.choices:
                yield ("rows", number, name), unknown(f"value of {name}", text, column.choices)


def _source_of(feed: Feed, sources: Mapping[str, SourceSpec]) -> Iterator[Finding]:
    for name in feed.sources():
        if name not in sources and "." not in name:
            place = ("from",) if name == feed.source else ()
            listed = f"list '{name}' under 'sources', or name a file with its ending"
            yield (
                place,
                unknown("source", name, sources)
                if did_you_mean(name, sources)
                else f"Unknown source '{name}'; {listed}",
            )


def _unread(sources: Mapping[str, SourceSpec], feeds: Any) -> Iterator[Finding]:
    used = {name for feed in feeds for name in feed.sources()}
    used |= {lookup.source for spec in sources.values() for lookup in spec.lookups()}
    for name in sources:
        if name not in used:
            yield ("sources", name), "no feed reads this source; name it in a 'from', or leave it out"


def _with_custom(known: Known, feeds: Any) -> Known:
    grown = {table: dict(columns) for table, columns in known.items()}
    for feed in feeds:
        for name, cell in feed.custom.items():
            grown.setdefault(feed.table, {})[PREFIX + name] = cell.info(name)
    return grown


def _custom_types(feeds: Mapping[int, Feed]) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for number, feed in feeds.items():
        for name, cell in feed.custom.items():
            if first.setdefault((feed.table, name), cell.type) != cell.type:
                yield (
                    ("load", number, "custom", name),
                    f"'{name}' of {feed.table} has another type above; give it one type",
                )


def _today(written: Any, known: Known) -> Iterator[Finding]:
    for number, place in enumerate(written if isinstance(written, list | tuple) else ()):
        try:
            kind = kind_of(column_at(str(place), known))
        except ValueError as error:
            yield ("today_from", number), str(error)
            continue
        if kind not in ("day", "moment"):
            yield ("today_from", number), f"'{place}' is no date; name one"


def _chains(written: Any, known: Known) -> Iterator[Finding]:
    for place, chains in written.items() if isinstance(written, Mapping) else ():
        for chain in [str(place).partition(".")[2], *(chains if isinstance(chains, list | tuple) else ())]:
            try:
                follow(str(place), str(chain), known)
            except ValueError as error:
                yield ("fill", str(place)), str(error)


_NUMBERS = frozenset({"money", "whole", "real"})
_MEANINGFUL: tuple[tuple[str, frozenset[str], str], ...] = (
    ("by", frozenset({"reference"}), "refers to no table"),
    ("formats", frozenset({"day", "moment"}), "is no date"),
    ("decimal", _NUMBERS, "is no number"),
    ("scale", _NUMBERS, "is no number"),
    ("times", _NUMBERS, "is no number"),
    ("less", _NUMBERS, "is no number"),
    ("inverse", frozenset({"real"}), "is no plain number"),
    ("currency", frozenset({"money"}), "is no money"),
)
"""Keys of a cell, the kinds of column where they mean something, and what is said of the others."""
