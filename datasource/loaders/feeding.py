"""The rows of a source, batch by batch → typed rows of the tables that its feeds name, references still text."""

from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from datasource.loaders.accounts import money_columns, sums
from datasource.loaders.ahead import read_ahead
from datasource.loaders.cleaning import ALONE, Beside, clean_rows
from datasource.loaders.conditions import holds, wanted
from datasource.loaders.custom import Rest, recipes
from datasource.loaders.keys import repeated
from datasource.loaders.mapping import SOURCE_KEY, Feed, Header, Mapping
from datasource.loaders.needs import is_empty
from datasource.loaders.operations import Operations
from datasource.loaders.progress import Progress
from datasource.loaders.report import Part, Report
from datasource.loaders.source import REJECTING, ROW, Source
from datasource.loaders.spool import Kept, Spool

DELETED = "is_deleted"


@dataclass
class Fed:
    """What one feed took: batches of `ROW`, `source_key` and its columns, references as text.

    The batches of a distinct feed are rows of the source, one per different key, which are made when the keys of the
    feeds before it are known.
    """

    feed: Feed
    batches: list[Kept] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The name of its source; empty for rows that are written out."""
        return self.feed.source or ""


class Feeding:
    """The feeds of one load: each source is read once, whatever number of feeds take from it."""

    def __init__(self, mapping: Mapping, report: Report, spool: Spool, beside: Beside = ALONE) -> None:
        self.mapping = mapping
        self.beside = beside
        self.report = report
        self.fed = [Fed(feed) for feed in mapping.load]
        self.rest = Rest()
        self._spool = spool

    def read(self, source: Source, part: Part, progress: Progress) -> None:
        """Give every batch of `source` to each feed that takes from it; what was met in it is counted in `part`."""
        takers = [fed for fed in self.fed if fed.feed.source == source.name]
        with closing(read_ahead(source.batches())) as rows:
            for batch in Operations(source.name, self.mapping, self._spool, part, self.beside).apply(rows):
                progress(source.name, batch.height)
                part.unused += self._take_all(batch, takers)
        source.tally.tell(part)
        self.unread(source)

    def _take_all(self, batch: pl.DataFrame, takers: list[Fed]) -> int:
        """Give `batch` to each of `takers`; how many rows of the source none of them wanted.

        A source without takers is there to look texts up in, and none of its rows is unwanted.
        """
        if not takers:
            return 0
        taken = pl.Series([False]).new_from_index(0, batch.height)
        for fed in takers:
            if fed.feed.when or fed.feed.unless:
                seen = wanted(Header(batch.columns), fed.feed.when, fed.feed.unless, self.mapping.nulls)
                marks = batch.select(ROW, seen=seen)["seen"]
                rows, taken = batch.filter(marks), taken | marks
                self.report.table(fed.feed.table).left_aside += batch.height - rows.height
            else:
                rows, taken = batch, ~(taken & ~taken)
            self._take(rows, fed)
        return 0 if taken.all() else batch[ROW].n_unique() - batch.filter(taken)[ROW].n_unique()

    def written_out(self) -> None:
        """Take the rows that stand in the mapping itself."""
        for fed in self.fed:
            if fed.feed.source is None:
                self._take(written(fed.feed), fed)

    def unread(self, source: Source) -> None:
        """Count the rows that `source` could not read, once for each table that takes all of its rows."""
        hits = {rule: source.tally.hits[rule] for rule in REJECTING if rule in source.tally.hits}
        whole = [fed.feed.table for fed in self.fed if fed.feed.source == source.name and not fed.feed.distinct]
        for rule, struck in hits.items():
            self.report.rejects.add((source.name, ""), rule, "", struck, source.tally.counts[rule])
            for table in dict.fromkeys(whole):
                part = self.report.table(table)
                part.read += source.tally.counts[rule]
                part.count(rule, "", source.tally.counts[rule], struck)

    def made(self, rows: pl.DataFrame, fed: Fed) -> pl.DataFrame:
        """The typed rows of `fed` for the source's `rows`; without a key or a required cell they are rejected."""
        feed, part = fed.feed, self.report.table(fed.feed.table)
        made = self._clean(rows, feed, part)
        self.rest.look(feed.table, made)
        deleted = self._deleted(rows, feed) if DELETED in self.mapping.known[feed.table] and not feed.distinct else None
        if deleted is not None:
            own = [pl.col(DELETED).fill_null(value=False)] if DELETED in made.columns else []
            made = made.with_columns(pl.any_horizontal(deleted, *own).alias(DELETED))
        part.read += made.height
        for column, amount in self._sums(made, feed).items():
            part.sums(column).read += amount
        key = feed.key_cell()
        needed = ["source_key"] if key and not is_empty(key, Header(rows.columns)) else []
        needed += [column.name for column in self.mapping.known[feed.table].values() if column.required]
        for column in needed:
            empty = pl.col(column).is_null() if column in made.columns else pl.lit(value=True)
            made = self.reject(made, empty, "required", column, fed)
        return made

    def reject(self, rows: pl.DataFrame, bad: pl.Expr, rule: str, column: str, fed: Fed) -> pl.DataFrame:
        """`rows` without those that are `bad`, which are counted under `rule`."""
        marked = rows.with_columns(bad.alias("\0bad"))
        if not marked["\0bad"].any():
            return rows
        rejected = marked.filter("\0bad")
        for amount_of, amount in self._sums(rejected, fed.feed).items():
            self.report.table(fed.feed.table).sums(amount_of).rejected += amount
        struck = rejected.select(row=ROW, value="source_key", became=pl.lit("rejected"))
        self.report.table(fed.feed.table).note(rule, column, struck)
        self.report.rejects.add((fed.source, fed.feed.table), rule, column, struck)
        return marked.filter(~pl.col("\0bad")).drop("\0bad")

    def _sums(self, rows: pl.DataFrame, feed: Feed) -> dict[str, Decimal]:
        known = self.mapping.stored[feed.table].values()
        return sums(rows, money_columns(known, rows), self.mapping.minor_digits)

    def _take(self, batch: pl.DataFrame, fed: Fed) -> None:
        feed = fed.feed
        if not feed.distinct:
            fed.batches.append(self._spool.keep(self.made(self._without_deleted(batch, fed), fed)))
            return
        keys = self.key_of(batch, feed)
        first = batch.filter(keys.is_not_null() & ~repeated(keys))
        fed.batches.append(self._spool.keep(first.select(ROW, *_used(feed, first))))

    def _deleted(self, rows: pl.DataFrame, feed: Feed) -> pl.Series | None:
        """Which rows the source marks as deleted; None when it cannot say."""
        spec = self.mapping.source(feed.source).deleted if feed.source else None
        column = Header(rows.columns).first(spec.column) if spec else None
        return rows.select(holds(column, spec.words))[:, 0] if spec and column else None

    def _without_deleted(self, rows: pl.DataFrame, fed: Fed) -> pl.DataFrame:
        """`rows` without deleted ones, which are left aside where the table has no `is_deleted` to tell it."""
        deleted = self._deleted(rows, fed.feed)
        if deleted is None or DELETED in self.mapping.known[fed.feed.table] or not deleted.any():
            return rows
        part = self.report.table(fed.feed.table)
        struck = rows.filter(deleted).select(row=ROW, value=pl.lit(None, pl.String), became=pl.lit("left aside"))
        part.note("deleted", "", struck)
        part.left_aside += struck.height
        return rows.filter(~deleted)

    def key_of(self, rows: pl.DataFrame, feed: Feed) -> pl.Series:
        """The source keys that `feed` gives to the source's `rows`; what is met in them is not counted."""
        bare = feed.model_copy(update={"columns": {}, "custom": {}, "keep_rest": False})
        return self._clean(rows, bare, Part())["source_key"]

    def _clean(self, rows: pl.DataFrame, feed: Feed, part: Part) -> pl.DataFrame:
        key = feed.key_cell()
        filled = recipes(self.mapping, feed, rows.columns, self.rest)
        cells = [*([] if key is None else [(SOURCE_KEY, key)]), *filled]
        made = clean_rows(rows, (feed.table, cells), self.mapping, part, self.beside)
        none = [] if key is not None else [pl.lit(None, pl.String).alias(SOURCE_KEY.name)]
        return rows.select(ROW, *none).with_columns(made)


def _used(feed: Feed, rows: pl.DataFrame) -> list[str]:
    if feed.keep_rest:
        return [name for name in rows.columns if name != ROW]
    header = Header(rows.columns)
    found = (header.find(name) for need in feed.needs() for name in need.names)
    return list(dict.fromkeys(name for name in found if name is not None))


def written(feed: Feed) -> pl.DataFrame:
    """The rows that stand in the mapping itself, numbered from 1."""
    names = dict.fromkeys(["key", *(name for row in feed.rows for name in row)])
    columns = {name: [row.get(name) for row in feed.rows] for name in names}
    texts = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return texts.with_row_index(ROW, offset=1).cast({ROW: pl.Int64})
