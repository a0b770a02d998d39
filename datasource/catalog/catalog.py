"""A loaded store: entity frames with their computed columns, shared by every question asked of one version."""

from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock

import polars as pl

from datasource.catalog import entities
from datasource.catalog.builders import BUILDERS, plain
from datasource.catalog.merging import MERGED_TABLES, merged, survivors
from datasource.catalog.overlay import NO_EDITS, OVERLAID, Overlay
from datasource.store import Store
from datasource.store.studies import NONE, Studies, read_studies
from datasource.tables.custom import Custom, CustomColumn, Type, columns_of, own_key
from datasource.tables.predicted import PREDICTED, prediction
from datasource.tables.schema import TABLES, ColumnInfo, key_column, polars_schema

YES, NO = "Yes", "No"
"""The members of a flag of the company's own."""
_SMALL_KEY = 2**32 - 1
_STALE_DAYS = 45


class Catalog:
    """One version of one store. Frames are made at first use and never changed afterwards; safe to share by threads.

    Canonical rows with `is_deleted` are left out of every entity; `deleted(table)` counts them. Keys and references are
    UInt32 where the table's keys allow it, else Int64.
    """

    def __init__(self, store: Store, overlay: Overlay = NO_EDITS, studies: Studies = NONE) -> None:
        """`kept` holds what others derive once per version (the engine, resolved scopes), guarded by `lock`.

        `lasting` holds what hangs on the store's rows alone, whatever is laid over them.
        """
        self.store = store
        self.overlay = overlay
        self.studies = studies
        self.manifest, self._hold = store.held()
        self.opened_on = today()
        self.lock = RLock()
        self.kept: dict[str, object] = {}
        self.lasting: dict[str, object] = {}
        self._entities: dict[str, pl.DataFrame] = {}
        self._deleted: dict[str, int] = {}

    @property
    def version(self) -> str:
        """The id of the served version, with the number of the last edit laid over it: part of every cache key."""
        edit = self.overlay.revision
        return f"{self.manifest.version}+{edit}" if edit else self.manifest.version

    def with_studies(self, studies: Studies) -> "Catalog":
        """The same version with other findings; its entities are shared, for no entity holds a prediction."""
        with self.lock:
            other = copy(self)
            other.studies, other.lock, other.kept = studies, RLock(), {}
            other._entities, other._deleted = dict(self._entities), dict(self._deleted)
        return other

    def under(self, overlay: Overlay) -> "Catalog":
        """The same version under other edits; frames that no edit touches are shared."""
        with self.lock:
            other = copy(self)
            other.overlay, other.lock, other.kept = overlay, RLock(), {}
            other.__dict__.pop("survivors", None)
            shared = self._entities if overlay.merges_as(self.overlay) else {}
            other._entities = {name: rows for name, rows in shared.items() if name not in OVERLAID}
            other._deleted = dict(self._deleted)
        return other

    @property
    def company(self) -> str:
        """The company's name."""
        return self.manifest.company

    @property
    def fiscal_start(self) -> int:
        """The first month of the company's fiscal year."""
        return self.manifest.fiscal_start_month

    @property
    def derived_stages(self) -> bool:
        """Whether the log of stages was made by comparing loads: what lies before the first one is unknown."""
        return self.manifest.stages_since is not None

    @property
    def currency(self) -> str:
        """The company's currency, as its three-letter code."""
        return self.manifest.currency

    @property
    def custom(self) -> Custom:
        """The columns and tables of the company's own that this version has."""
        return self.manifest.custom

    @cached_property
    def minor_units(self) -> int:
        """Minor units in one major unit of the currency (100 for CNY)."""
        return int(10**self.manifest.minor_digits)

    @cached_property
    def newest(self) -> date | None:
        """The newest day on which something was entered, ordered, received or closed, not later than the clock."""
        days = [day for day in (self._newest(table, column) for table, column in _FACT_DATES) if day is not None]
        return max(days, default=None)

    @cached_property
    def as_of(self) -> date:
        """The store's today (rule R6): the fixed one, else the clock, else the newest fact when that is long past.

        It is that of the day the catalog was opened on, for its frames count days up to it: open another one each day.
        """
        if self.manifest.today is not None:
            return self.manifest.today
        newest = self.newest
        return self.opened_on if newest is None or (self.opened_on - newest).days <= _STALE_DAYS else newest

    def rows(self, table: str) -> int:
        """Rows of the canonical table, deleted ones included."""
        if table in OVERLAID:
            return self.entity(table).height
        entry = self.manifest.tables.get(table)
        return entry.rows if entry else 0 if table in TABLES else self.entity(table).height

    def deleted(self, table: str) -> int:
        """Rows of the canonical table that the source marks as deleted."""
        self.entity(table)
        return self._deleted.get(table, 0)

    def entity(self, table: str) -> pl.DataFrame:
        """The rows of `table` that are not deleted, without free text, with their computed columns."""
        with self.lock:
            if table not in self._entities:
                self._entities[table] = BUILDERS.get(table, plain)(self, table)
            return self._entities[table]

    @cached_property
    def survivors(self) -> dict[str, pl.DataFrame]:
        """Table → who of its records stands for whom (`key`, `survivor`), where people have merged any."""
        merges = self.overlay.merges
        asked = [table for table in MERGED_TABLES if (merges["table"] == table).any()]
        found = {table: survivors(merges, table, self._source_keys(table)) for table in asked}
        return {table: stands for table, stands in found.items() if stands.height}

    def users_below(self, departments: pl.Series) -> pl.Series:
        """The keys of the users who belong to one of `departments` (keys) or to a department below one."""
        above = entities.departments_above(self.entity("departments"))
        inside = above.filter(pl.col("above_id").is_in(departments.implode()))["department_id"].unique()
        return self.entity("users").filter(pl.col("department_id").is_in(inside.implode()))["user_id"]

    def table(self, name: str) -> pl.DataFrame:
        """The canonical table as it is stored."""
        return self.store.read(name, self.manifest)

    def scan(self, name: str) -> pl.LazyFrame:
        """The canonical table as it is stored, not read yet."""
        return self.store.scan(name, self.manifest)

    def base(self, table: str) -> pl.DataFrame:
        """The rows of `table` that are not deleted, keys made compact, enumerations as Enum, free text left out."""
        own = {column.name for column in self.custom.columns(table)}
        infos = [info for info in columns_of(table, self.custom) if info.name not in own and _is_light(info.name)]
        wanted = [_compact(self, table, info) for info in infos]
        scan = self.scan(table)
        if table not in TABLES or "is_deleted" not in polars_schema(table):
            return self._one_identity(table, scan.select(wanted).collect(), infos)
        kept = scan.filter(~pl.col("is_deleted").fill_null(value=False)).select(wanted).collect()
        self._deleted[table] = self.rows(table) - kept.height
        return self._one_identity(table, kept, infos)

    def apart(self, table: str, name: str) -> pl.Series:
        """Column `name`, of the company's own or predicted, for each row of the entity `table`, in their order.

        Flags as Enum, times as their day. No entity holds such columns: they are read when they are asked for, so that
        they cost nothing until then.
        """
        return self._predicted(table, name) if name.startswith(PREDICTED) else self._own_column(table, name)

    def _predicted(self, table: str, name: str) -> pl.Series:
        one, key = prediction(table, name), key_column(table)
        rows = self.entity(table).select(key)
        if not self.studies.has(one.study, table):
            return pl.Series(name, [None] * rows.height, dtype=one.dtype)
        found = self.studies.read(one.study, table)
        if name not in found.columns:  # findings of an older release, until the next night
            return pl.Series(name, [None] * rows.height, dtype=one.dtype)
        found = found.select(pl.col(key).cast(self.key_type(table)), name)
        return rows.join(found, on=key, how="left", maintain_order="left")[name].cast(one.dtype)

    def _own_column(self, table: str, name: str) -> pl.Series:
        column = next(column for column in self.custom.columns(table) if column.name == name)
        key = own_key(table)
        stored = self.scan(table).select(pl.col(key).cast(self.key_type(table)), _shown(column)).collect()
        return self.entity(table).select(key).join(stored, on=key, how="left", maintain_order="left")[name]

    def key_type(self, table: str) -> pl.DataType:
        """The type of the keys of `table`, and so of every reference to it."""
        entry = self.manifest.tables.get(table)
        small = entry is None or entry.last_key <= _SMALL_KEY
        return pl.UInt32() if small else pl.Int64()

    def _one_identity(self, table: str, rows: pl.DataFrame, infos: list[ColumnInfo]) -> pl.DataFrame:
        return merged(table, rows, infos, self.survivors) if self.survivors else rows

    def _source_keys(self, table: str) -> pl.DataFrame:
        kept = self.scan(table).filter(~pl.col("is_deleted").fill_null(value=False))
        return kept.select("source_key", pl.col(key_column(table)).alias("key")).collect()

    def _newest(self, table: str, column: str) -> date | None:
        known = self.scan(table).select(pl.col(column).filter(pl.col(column) <= self.opened_on).max()).collect()
        day: date | None = known.item()
        return day


