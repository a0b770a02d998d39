"""A folder of exported files → a new version of the store, every row and cell accounted for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.feeding import Fed, Feeding
from datasource.loaders.keys import by_name, by_source_key, fold, number, resolve
from datasource.loaders.mapping import Mapping, targets
from datasource.loaders.report import Report
from datasource.loaders.sheet import ROW
from datasource.loaders.sources import read_sources
from datasource.store import Manifest, Meta, Store
from datasource.tables.schema import TABLES, key_column, polars_schema

REPORT_NAME = "report.json"
Carried = Callable[[str], tuple[dict[str, int], int]]
"""Table → the keys that the version before gave to its source keys, and the highest number it ever gave."""


def import_folder(mapping: Mapping, folder: Path, store: Store) -> Report:
    """Load the files of `mapping` in `folder` as a new version of `store` and say what was met.

    Raises `MingjingError` for files that cannot be used, a store that cannot be written or holds another source (whose
    accounts would see the rows of strangers); then nothing has changed.
    """
    _same_source(mapping, store)
    report = Report(mapping.name, mapping.notes)
    feeding = Feeding(mapping, read_sources(mapping, folder, report), report)
    fed = [feeding.feed(feed) for feed in mapping.load]
    with store.publish(_meta(mapping, fed)) as draft:
        numbered = _numbered(fed, _carried(store, draft.previous, mapping))
        tables = _whole_tables(fed, numbered, report)
        for table, rows in _filled(mapping, tables).items():
            draft.write(table, rows)
        report.version = draft.version
        draft.note(REPORT_NAME, report.to_json())
    return report


def _same_source(mapping: Mapping, store: Store) -> None:
    if store.exists() and (held := store.manifest().source) != mapping.name:
        way_out = f"import '{mapping.name}' into another folder"
        raise MingjingError(f"'{store.data_dir}' holds the data of '{held}'; {way_out}.")


def _meta(mapping: Mapping, fed: list[Fed]) -> Meta:
    return Meta(
        source=mapping.name,
        company=mapping.company,
        currency=mapping.currency,
        minor_digits=mapping.minor_digits,
        timezone=mapping.timezone,
        fiscal_start_month=mapping.fiscal_start_month,
        today=_latest(mapping.today_from, fed),
    )


def _latest(places: tuple[str, ...], fed: list[Fed]) -> date | None:
    days = [
        one.rows[column].max()
        for table, column in (place.split(".") for place in places)
        for one in fed
        if one.feed.table == table and column in one.rows.columns
    ]
    return max((day for day in days if isinstance(day, date)), default=None)


def _carried(store: Store, before: Manifest | None, mapping: Mapping) -> Carried:
    def keys(table: str) -> tuple[dict[str, int], int]:
        if before is None or before.source != mapping.name or table not in before.tables:
            return {}, 0
        return by_source_key(store.read(table, before), key_column(table)), before.tables[table].last_key

    return keys


def _numbered(fed: list[Fed], carried: Carried) -> dict[str, pl.DataFrame]:
    """Per table the rows of all its feeds with their key; references still text."""
    numbered = {}
    for table in TABLES:
        rows = [one.rows for one in fed if one.feed.table == table]
        if rows:
            joined = pl.concat(rows, how="diagonal")
            keys = number(joined["source_key"], *carried(table))
            numbered[table] = joined.with_columns(pl.Series(key_column(table), keys, dtype=pl.Int64))
    return numbered


def _whole_tables(fed: list[Fed], numbered: dict[str, pl.DataFrame], report: Report) -> dict[str, pl.DataFrame]:
    """Per table all its rows with key and resolved references."""
    tables = {}
    for table, rows in numbered.items():
        parts, start = [], 0
        for one in fed:
            if one.feed.table == table:
                mine = rows.slice(start, one.rows.height)
                parts.append(_resolved(one, mine.select(*one.rows.columns, key_column(table)), numbered, report))
                start += one.rows.height
        tables[table] = pl.concat(parts, how="diagonal")
    return tables


def _resolved(one: Fed, rows: pl.DataFrame, numbered: dict[str, pl.DataFrame], report: Report) -> pl.DataFrame:
    part = report.table(one.feed.table)
    known = targets(one.feed.table)
    references = []
    for name, cell in one.feed.cells().items():
        aim = known[name].refers_to
        if not aim:
            continue
        target = numbered.get(aim, pl.DataFrame(schema=polars_schema(aim)))
        if cell.by:
            found = by_name(target, key_column(aim), [each for each in cell.by if each in target.columns])
            keys = {text: found[fold(text)] for text in rows[name].unique() if text is not None and fold(text) in found}
        else:
            keys = by_source_key(target, key_column(aim))
        references.append(resolve(rows, name, keys, part))
    return rows.with_columns(references).drop(ROW)


def _filled(mapping: Mapping, tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Empty cells filled through references, in the order of the mapping; an unknown reference fills nothing."""
    for place, chains in mapping.fill.items():
        table, _, column = place.partition(".")
        for chain in chains:
            reference, _, wanted = chain.partition(".")
            aim = targets(table)[reference].refers_to
            if table in tables and aim in tables:
                tables[table] = _fill(tables[table], column, reference, _values(tables[aim], key_column(aim), wanted))
    return tables


def _values(target: pl.DataFrame, key: str, wanted: str) -> pl.DataFrame | None:
    return target.select(key, pl.col(wanted).alias("\0value")) if wanted in target.columns else None


def _fill(rows: pl.DataFrame, column: str, reference: str, values: pl.DataFrame | None) -> pl.DataFrame:
    if values is None or reference not in rows.columns:
        return rows
    joined = rows.join(values, left_on=reference, right_on=values.columns[0], how="left", maintain_order="left")
    own = [pl.col(column)] if column in rows.columns else []
    return joined.with_columns(pl.coalesce(*own, "\0value").alias(column)).drop("\0value")
