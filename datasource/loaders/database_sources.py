"""The sources of a mapping in a database: the table of each, and of it the columns that the mapping asks for."""

from pathlib import PurePath

from datasource.errors import InvalidInput, MingjingError, Problem, did_you_mean
from datasource.loaders.mapping import Header, Lookup, Mapping
from datasource.loaders.needs import missing, used
from datasource.loaders.readers.database import Database, DatabaseTable
from datasource.loaders.source import Source


def open_tables(mapping: Mapping, database: Database) -> dict[str, Source]:
    """Every source of `mapping` by its name: its `table`, or the table of its name without ending, case aside.

    A source that is `optional` may be absent. Raises `InvalidInput` with every table and column that is missing.
    """
    with database.held_open():
        return _opened(mapping, database)


def _opened(mapping: Mapping, database: Database) -> dict[str, Source]:
    there = {name.casefold(): name for name in reversed(database.tables())}
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for name in mapping.source_names():
        table = table_of(mapping, name)
        if mapping.source(name).optional and table.casefold() not in there:
            continue
        try:
            whole = database.table(there.get(table.casefold(), table), name)
        except MingjingError as error:
            problems.append(Problem("", str(error)))
            continue
        problems += _missing_columns(mapping, whole)
        sources[name] = whole.only(_asked(mapping, whole))
    if problems:
        raise InvalidInput(problems)
    return sources


def table_of(mapping: Mapping, name: str) -> str:
    """The table of source `name`: `customers` for a source of that name, or of the name `customers.csv`."""
    return mapping.source(name).table or PurePath(name).stem


def _missing_columns(mapping: Mapping, table: DatabaseTable) -> list[Problem]:
    lacking = missing(mapping, table.name, Header(table.header))
    return [
        Problem(table.origin, f"has no column '{column}'.{did_you_mean(column, table.header)}") for column in lacking
    ]


def _asked(mapping: Mapping, table: DatabaseTable) -> list[str]:
    """The columns that feeds, operations, look-ups and refreshes need, or all where the rest is kept too."""
    if any(feed.keep_rest for feed in mapping.load if feed.source == table.name):
        return list(table.header)
    header, spec = Header(table.header), mapping.source(table.name)
    names = [name for name in (spec.watermark, spec.key) if name]
    for lookup in _lookups(mapping):
        if lookup.source == table.name:
            names += [*lookup.match, *lookup.give, *lookup.latest, *lookup.where]
    wanted = used(mapping, table.name, header) | {column for name in names if (column := header.find(name))}
    return [column for column in table.header if column in wanted]


def _lookups(mapping: Mapping) -> list[Lookup]:
    fed = [lookup for feed in mapping.load for cell in feed.all_cells() for lookup in cell.lookups()]
    return [*fed, *(lookup for spec in mapping.sources.values() for lookup in spec.lookups())]