def today() -> date:
    """The day on the server's clock."""
    return date.today()


def open_catalog(data_dir: Path | str) -> Catalog:
    """The served version below `data_dir`; raises `MingjingError` for a folder that holds no readable store."""
    return Catalog(Store(data_dir), studies=read_studies(Path(data_dir)))


_FACT_DATES = (
    ("customers", "created_date"),
    ("opportunities", "created_date"),
    ("opportunities", "close_date"),
    ("contracts", "order_date"),
    ("receipts", "received_date"),
    ("activities", "created_date"),
)
_FREE_TEXT = frozenset({"content", "comment"})


def _is_light(column: str) -> bool:
    return column not in _FREE_TEXT and column != "is_deleted"


def _compact(catalog: Catalog, table: str, info: ColumnInfo) -> pl.Expr:
    if info.is_key and table != "calendar":
        return pl.col(info.name).cast(catalog.key_type(table))
    if info.refers_to:
        return pl.col(info.name).cast(catalog.key_type(info.refers_to))
    if info.choices:
        return pl.col(info.name).cast(pl.Enum(info.choices))
    return pl.col(info.name)


def _shown(column: CustomColumn) -> pl.Expr:
    match column.type:
        case Type.FLAG:
            said = pl.when(pl.col(column.name)).then(pl.lit(YES)).when(~pl.col(column.name)).then(pl.lit(NO))
            return said.cast(pl.Enum([YES, NO])).alias(column.name)
        case Type.TIME:
            return pl.col(column.name).dt.date()
        case _:
            return pl.col(column.name)
