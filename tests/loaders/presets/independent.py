"""Loading by a preset, and the same files read by Python's own csv module and decimals, to hold against it."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from datasource.catalog.catalog import open_catalog
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_preset
from datasource.loaders.report import Report
from datasource.query import answer
from datasource.question import read_query
from datasource.scope import OPERATOR
from datasource.store import Store

Row = dict[str, str]


class Loaded(NamedTuple):
    """One load: its store and what it reported."""

    store: Store
    report: Report

    def column(self, table: str, name: str) -> list[Any]:
        """The cells of a column, in the order of the source keys."""
        return self.store.read(table).sort("source_key")[name].to_list()

    def named(self, table: str, reference: str, target: str) -> list[Any]:
        """What `reference` of `table` points at, by the name of the target row, in the order of the source keys."""
        there = self.store.read(target)
        names = dict(zip(there[there.columns[0]].to_list(), there["name"].to_list(), strict=True))
        return [names.get(key) for key in self.column(table, reference)]

    def by_source_key(self, table: str) -> dict[str, dict[str, Any]]:
        """The rows of a table by their source key."""
        return {row["source_key"]: row for row in self.store.read(table).rows(named=True)}

    def ask(self, **question: Any) -> list[dict[str, Any]]:
        """The rows of the answer to a query, as somebody who sees all data."""
        return answer(open_catalog(self.store.data_dir), read_query(question), OPERATOR).rows.rows(named=True)


def load(preset: str, folder: Path, data: Path) -> Loaded:
    """`folder` loaded by `preset` into a new store in `data`."""
    store = Store(data)
    return Loaded(store, import_folder(read_preset(preset), folder, store))


def rows_of(path: Path) -> list[Row]:
    """The rows of a comma-separated file in UTF-8, header as keys; blank lines are none."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def minor(rows: Iterable[Row], column: str) -> int:
    """The exact sum of a money column in hundredths; empty cells are none."""
    return int(sum((Decimal(row[column]) for row in rows if row[column].strip()), Decimal(0)) * 100)


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]], line_end: str = "\r\n", bom: bool = False) -> None:
    """`rows` as a comma-separated file in UTF-8; the columns are those of the first row, None is the empty cell."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator=line_end, restval="", quoting=csv.QUOTE_MINIMAL)
        writer.writeheader()
        writer.writerows(rows)


def write_json(path: Path, body: Any) -> None:
    """`body` as a JSON file in UTF-8."""
    path.write_text(json.dumps(body), encoding="utf-8")


def accounted(loaded: Loaded, folder: Path, files: Mapping[str, str]) -> None:
    """Assert that each source was read to the row, and that what a table read is what it kept and rejected."""
    for source, name in files.items():
        part = loaded.report.files[source]
        assert (source, part.read, part.rejected) == (source, len(rows_of(folder / name)), 0)
    for table, part in loaded.report.tables.items():
        kept = loaded.store.read(table).height
        assert (table, part.read, part.kept) == (table, kept + part.rejected, kept)
        assert all(money.adds_up for money in part.money.values()), table


def shown(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a frame in the order of their texts, to compare two loads whose keys differ."""
    return sorted(rows.rows(), key=str)
