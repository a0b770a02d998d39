"""Reading separated text with every field counted, beside `pl.read_csv` of the same files."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import polars as pl

from datasource.loaders.readers.csv import open_csv
from datasource.loaders.readers.place import file_at

TARGET = 1.5
"""How many times the seconds of `pl.read_csv` counted reading may take."""


@dataclass(frozen=True)
class Reading:
    """The best of some runs: rows of all files, seconds of plain and of counted reading."""

    rows: int
    plain: float
    counted: float

    @property
    def ratio(self) -> float:
        """How much longer counted reading takes."""
        return self.counted / self.plain

    def lines(self) -> list[str]:
        """What was measured, for people."""
        speed = f"{self.rows / self.counted:,.0f} rows a second"
        return [
            f"read {self.rows:,} rows as text, fields counted: {self.counted:.2f} s ({speed}), pl.read_csv"
            f" {self.plain:.2f} s, ratio {self.ratio:.2f} (target {TARGET})"
        ]


def measure_reading(folder: Path, runs: int = 3) -> Reading:
    """Read all CSV files in `folder` in both ways, in turn."""
    paths = sorted(folder.glob("*.csv"))
    plain, counted, rows = float("inf"), float("inf"), 0
    for _run in range(runs):
        started = perf_counter()
        for path in paths:
            pl.read_csv(path, infer_schema_length=None)
        between = perf_counter()
        rows = sum(_count(path) for path in paths)
        plain, counted = min(plain, between - started), min(counted, perf_counter() - between)
    return Reading(rows, plain, counted)


def _count(path: Path) -> int:
    source = open_csv(file_at(path))
    return sum(batch.height for batch in source.batches()) + source.tally.rejected
