"""What a mapping makes of the rows of one source before its feeds take them: neighbours, columns to rows, parts.

Batches in, batches out. What asks for other rows (`changes`, `previous`, `next`) reads the whole source first, of which
the batches wait in the spool and only the columns that it compares are held at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.cleaning import ALONE, Beside, Recipe, clean
from datasource.loaders.cleaning.batch import as_text
from datasource.loaders.cleaning.words import is_word
from datasource.loaders.mapping import Cell, Header, Mapping
from datasource.loaders.mapping.source import Neighbour, SourceSpec, Split, Unpivot
from datasource.loaders.needs import is_empty
from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW
from datasource.loaders.spool import Kept, Spool
from datasource.tables.schema import ColumnInfo

_MOMENT = ColumnInfo("order", pl.Datetime("us"), "When a row was.")
_REAL = ColumnInfo("order", pl.Float64(), "A number to order by.")
_UNREADABLE = ("bad_number", "bad_date", "ambiguous_date")


@dataclass(frozen=True)
class Operations:
    """The operations on source `name`; rows that none of its feeds can see are counted in `part` as left aside."""

    name: str
    mapping: Mapping
    spool: Spool
    part: Part
    beside: Beside = ALONE

    def apply(self, batches: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """The rows that feeds see; `ROW` stays the number of the row that they come from."""
        spec = self.mapping.source(self.name)
        if spec.add:
            batches = (self._with_added(batch, spec) for batch in batches)
        if spec.changes or spec.previous or spec.next:
            batches = self._with_neighbours([self.spool.keep(batch) for batch in batches], spec)
        words = (self.mapping.timezone, self.mapping.nulls)
        for batch in batches:
            rows = batch
            if spec.unpivot:
                rows = self._count_gone(rows, unpivoted(rows, spec.unpivot, *words))
            if spec.split:
                rows = self._count_gone(rows, parted(rows, spec.split, *words))
            yield rows

    def _with_added(self, rows: pl.DataFrame, spec: SourceSpec) -> pl.DataFrame:
        """`rows` with the further columns, each of which may be made of those before it; always empty ones are none."""
        for name, cell in spec.add.items():
            if is_empty(cell, Header(rows.columns)):
                continue
            text = ColumnInfo(name, pl.String(), "A further column of the source.")
            rows = rows.with_columns(clean(rows, Recipe(text, cell, self.mapping), self.part, self.beside))
        return rows

    def _count_gone(self, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
        self.part.left_aside += before[ROW].n_unique() - after[ROW].n_unique()
        return after

    def _with_neighbours(self, kept: list[Kept], spec: SourceSpec) -> Iterator[pl.DataFrame]:
        whole = self._whole(
            kept, [*([spec.changes] if spec.changes else []), *spec.previous.values(), *spec.next.values()]
        )
        seen = self._changed(whole, spec.changes) if spec.changes else whole
        steps = [(spec.previous, 1), (spec.next, -1)]
        made = [self._beside(seen, one, step).alias(name) for sides, step in steps for name, one in sides.items()]
        beside = seen.select("\0place").with_columns(made)
        start = 0
        for batch in kept:
            rows = batch.rows().with_row_index("\0place", offset=start)
            start += batch.height
            batch.let_go()
            yield rows.join(beside, on="\0place", how="inner", maintain_order="left").drop("\0place")

    def _changed(self, rows: pl.DataFrame, side: Neighbour) -> pl.DataFrame:
        """The rows that differ in `of` from the row before, and the first of each group; those without it are none."""
        filled = pl.col(f"\0{side.of}").cast(pl.String).str.strip_chars().fill_null("") != ""
        ordered = self._ordered(rows.filter(filled), side)
        first = pl.col("group").is_null() | (pl.int_range(pl.len()).over("group") == 0)
        differs = pl.col("of").ne_missing(pl.col("of").shift(1).over("group"))
        seen = rows.join(ordered.filter(first | differs), on="\0place", how="semi", maintain_order="left")
        self.part.left_aside += rows.height - seen.height
        return seen

    def _whole(self, kept: list[Kept], sides: list[Neighbour]) -> pl.DataFrame:
        """One row per row of the source: its place, and the columns that `sides` name, as they name them."""
        header = Header([name for batch in kept[:1] for name in batch.columns])
        names = dict.fromkeys(name for one in sides for name in (one.of, one.within, one.order))
        found = {name: header.find(name) for name in names}
        missing = [name for name, column in found.items() if column is None]
        if kept and missing:
            raise MingjingError(f"Source '{self.name}' has no column '{missing[0]}', by which its rows are compared.")
        parts = [batch.rows([ROW, *dict.fromkeys(filter(None, found.values()))]) for batch in kept]
        rows = (
            pl.concat(parts, how="vertical_relaxed")
            if parts
            else pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(names, pl.String)})
        )
        named = [pl.col(column or name).alias(f"\0{name}") for name, column in found.items()]
        return rows.select(ROW, *named).with_row_index("\0place")

    def _beside(self, rows: pl.DataFrame, side: Neighbour, step: int) -> pl.Series:
        """For each row the value `of` of the row before (1) or after (-1) it, of the same group; null at the ends."""
        value = pl.when(pl.col("group").is_not_null()).then(pl.col("of").shift(step).over("group"))
        return self._ordered(rows, side).select("\0place", value=value).sort("\0place")["value"]

    def _ordered(self, rows: pl.DataFrame, side: Neighbour) -> pl.DataFrame:
        """The rows' `of` and `group` in their order; a row without a group has none beside it."""
        group = pl.col(f"\0{side.within}")
        alone = group.cast(pl.String).str.strip_chars().fill_null("") == ""
        grouped = pl.when(~alone).then(group)
        order = self._order(rows, side.order).alias("order")
        keyed = rows.select("\0place", of=f"\0{side.of}", group=grouped).with_columns(order)
        return keyed.sort("order", "\0place", nulls_last=True)

    def _order(self, rows: pl.DataFrame, name: str) -> pl.Series:
        """Column `name` as numbers or times, whichever all of its cells are."""
        texts = rows[f"\0{name}"]
        if texts.dtype != pl.String:
            return texts
        asked = rows.select(ROW, pl.col(f"\0{name}").alias("order"))
        for column in (_REAL, _MOMENT):
            met = Part()
            cells = clean(asked, Recipe(column, Cell(column=("order",)), self.mapping), met)
            odd = [one for rule in _UNREADABLE if rule in met.rules for one in met.rules[rule].examples]
            if not odd:
                return cells
        raise MingjingError(
            f"The rows of source '{self.name}' cannot be ordered by '{name}': row {odd[0].row} says '{odd[0].value}',"
            " which is no date that the mapping's 'formats' read; add the form there or order by another column."
        )


