"""Whether a version on the disk is what its manifest says: every file, every row, every key and reference."""

from collections.abc import Iterator

import polars as pl

from datasource.errors import MingjingError, Problem
from datasource.store.folder import Store
from datasource.store.linking import digest_of
from datasource.store.manifest import DataFile, Manifest
from datasource.tables.custom import columns_of, own_key
from datasource.tables.schema import UNKNOWN_KEY


def faults(store: Store, manifest: Manifest) -> Iterator[Problem]:
    """Everything that is wrong with the version of `manifest`, table by table; nothing when it is whole.

    Files: there, of their size and digest, readable, of their table's types. Rows: as many as were written, each with a
    key of its own; each reference is empty, Unknown, or the key of a row that is there.
    """
    whole = set()
    for table, entry in manifest.tables.items():
        found = [problem for file in entry.files for problem in _file_faults(store, manifest, file)]
        found += [] if found else _table_faults(store, manifest, table)
        whole |= set() if found else {table}
        yield from found
    beside = [*manifest.history.values(), *(staged.file for staged in manifest.staged.values())]
    for file in beside:
        yield from _file_faults(store, manifest, file)
    for table in manifest.tables:
        if table in whole:
            yield from _reference_faults(store, manifest, table, whole)


def _file_faults(store: Store, manifest: Manifest, file: DataFile) -> Iterator[Problem]:
    path = store.folder_of(manifest) / file.path
    try:
        if file.digest and digest_of(path) != file.digest:
            yield Problem(str(path), "is damaged: its content is not what was written.")
    except OSError as error:
        yield Problem(str(path), f"cannot be read: {error.strerror or error}.")


def _table_faults(store: Store, manifest: Manifest, table: str) -> list[Problem]:
    key, place = own_key(table), f"{store.folder_of(manifest)}: {table}"
    try:
        counted = store.scan(table, manifest).select(rows=pl.len(), keys=pl.col(key).n_unique(), empty=_empty(key))
        rows, keys, empty = counted.collect().row(0)
    except (MingjingError, pl.exceptions.PolarsError) as error:
        return [Problem(place, str(error))]
    wanted = manifest.tables[table].rows
    found = [Problem(place, f"has {rows} rows where {wanted} were written.")] if rows != wanted else []
    found += [Problem(place, f"has {keys} different keys in {rows} rows.")] if keys != rows else []
    return found + ([Problem(place, f"has {empty} rows without a key.")] if empty else [])


def _empty(key: str) -> pl.Expr:
    return pl.col(key).null_count()


def _reference_faults(store: Store, manifest: Manifest, table: str, whole: set[str]) -> Iterator[Problem]:
    for column in columns_of(table, manifest.custom):
        if column.refers_to not in whole:
            continue
        aims = store.scan(column.refers_to, manifest).select(pl.col(own_key(column.refers_to)).alias(column.name))
        named = store.scan(table, manifest).select(column.name).filter(pl.col(column.name) != UNKNOWN_KEY)
        lost = named.join(aims, on=column.name, how="anti").select(pl.len()).collect().item()
        if lost:
            place = f"{store.folder_of(manifest)}: {table}.{column.name}"
            yield Problem(place, f"names {lost} rows that '{column.refers_to}' does not have.")
