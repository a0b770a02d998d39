"""One feed of a mapping → typed rows of its table, references still as the source's text."""

from dataclasses import dataclass, field

import polars as pl

from datasource.loaders.cleaning import Recipe, clean
from datasource.loaders.mapping import Cell, Feed, Mapping, targets
from datasource.loaders.report import Part, Report
from datasource.loaders.sheet import ROW, Sheet
from datasource.tables.schema import ColumnInfo

SOURCE_KEY = ColumnInfo("source_key", pl.String(), "The row's id in the source system.")


@dataclass(frozen=True)
class Fed:
    """The rows that a feed gave: `ROW`, `source_key` and the columns the feed fills; a reference is text."""

    feed: Feed
    rows: pl.DataFrame


@dataclass
class Feeding:
    """The feeds of one load, in their order; a key met in an earlier feed of a table is not taken again."""

    mapping: Mapping
    sheets: dict[str, Sheet]
    report: Report
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def feed(self, feed: Feed) -> Fed:
        """The rows of `feed`; rows without a key, with a repeated key or an empty required cell are rejected."""
        part = self.report.table(feed.table)
        source = self._source(feed, part)
        if feed.distinct and feed.key is not None:
            source = self._first_of_each(source, feed.table, feed.key)
            part.read += source.height
        rows = self._keyed(source, feed, part)
        known = targets(feed.table)
        cells = [clean(rows, Recipe(known[name], cell, self.mapping), part) for name, cell in feed.cells().items()]
        made = rows.select(ROW, "source_key").with_columns(cells)
        for column in known.values():
            if column.required:
                empty = pl.col(column.name).is_null() if column.name in made.columns else pl.lit(value=True)
                made = _reject(made, empty, "required", column.name, part)
        part.kept += made.height
        return Fed(feed, made)

    def _source(self, feed: Feed, part: Part) -> pl.DataFrame:
        if feed.source is None:
            part.read += len(feed.rows)
            names = dict.fromkeys(["key", *(name for row in feed.rows for name in row)])
            columns = {name: [row.get(name) for row in feed.rows] for name in names}
            written = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
            return written.with_row_index(ROW, offset=1).cast({ROW: pl.Int64})
        sheet = self.sheets[feed.source]
        if not feed.distinct:
            part.read += sheet.read
            part.note("ragged", "", sheet.ragged)
        return sheet.rows

    def _first_of_each(self, source: pl.DataFrame, table: str, key: Cell) -> pl.DataFrame:
        keys = clean(source, Recipe(SOURCE_KEY, key, self.mapping), Part())
        fresh = keys.is_not_null() & keys.is_first_distinct() & ~keys.is_in(list(self._seen.get(table, ())))
        return source.filter(fresh)

    def _keyed(self, source: pl.DataFrame, feed: Feed, part: Part) -> pl.DataFrame:
        cell = feed.key_cell()
        if cell is None:
            return source.with_columns(source_key=pl.lit(None, pl.String))
        seen = self._seen.setdefault(feed.table, set())
        counted = Part() if feed.distinct else part
        rows = source.with_columns(source_key=clean(source, Recipe(SOURCE_KEY, cell, self.mapping), counted))
        key = pl.col("source_key")
        rows = _reject(rows, key.is_null(), "required", "source_key", part)
        rows = _reject(rows, ~key.is_first_distinct() | key.is_in(list(seen)), "duplicate_key", "source_key", part)
        seen.update(rows["source_key"])
        return rows


def _reject(rows: pl.DataFrame, bad: pl.Expr, rule: str, column: str, part: Part) -> pl.DataFrame:
    marked = rows.with_columns(bad.alias("\0bad"))
    rejected = marked.filter("\0bad")
    value = pl.col("source_key")
    part.note(rule, column, rejected.select(row=ROW, value=value, became=pl.lit("rejected")))
    return marked.filter(~pl.col("\0bad")).drop("\0bad")
