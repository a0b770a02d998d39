"""One batch of a source: its columns found by name, each made text and trimmed once however many cells use it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from datasource.loaders.conditions import among
from datasource.loaders.mapping import Header

Words = Mapping[str, Iterable[str]]
"""Column → the words that it may hold."""


@dataclass(frozen=True)
class Trimmed:
    """A column as text: as `given`, without blanks around it (`text`, null when empty), and where these differ."""

    given: pl.Series
    text: pl.Series
    changed: pl.Series


class Batch:
    """Some rows of a source; `zone` is where typed times with an offset are brought to, `nulls` are words for empty."""

    def __init__(self, rows: pl.DataFrame, zone: str, nulls: Iterable[str] = ()) -> None:
        self.rows = rows
        self.height = rows.height
        self._zone = zone
        self._nulls = tuple(nulls)
        self._header = Header(rows.columns)
        self._trimmed: dict[str, Trimmed] = {}
        self._small: dict[str, pl.Series] = {}

    def find(self, names: Iterable[str]) -> str | None:
        """The column that the first of `names` means that is there."""
        return self._header.first(names)

    def trimmed(self, names: Iterable[str]) -> Trimmed | None:
        """The column of `find` as text, or None when there is none."""
        column = self.find(names)
        if column is None:
            return None
        if column not in self._trimmed:
            given = as_text(self.rows[column], self._zone)
            self._trimmed |= _trimmed(given.alias(column).to_frame())
        return self._trimmed[column]

    def trim(self, columns: Iterable[Iterable[str]]) -> None:
        """Make ready what `trimmed` gives for those of `columns` that are text, on all cores at once."""
        found = dict.fromkeys(column for names in columns if (column := self.find(names)) is not None)
        texts = [name for name in found if name not in self._trimmed and self.rows.schema[name] == pl.String]
        self._trimmed |= _trimmed(self.rows.select(texts)) if texts else {}

    def given(self, column: str) -> pl.Series:
        """The column of this very name as text, as it was given."""
        return as_text(self.rows[column], self._zone)

    def text(self, *names: str) -> pl.Series:
        """The trimmed texts of the column that the first of `names` means; all are missing when there is none."""
        found = self.trimmed(names)
        return self.nothing() if found is None else found.text

    def wanted(self, when: Words, unless: Words) -> pl.Series | None:
        """The rows in which every column of `when` and none of `unless` holds one of its words; None: all of them."""
        if not when and not unless:
            return None
        small = pl.DataFrame({name: self._small_text(name) for name in dict.fromkeys([*when, *unless])})
        tests = [among(pl.col(name), words, self._nulls) for name, words in when.items()]
        tests += [~among(pl.col(name), words, self._nulls) for name, words in unless.items()]
        return small.select(pl.all_horizontal(tests).alias("wanted"))["wanted"]

    def _small_text(self, name: str) -> pl.Series:
        """The trimmed texts of column `name` in lower case, the empty text where there is none."""
        if name not in self._small:
            self._small[name] = self.text(name).fill_null("").str.to_lowercase()
        return self._small[name]

    def nothing(self) -> pl.Series:
        """A missing text for every row."""
        return pl.repeat(None, self.height, dtype=pl.String, eager=True)


def _trimmed(given: pl.DataFrame) -> dict[str, Trimmed]:
    """Each column trimmed; where no byte was taken off a column, no cell is compared."""
    stripped = given.select(pl.all().str.strip_chars())
    sizes = [frame.select(pl.all().str.len_bytes().sum()).row(0) for frame in (given, stripped)]
    same = {name for name, before, after in zip(given.columns, *sizes, strict=True) if before == after}
    mended = given.with_columns(column for column in stripped if column.name not in same)
    texts = mended.select(pl.when(pl.all() != "").then(pl.all()).name.keep())
    nowhere = pl.repeat(value=False, n=given.height, dtype=pl.Boolean, eager=True)
    return {
        text.name: Trimmed(column, text, nowhere if text.name in same else (text != column).fill_null(value=False))
        for column, text in zip(given, texts, strict=True)
    }


def as_text(column: pl.Series, zone: str) -> pl.Series:
    """A typed column as the text that a file would hold: whole floats without a fraction, times in local time."""
    match column.dtype:
        case pl.Float64() | pl.Float32():
            whole = column.cast(pl.Int64, strict=False)
            is_whole = (whole.cast(column.dtype) == column).fill_null(value=False) & (column.abs() < 1e15)
            plain = pl.when(is_whole).then(whole.cast(pl.String)).when(column.is_finite()).then(column.cast(pl.String))
            return pl.select(plain.alias(column.name)).to_series()
        case pl.Datetime():
            local = as_local(column, zone)
            return local.dt.to_string("%Y-%m-%d %H:%M:%S%.f")
        case pl.List() | pl.Array() | pl.Struct():
            wrapped = pl.DataFrame({"cell": column}).select(pl.struct("cell").struct.json_encode())
            inner = wrapped.to_series().str.extract(r'(?s)^\{"cell":(.*)\}$')
            return inner.replace("null", None).rename(column.name)
        case pl.Binary():
            return column.cast(pl.String, strict=False)
        case _:
            return column.cast(pl.String)


def as_local(column: pl.Series, zone: str) -> pl.Series:
    """Typed times as naive local times of `zone`, in microseconds."""
    zoned = getattr(column.dtype, "time_zone", None)
    local = column.dt.convert_time_zone(zone).dt.replace_time_zone(None) if zoned else column
    return local.cast(pl.Datetime("us"))
