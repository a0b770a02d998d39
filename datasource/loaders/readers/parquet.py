"""Parquet files, typed as they are: one batch after the other, never the whole file at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import polars as pl
from pyarrow import ArrowException
from pyarrow import parquet as arrow

from datasource.errors import MingjingError
from datasource.loaders.readers.archive import whole
from datasource.loaders.readers.dialect import check_columns, unique_names
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.place import Place
from datasource.loaders.source import BATCH_ROWS, ROW, Form, Hit, Source, Tally
from datasource.texts import _

MAGIC = b"PAR1"


def open_parquet(place: Place, _how: How = AS_FOUND, name: str = "") -> Source:
    """The Parquet file at `place`; raises `MingjingError` when it cannot be read. Row 1 is its first row."""
    file = _opened(place)
    with file:
        columns = file.schema_arrow.names
    check_columns(place.origin, len(columns), place.limits.columns)
    names, renamed = unique_names(columns, len(columns), 0)
    return _Parquet(name or place.file_name, place.origin, names, Form("Parquet", "Parquet"), place, renamed)


def _opened(place: Place) -> arrow.ParquetFile:
    try:
        return arrow.ParquetFile(str(place.path) if place.path else BytesIO(whole(place)))
    except (ArrowException, OSError) as error:
        raise _unreadable(place, error) from error


def _unreadable(place: Place, error: Exception) -> MingjingError:
    text = _("'{path}' is no Parquet file that can be read ({error}); write it again.")
    return MingjingError(text.format(path=place.origin, error=str(error).partition("\n")[0].rstrip(".")))


@dataclass
class _Parquet:
    name: str
    origin: str
    header: tuple[str, ...]
    form: Form
    place: Place
    renamed: dict[str, list[Hit]]
    encoding: str = "Parquet"
    tally: Tally = field(default_factory=Tally)

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows with the types of the file; lists and nested values are JSON text."""
        self.tally = Tally()
        for rule, hits in self.renamed.items():
            self.tally.note(rule, hits)
        row = 1
        with _opened(self.place) as file:
            try:
                for batch in file.iter_batches(BATCH_ROWS):
                    rows = pl.from_arrow(batch.rename_columns(list(self.header)))
                    assert isinstance(rows, pl.DataFrame)
                    self.tally.keep(rows.height)
                    yield _plain(rows).insert_column(0, pl.int_range(row, row + rows.height, eager=True).alias(ROW))
                    row += rows.height
            except (ArrowException, OSError) as error:
                raise _unreadable(self.place, error) from error


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Categories and nested values as text, which is what a cell can be."""
    made: list[pl.Expr] = []
    for name, kind in rows.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.Struct):
            made.append(pl.when(column.is_not_null()).then(column.struct.json_encode()))
        elif isinstance(kind, (pl.List, pl.Array)):
            listed = column.arr.to_list() if isinstance(kind, pl.Array) else column
            coded = pl.struct(listed.alias("0")).struct.json_encode().str.slice(5)
            made.append(pl.when(column.is_not_null()).then(coded.str.head(-1)).alias(name))
        elif isinstance(kind, (pl.Categorical, pl.Enum, pl.Null)):
            made.append(column.cast(pl.String))
        elif isinstance(kind, pl.Binary):
            made.append(column.bin.encode("hex"))
    return rows.with_columns(made)
