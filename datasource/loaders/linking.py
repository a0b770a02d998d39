"""The references of one table's rows, as the source writes them, become keys."""

from collections.abc import Mapping as Map

import polars as pl

from datasource.loaders.mapping import SOURCE_KEY, Cell, Known
from datasource.loaders.names import FOUND, NAMED, by_name, find
from datasource.loaders.numbering import Chunk, Numbered
from datasource.loaders.references import resolve
from datasource.loaders.report import Report
from datasource.loaders.sheet import ROW
from datasource.loaders.spool import Spool


class Linking:
    """All tables of one load with their keys.

    `link` resolves the references of one table at once, for whoever compares them; of all others, `prepare` keeps what
    is needed to find their rows, and `finished` resolves the references of a batch when it is written.
    """

    def __init__(self, numbered: Map[str, Numbered], known: Known, report: Report, spool: Spool) -> None:
        self._numbered = numbered
        self._known = known
        self._report = report
        self._spool = spool
        self._named: dict[tuple[str, tuple[str, ...]], pl.DataFrame] = {}

    def link(self, table: str) -> None:
        """Replace the chunks of `table` by finished ones."""
        numbered = self._numbered[table]
        for place, chunk in enumerate(numbered.chunks):
            rows = self._linked(chunk, chunk.keyed())
            chunk.kept.let_go()
            numbered.chunks[place] = Chunk(chunk.fed, self._spool.keep(rows), chunk.keys, linked=True)

    def prepare(self, table: str) -> None:
        """Make the keys and names by which the references of `table` are found, while the rows they name are there."""
        for fed in {id(chunk.fed): chunk.fed for chunk in self._numbered[table].chunks}.values():
            for column, cell in ((self._known[table][name], cell) for name, cell in fed.feed.cells().items()):
                if column.refers_to:
                    self._found(pl.Series(dtype=pl.String), column.refers_to, cell)

    def finished(self, chunk: Chunk, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` of `chunk` or of one like it, with their keys, with keys for references too, and no `ROW`."""
        return rows if chunk.linked else self._linked(chunk, rows)

    def _linked(self, chunk: Chunk, rows: pl.DataFrame) -> pl.DataFrame:
        table = chunk.fed.feed.table
        known, part = self._known[table], self._report.table(table)
        references = [
            resolve(rows, column.name, self._found(rows[column.name], column.refers_to, cell), part)
            for column, cell in ((known[name], cell) for name, cell in chunk.fed.feed.cells().items())
            if column.refers_to and not self._are_keys(rows[column.name], column.refers_to)
        ]
        return rows.drop(ROW).with_columns(references)

    def _are_keys(self, named: pl.Series, aim: str) -> bool:
        """Whether all of `named` are keys of rows of table `aim` already, as references by whole numbers mostly are."""
        return named.dtype == pl.Int64 and aim in self._numbered and self._numbered[aim].keys.has_all(named)

    def _found(self, texts: pl.Series, aim: str, cell: Cell) -> pl.DataFrame:
        target = self._numbered.get(aim)
        if target is None:
            return pl.repeat(None, texts.len(), dtype=pl.Int64, eager=True).alias("key").to_frame()
        if not cell.by:
            return target.keys.find(texts).alias("key").to_frame()
        met = self._by(texts.unique().drop_nulls(), target, cell)
        return texts.alias("text").to_frame().join(met, on="text", how="left", maintain_order="left").drop("text")

    def _by(self, texts: pl.Series, target: Numbered, cell: Cell) -> pl.DataFrame:
        """The rows that `texts` name, as `FOUND`; the first column that knows a text wins, likeness comes last."""
        there = self._known[target.table]
        by = [SOURCE_KEY.name if name == SOURCE_KEY.name else there[name].name for name in cell.by]
        names = tuple(name for name in by if name != SOURCE_KEY.name)
        steps = [(column, None) for column in by]
        met = pl.DataFrame(schema=FOUND)
        for column, at_least in [*steps, *([(names, cell.fuzzy)] if cell.fuzzy else [])]:
            asked = texts.filter(~texts.is_in(met["text"].implode()))
            if column == SOURCE_KEY.name:
                found = pl.DataFrame({"text": asked, "key": target.keys.find(asked), "alike": None}, schema=FOUND)
                met = met.vstack(found.drop_nulls("key"))
            else:
                columns = column if isinstance(column, tuple) else (column,)
                met = met.vstack(find(asked, self._names(target, columns), at_least))
        return met

    def _names(self, target: Numbered, columns: tuple[str, ...]) -> pl.DataFrame:
        place = (target.table, columns)
        if place not in self._named:
            named = [by_name(target.column(name), "key", [name]) for name in columns]
            first = pl.concat([pl.DataFrame(schema=NAMED), *named])
            self._named[place] = first.unique("folded", keep="first", maintain_order=True)
        return self._named[place]
