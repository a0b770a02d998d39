"""A loaded store: entity frames with their computed columns, shared by every question asked of one version."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock

import polars as pl

from datasource.catalog import entities
from datasource.store import Store
from datasource.tables.schema import TABLES, columns, key_column, polars_schema

_SMALL_KEY = 2**32 - 1
_STALE_DAYS = 45


class Catalog:
    """One version of one store. Frames are made at first use and never changed afterwards; safe to share by threads.

    Canonical rows with `is_deleted` are left out of every entity; `deleted(table)` counts them. Keys and references are
    UInt32 where the table's keys allow it, else Int64.
    """

    def __init__(self, store: Store) -> None:
        """`kept` holds what others derive once per version (the engine, resolved scopes), guarded by `lock`."""
        self.store = store
        self.manifest = store.manifest()
        self.lock = RLock()
        self.kept: dict[str, object] = {}
        self._entities: dict[str, pl.DataFrame] = {}
        self._deleted: dict[str, int] = {}

    @property
    def version(self) -> str:
        """The id of the served version: part of every cache key."""
        return self.manifest.version

    @property
    def company(self) -> str:
        """The company's name."""
        return self.manifest.company

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
                self._entities[table] = _BUILDERS.get(table, _plain)(self, table)
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


def _plain(catalog: Catalog, table: str) -> pl.DataFrame:
    rows = catalog.base(table)
    return entities.with_label(rows, key_column(table)) if "name" in rows.columns else rows


def _users(catalog: Catalog, table: str) -> pl.DataFrame:
    labelled = entities.with_label(catalog.base(table), "user_id", "login")
    return entities.with_teams(labelled, catalog.entity("departments"))


def _customers(catalog: Catalog, table: str) -> pl.DataFrame:
    labelled = entities.with_label(catalog.base(table), "customer_id", "code")
    placed = entities.with_places(labelled, catalog.entity("regions"))
    return entities.with_first_deal(placed, catalog.entity("contracts"))


def _stages(catalog: Catalog, table: str) -> pl.DataFrame:
    pipelines = catalog.entity("pipelines").select(
        "pipeline_id", pl.col("label").alias("pipeline"), pl.col("position").alias("pipeline_position")
    )
    stages = catalog.base(table).join(pipelines, on="pipeline_id", how="left", maintain_order="left")
    ordered = stages.sort("pipeline_position", "pipeline_id", "position", "stage_id", nulls_last=True)
    return entities.with_label(ordered, "stage_id", "pipeline")


def _products(catalog: Catalog, table: str) -> pl.DataFrame:
    categories = catalog.entity("product_categories").select("product_category_id", pl.col("label").alias("category"))
    labelled = entities.with_label(catalog.base(table), "product_id", "code")
    return labelled.join(categories, on="product_category_id", how="left", maintain_order="left")


def _contracts(catalog: Catalog, table: str) -> pl.DataFrame:
    return entities.with_outstanding(entities.with_effective(catalog.base(table)), catalog.entity("receipts"))


def _effective(catalog: Catalog, table: str) -> pl.DataFrame:
    return entities.with_effective(catalog.base(table))


def _activities(catalog: Catalog, table: str) -> pl.DataFrame:
    return entities.without_unknown(catalog.base(table), "customer_id")


def _opportunities(catalog: Catalog, table: str) -> pl.DataFrame:
    return entities.with_weighted(catalog.base(table), catalog.entity("stages"))


def _stage_reach(catalog: Catalog, _table: str) -> pl.DataFrame:
    opportunities = catalog.entity("opportunities")
    return entities.stage_reach(opportunities, catalog.entity("stages"), catalog.entity("stage_events"))


def _stage_stays(catalog: Catalog, _table: str) -> pl.DataFrame:
    events = catalog.entity("stage_events")
    return entities.stage_stays(events, catalog.entity("opportunities"), catalog.entity("stages"), catalog.as_of)


_BUILDERS: dict[str, Callable[[Catalog, str], pl.DataFrame]] = {
    "users": _users,
    "customers": _customers,
    "stages": _stages,
    "products": _products,
    "contracts": _contracts,
    "receipts": _effective,
    "invoices": _effective,
    "activities": _activities,
    "opportunities": _opportunities,
    "stage_reach": _stage_reach,
    "stage_stays": _stage_stays,
}
