"""Which columns a mapping needs of a source as it stands: those of its feeds and operations, without the made ones."""

from datasource.loaders.mapping import Cell, Header, Mapping, Need


def needs(mapping: Mapping, source: str) -> tuple[Need, ...]:
    """What feeds and operations need of `source`; a column that an operation makes is not asked of the source."""
    spec = mapping.source(source)
    made = Header(spec.made_columns())
    fed = [need for feed in mapping.load if feed.source == source for need in feed.needs()]
    sides = [*([spec.changes] if spec.changes else []), *spec.previous.values(), *spec.next.values()]
    compared = [name for side in sides for name in (side.of, side.within, side.order)]
    asked = [*fed, *(Need((name,), optional=False) for name in compared)]
    asked += [Need((spec.split.column,), spec.split.optional)] if spec.split else []
    found = [need for need in asked if made.first(need.names) is None]
    added = [need for cell in spec.add.values() for need in cell.needs(optional=True)]
    found += [need for need in added if not set(need.names) <= set(spec.add)]
    spare = [*(spec.unpivot.columns if spec.unpivot else ()), *(spec.deleted.column if spec.deleted else ())]
    return (*found, *(Need((name,), optional=True) for name in spare))


def missing(mapping: Mapping, source: str, header: Header) -> list[str]:
    """The columns that `source` cannot lack and lacks, each by its first name, once."""
    lacking = [need for need in needs(mapping, source) if not need.optional and header.first(need.names) is None]
    return list(dict.fromkeys(need.names[0] for need in lacking))


def used(mapping: Mapping, source: str, header: Header) -> set[str]:
    """The columns of `source` that the mapping uses, as they stand there; those that texts are looked up in too."""
    named = [name for need in needs(mapping, source) for name in need.names]
    for lookup in mapping.lookups():
        if lookup.source == source:
            named += [*lookup.match, *lookup.give, *lookup.where]
    return {column for name in named if (column := header.find(name))}


def is_empty(cell: Cell, header: Header) -> bool:
    """Whether `cell` is empty in every row, because it only reads columns that are not there."""
    asked = cell.needs()
    return bool(asked) and not _says(cell) and all(header.first(need.names) is None for need in asked)


def _says(cell: Cell) -> bool:
    return cell.constant is not None or any(_says(case) for case in cell.cases)
