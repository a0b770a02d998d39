"""Batches that are read ahead: the same rows in the same order, and errors where they belong."""

from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

import polars as pl
import pytest

from datasource.errors import MingjingError
from datasource.loaders.ahead import LEAST, read_ahead
from datasource.loaders.feeding import Feeding
from datasource.loaders.readers.csv import open_csv
from datasource.loaders.readers.place import file_at
from datasource.loaders.report import Part, Report
from datasource.loaders.source import ROW
from datasource.loaders.spool import Spool
from tests.loaders.cleaning.cells import mapping


def batches(sizes: list[int], threads: list[int]) -> Iterator[pl.DataFrame]:
    start = 0
    try:
        for size in sizes:
            threads.append(get_ident())
            yield pl.DataFrame({"row": range(start, start + size)})
            start += size
    finally:
        threads.append(get_ident())


def test_small_batches_are_put_together_and_no_row_is_lost() -> None:
    threads: list[int] = []
    read = list(read_ahead(batches([1, LEAST - 2, 1, LEAST + 5, 0, 7], threads)))
    assert [batch.height for batch in read] == [LEAST, LEAST + 5, 7]
    assert pl.concat(read)["row"].to_list() == list(range(2 * LEAST + 12))
    assert len(set(threads)) == 1
    assert get_ident() not in threads


def test_what_breaks_while_reading_is_raised_after_the_rows_before_it() -> None:
    def breaking() -> Iterator[pl.DataFrame]:
        yield pl.DataFrame({"row": range(LEAST)})
        raise MingjingError("row 7 is torn")

    read = read_ahead(breaking())
    assert next(read).height == LEAST
    with pytest.raises(MingjingError, match="row 7 is torn"):
        next(read)


def test_whoever_stops_early_ends_the_reading() -> None:
    threads: list[int] = []
    read = read_ahead(batches([LEAST] * 9, threads))
    next(read)
    read.close()
    assert len(threads) <= 3
    assert len(set(threads)) == 1


def test_a_source_without_rows_has_no_batches() -> None:
    assert list(read_ahead(batches([], []))) == []


def test_work_that_fails_ends_the_reading_before_anyone_collects_garbage(tmp_path: Path) -> None:
    """The thread that reads ahead would else be waited for wherever the traceback happens to be let go."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    source, ends = open_csv(file_at(tmp_path / "a.csv"), name="a.csv"), list[int]()

    def told() -> Iterator[pl.DataFrame]:
        try:
            while True:
                yield pl.DataFrame({ROW: range(LEAST)})
        finally:
            ends.append(get_ident())

    def fail(_what: str, _rows: int) -> None:
        raise MingjingError("no more room")

    vars(source)["batches"] = told
    feeding = Feeding(mapping(), Report("x"), Spool(tmp_path / "spool"))
    with pytest.raises(MingjingError) as raised:
        feeding.read(source, Part(), fail)
    assert len(ends) == 1, raised.traceback
