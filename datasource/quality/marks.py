"""Which rows break which rules: one pass over each table, once per version of the data."""

from datetime import date

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.quality.rules.beside import BESIDE, Scan
from datasource.quality.rules.every import BY_TABLE
from datasource.quality.rules.rule import FIRST_MONTH, LATEST, TODAY, Rule
from datasource.tables.schema import key_column, polars_schema

KEY = "key"


def marks(catalog: Catalog, table: str) -> pl.DataFrame:
    """One row per row of `table` that is not deleted, as the source has it: `key` and a Boolean column per rule.

    True: the row breaks the rule; False: it keeps it; empty: the rule does not ask it. Raises `KeyError` for a table
    without rules.
    """
    name = f"marks of {table} on {catalog.as_of}"
    with catalog.lock:
        known = catalog.lasting.get(name)
        if not isinstance(known, pl.DataFrame):
            known = catalog.lasting[name] = _marked(catalog, table).collect()
        return known


def all_marks(catalog: Catalog) -> dict[str, pl.DataFrame]:
    """As `marks`, for every table that has rules and rows; what is not known yet is worked out together."""
    tables = [table for table in BY_TABLE if catalog.rows(table)]
    with catalog.lock:
        fresh = [table for table in tables if f"marks of {table} on {catalog.as_of}" not in catalog.lasting]
        found = pl.collect_all([_marked(catalog, table) for table in fresh])
        for table, rows in zip(fresh, found, strict=True):
            catalog.lasting[f"marks of {table} on {catalog.as_of}"] = rows
    return {table: marks(catalog, table) for table in tables}


def _marked(catalog: Catalog, table: str) -> pl.LazyFrame:
    rules = BY_TABLE[table]

    def scan(name: str) -> pl.LazyFrame:
        is_kept = ~pl.col("is_deleted").fill_null(value=False) if "is_deleted" in polars_schema(name) else True
        return catalog.scan(name).filter(is_kept)

    days = {TODAY: pl.lit(catalog.as_of), LATEST: pl.lit(_latest(catalog)), FIRST_MONTH: pl.lit(catalog.fiscal_start)}
    texts = {name: text for rule in rules for name, text in rule.texts}
    rows = _with_beside(scan(table).with_columns(**days, **texts), table, rules, scan)
    return rows.select(pl.col(key_column(table)).alias(KEY), *(rule.mark() for rule in rules))


def _with_beside(rows: pl.LazyFrame, table: str, rules: tuple[Rule, ...], scan: Scan) -> pl.LazyFrame:
    asked = {name.split(".")[0] for rule in rules for name in rule.reads if "." in name}
    for name in sorted(asked):
        beside = BESIDE[table][name]
        found = beside.rows(scan)
        named = found.select(
            pl.col(beside.on).alias(beside.by), pl.all().exclude(beside.on).name.prefix(f"{name}.")
        ).filter(pl.col(beside.by).is_not_null())
        rows = rows.join(named, on=beside.by, how="left")
    return rows


def _latest(catalog: Catalog) -> date:
    """The last day on which something can have happened: the store's fixed today, else the clock's."""
    return catalog.manifest.today or max(catalog.as_of, date.today())