def unpivoted(rows: pl.DataFrame, how: Unpivot, zone: str, nulls: Iterable[str] = ()) -> pl.DataFrame:
    """One row for each filled cell of the columns in `how`, which is then called `how.value`."""
    header = Header(rows.columns)
    found = [(column, label) for name, label in how.columns.items() if (column := header.find(name)) is not None]
    rest = rows.drop([column for column, _ in found])
    alike = len({rows.schema[column] for column, _ in found}) < 2
    cells = {column: rows[column] if alike else as_text(rows[column], zone) for column, _ in found}
    parts = [rest.with_columns(pl.lit(label).alias(how.name), cells[name].alias(how.value)) for name, label in found]
    none = rest.clear().with_columns(pl.lit("").alias(how.name), pl.lit("").alias(how.value))
    together = pl.concat(parts) if parts else none
    return together.filter(_filled(together[how.value], nulls)).sort(ROW, maintain_order=True)


def parted(rows: pl.DataFrame, how: Split, zone: str, nulls: Iterable[str] = ()) -> pl.DataFrame:
    """One row for each part of the column in `how`; blanks around parts, and empty parts, do not count."""
    column = Header(rows.columns).find(how.column)
    if column is None and how.optional:
        return rows.clear()
    if column is None:
        raise MingjingError(f"There is no column '{how.column}' to split; leave 'split' out or mend its name.")
    cells = rows[column]
    if not isinstance(cells.dtype, pl.List):
        cells = as_text(cells, zone).str.split(how.separator)
    exploded = rows.with_columns(cells.alias(column)).explode(column)
    texts = exploded.with_columns(as_text(exploded[column], zone).str.strip_chars().alias(column))
    return texts.filter(_filled(texts[column], nulls))


def _filled(cells: pl.Series, nulls: Iterable[str]) -> pl.Series:
    texts = cells.cast(pl.String).str.strip_chars()
    return (texts.fill_null("") != "") & ~is_word(texts, nulls)
