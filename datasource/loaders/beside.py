"""What the cells of a load need besides their own row, read before them: looked-up sources, and rates of currencies."""

from collections.abc import Iterator
from collections.abc import Mapping as Dict

import polars as pl

from datasource.loaders.cleaning import Beside, Lookups, clean_rows, rates_of
from datasource.loaders.conditions import wanted
from datasource.loaders.feeding import written
from datasource.loaders.mapping import Feed, Header, Lookup, Mapping
from datasource.loaders.operations import Operations
from datasource.loaders.report import Part
from datasource.loaders.source import Source
from datasource.loaders.spool import Spool

RATES_TABLE = "exchange_rates"


def beside(mapping: Mapping, sources: Dict[str, Source], spool: Spool) -> Beside:
    """The look-ups of `mapping` as their sources stand in their files, and the rates that its feeds give.

    These sources are read here once more; what is met in them is counted when they are read for their own feeds.
    """
    lookups = Lookups()
    for lookup in _lookups(mapping):
        if lookup.source in sources and not lookups.has(lookup):
            lookups.add(lookup, sources[lookup.source].batches(), mapping)
    fed = [rows for feed in mapping.load if feed.table == RATES_TABLE for rows in _rates(mapping, feed, sources, spool)]
    return Beside(lookups, rates_of(mapping, pl.concat(fed, how="diagonal") if fed else None))


def _lookups(mapping: Mapping) -> Iterator[Lookup]:
    for feed in mapping.load:
        for cell in feed.all_cells():
            yield from cell.lookups()
    for spec in mapping.sources.values():
        yield from spec.lookups()


def _rates(mapping: Mapping, feed: Feed, sources: Dict[str, Source], spool: Spool) -> Iterator[pl.DataFrame]:
    columns = mapping.known[RATES_TABLE]
    cells = [(columns[name], cell) for name, cell in feed.cells().items()]
    for batch in _batches(mapping, feed, sources, spool):
        rows = batch.filter(wanted(Header(batch.columns), feed.when, feed.unless, mapping.nulls))
        yield pl.DataFrame(clean_rows(rows, (RATES_TABLE, cells), mapping, Part()))


def _batches(mapping: Mapping, feed: Feed, sources: Dict[str, Source], spool: Spool) -> Iterator[pl.DataFrame]:
    if feed.source is None:
        yield written(feed)
    elif feed.source in sources:
        yield from Operations(feed.source, mapping, spool, Part()).apply(sources[feed.source].batches())
