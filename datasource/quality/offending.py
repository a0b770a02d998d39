"""The records that break rules, as a person may see them, each with what is wrong with it."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.subjects.every import SUBJECTS
from datasource.quality.marks import KEY, marks
from datasource.quality.rules.every import BY_TABLE, RULES
from datasource.quality.seen import seen
from datasource.query import records
from datasource.question import Records
from datasource.result import Column, Kind
from datasource.scope import Viewer
from datasource.tables.schema import key_column, polars_schema
from datasource.texts import N_

WRONG = "wrong"
"""The column that names the broken rules, one a line."""
ANYBODY = -1
_HEAD = Column(WRONG, N_("What is wrong"), Kind.TEXT)
_NAMES = ("name", "number", "code", "title")


@dataclass(frozen=True)
class Mending:
    """Which records: those of `table` that break `rule` (or any, without one), of one owner (0: nobody's) or all."""

    table: str
    rule: str = ""
    owner_id: int | None = ANYBODY
    page: int = 1
    page_size: int = 50


@dataclass(frozen=True)
class Offenders:
    """One page of them: `columns` and `rows` to show (money in major units), and how many there are on all pages."""

    columns: tuple[Column, ...]
    rows: pl.DataFrame
    count: int


def offenders(catalog: Catalog, viewer: Viewer, ask: Mending) -> Offenders:
    """The records that `ask` names among those that `viewer` may see.

    Raises `KeyError` for an unknown table or rule.
    """
    names = [ask.rule] if ask.rule else [rule.id for rule in BY_TABLE[ask.table]]
    broken = marks(catalog, ask.table).filter(pl.any_horizontal(pl.col(names))).select(KEY, *names)
    mine = seen(catalog, ask.table, viewer).join(broken, on=KEY, how="inner")
    if ask.owner_id != ANYBODY:
        mine = mine.filter(pl.col("owner_id").eq_missing(pl.lit(ask.owner_id, pl.Int64)))
    told = mine.select(KEY, _wrong(names))
    if ask.table in SUBJECTS:
        return _records(catalog, viewer, ask, told)
    return _plain(catalog, ask, told)


def _wrong(names: list[str]) -> pl.Expr:
    each = [pl.when(pl.col(name)).then(pl.lit(name)) for name in names]
    return pl.concat_str(each, separator="\n", ignore_nulls=True).alias(WRONG)


def _records(catalog: Catalog, viewer: Viewer, ask: Mending, told: pl.DataFrame) -> Offenders:
    subject = SUBJECTS[ask.table]
    own = key_column(ask.table)
    columns = dict.fromkeys((own, "source_key", *subject.records))
    asked = Records(subject=ask.table, columns=tuple(columns), page=ask.page, page_size=ask.page_size)
    page = records(catalog, asked, viewer, told[KEY])
    rows = page.rows.with_columns(pl.col(own).cast(pl.Int64)).join(
        told, left_on=own, right_on=KEY, how="left", maintain_order="left"
    )
    shown = tuple(column for column in page.columns if column.name != own)
    return Offenders((_HEAD, *shown), rows.select(WRONG, *(column.name for column in shown)), page.row_count)


def _plain(catalog: Catalog, ask: Mending, told: pl.DataFrame) -> Offenders:
    """Rows of a table that nobody owns, as they are stored: its number and name, and the columns to mend."""
    schema, own = polars_schema(ask.table), key_column(ask.table)
    rules = [RULES[ask.rule]] if ask.rule else BY_TABLE[ask.table]
    mended = [name for rule in rules for name in rule.columns if name in schema]
    names = dict.fromkeys(["source_key", *(name for name in _NAMES if name in schema), *mended])
    first = (ask.page - 1) * ask.page_size
    page = told.sort(KEY).slice(first, ask.page_size)
    rows = catalog.scan(ask.table).select(pl.col(own).cast(pl.Int64).alias(KEY), *(n for n in names if n != own))
    met = page.lazy().join(rows, on=KEY, how="left", maintain_order="left").collect()
    shown = tuple(Column(name, name, _kind(schema[name])) for name in names if name != own)
    return Offenders((_HEAD, *shown), met.select(WRONG, *(column.name for column in shown)), told.height)


def _kind(dtype: pl.DataType) -> Kind:
    return Kind.NUMBER if dtype.is_numeric() else Kind.DATE if dtype == pl.Date else Kind.TEXT
