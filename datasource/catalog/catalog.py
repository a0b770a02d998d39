"""A loaded store: entity frames with their computed columns, shared by every question asked of one version."""

from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock

import polars as pl

from datasource.catalog import entities
from datasource.catalog.builders import BUILDERS, plain
from datasource.catalog.overlay import NO_EDITS, OVERLAID, Overlay
from datasource.store import Store
from datasource.tables.schema import TABLES, columns, polars_schema

_SMALL_KEY = 2**32 - 1
_STALE_DAYS = 45


class Catalog:
    """One version of one store. Frames are made at first use and never changed afterwards; safe to share by threads.

    Canonical rows with `is_deleted` are left out of every entity; `deleted(table)` counts them. Keys and references are
    UInt32 where the table's keys allow it, else Int64.
    """

    def __init__(self, store: Store, overlay: Overlay = NO_EDITS) -> None:
        """`kept` holds what others derive once per version (the engine, resolved scopes), guarded by `lock`."""
        self.store = store
        self.overlay = overlay
        self.manifest = store.manifest()
        self.lock = RLock()
        self.kept: dict[str, object] = {}
        self._entities: dict[str, pl.DataFrame] = {}
        self._deleted: dict[str, int] = {}

    @property
    def version(self) -> str:
        """The id of the served version, with the number of the last edit laid over it: part of every cache key."""
        edit = self.overlay.revision
        return f"{self.manifest.version}+{edit}" if edit else self.manifest.version

    def under(self, overlay: Overlay) -> "Catalog":
        """The same version under other edits; frames that no edit touches are shared."""
        with self.lock:
            other = copy(self)
            other.overlay, other.lock, other.kept = overlay, RLock(), {}
            other._entities = {name: rows for name, rows in self._entities.items() if name not in OVERLAID}
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
    def currency(self) -> str:
        """The company's currency, as its three-letter code."""
        return self.manifest.currency

    @cached_property
    def minor_units(self) -> int:
        """Minor units in one major unit of the currency (100 for CNY)."""
        return int(10**self.manifest.minor_digits)

    @cached_property
    def newest(self) -> date | None:
        """The newest day on which something was entered, ordered, received or closed, not later than the clock."""
        days = [day for day in (self._newest(table, column) for table, column in _FACT_DATES) if day is not None]
        return max(days, default=None)

    @property
    def as_of(self) -> date:
        """The store's today (rule R6): the fixed one, else the clock, else the newest fact when that is long past."""
        if self.manifest.today is not None:
            return self.manifest.today
        clock = date.today()
        newest = self.newest
        return newest if newest is not None and (clock - newest).days > _STALE_DAYS else clock

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
        schema = polars_schema(table)
        wanted = [
            _compact(self, table, column.name, column.choices) for column in columns(table) if _is_light(column.name)
        ]
        scan = self.scan(table)
        if "is_deleted" not in schema:
            return scan.select(wanted).collect()
        kept = scan.filter(~pl.col("is_deleted").fill_null(value=False)).select(wanted).collect()
        self._deleted[table] = self.rows(table) - kept.height
        return kept

    def key_type(self, table: str) -> pl.DataType:
        """The type of the keys of `table`, and so of every reference to it."""
        entry = self.manifest.tables.get(table)
        small = entry is None or entry.last_key <= _SMALL_KEY
        return pl.UInt32() if small else pl.Int64()

    def _newest(self, table: str, column: str) -> date | None:
        known = self.scan(table).select(pl.col(column).filter(pl.col(column) <= date.today()).max()).collect()
        day: date | None = known.item()
        return day


def open_catalog(data_dir: Path | str) -> Catalog:
    """The served version below `data_dir`; raises `MingjingError` for a folder that holds no readable store."""
    return Catalog(Store(data_dir))


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


def _compact(catalog: Catalog, table: str, column: str, choices: tuple[str, ...]) -> pl.Expr:
    info = next(item for item in columns(table) if item.name == column)
    if info.is_key and table != "calendar":
        return pl.col(column).cast(catalog.key_type(table))
    if info.refers_to:
        return pl.col(column).cast(catalog.key_type(info.refers_to))
    if choices:
        return pl.col(column).cast(pl.Enum(choices))
    return pl.col(column)
