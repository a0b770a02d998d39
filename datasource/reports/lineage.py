"""Where the stored columns of a version come from: source, file or table, source columns, line of the mapping, steps.

A load tells it in the report that it keeps with the version; credentials are no part of it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.made_of import Place, behind
from datasource.metrics.registry import METRICS, is_metric
from datasource.people.account import ScopeKind
from datasource.query.engine import in_its_words
from datasource.scope import Viewer
from datasource.tables.custom import OWN, columns_of
from datasource.tables.schema import TABLES

REPORT = "report.json"


@dataclass(frozen=True)
class Way:
    """One feed that fills a column.

    `origin` is the file or table and `kind` how it was read; `columns` are the source's own, or the chain of references
    where the column is filled through these (then without source); `line` is that of the mapping, 0 where unknown;
    `steps` are keys of a cell with what the mapping says there.
    """

    source: str
    origin: str
    kind: str
    columns: tuple[str, ...]
    mapping: str
    line: int
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """A stored column: what it holds, its ways, and how often each rule of cleaning struck in it."""

    table: str
    column: str
    meaning: str
    ways: tuple[Way, ...] = ()
    rules: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        """`table.column`."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class Lineage:
    """A version: the mapping or preset that filled it, when (in the company's time zone), and its filled
    columns; none where no mapping did.
    """

    system: str
    version: str
    loaded_at: datetime
    columns: tuple[Told, ...]

    def of(self, places: Sequence[Place]) -> tuple[Told, ...]:
        """What is told of `places`, in their order; a place that nothing filled is left out."""
        known = {(one.table, one.column): one for one in self.columns}
        return tuple(known[place] for place in places if place in known)

    def seen_by(self, viewer: Viewer) -> "Lineage":
        """What `viewer` may know of it: how often rules struck counts rows of the whole company."""
        if viewer.scope is ScopeKind.ALL:
            return self
        return replace(self, columns=tuple(replace(one, rules=()) for one in self.columns))


def lineage(catalog: Catalog) -> Lineage:
    """The lineage of the version of `catalog`; without columns where its load told nothing."""
    manifest = catalog.manifest
    text = catalog.store.note(REPORT, manifest)
    told = tuple(_told(catalog, json.loads(text))) if text is not None else ()
    return Lineage(manifest.source, manifest.version, manifest.created_at.astimezone(ZoneInfo(manifest.timezone)), told)


def of_metric(found: Lineage, metric: str) -> tuple[Told, ...]:
    """The filled columns that stand behind the number of `metric`."""
    return found.of(behind(metric))


@in_its_words
def find(catalog: Catalog, asked: str) -> Lineage:
    """The lineage of `asked` alone: a table, a column (`table.column`) or a metric; raises `MingjingError` for else."""
    whole = lineage(catalog)
    table, _, column = asked.partition(".")
    tables = [*TABLES, *(own.name for own in catalog.custom.tables)]
    if table in tables:
        names = [info.name for info in columns_of(table, catalog.custom)]
        wanted = column if column in names or not column else f"{OWN}{column}"
        if column and wanted not in names:
            raise MingjingError(unknown(f"column of {table}", column, names))
        found = tuple(one for one in whole.columns if one.table == table and (not column or one.column == wanted))
    elif is_metric(asked):
        found = of_metric(whole, asked)
    else:
        raise MingjingError(unknown("table, column or metric", asked, [*tables, *METRICS]))
    return Lineage(whole.system, whole.version, whole.loaded_at, found)


def _told(catalog: Catalog, report: dict[str, Any]) -> Iterator[Told]:
    for table, columns in report.get("lineage", {}).items():
        if not catalog.manifest.knows(table):
            continue
        meanings = {info.name: info.doc for info in columns_of(table, catalog.custom)}
        rules = report.get("tables", {}).get(table, {}).get("rules", {})
        for column in (name for name in meanings if name in columns):
            ways = tuple(_way(way) for way in columns[column])
            yield Told(table, column, meanings[column], ways, tuple(_struck(rules, column)))


def _way(told: dict[str, Any]) -> Way:
    steps = tuple((key, said) for key, said in told.get("steps", ()))
    plain = {key: told.get(key, "") for key in ("source", "origin", "kind", "mapping")}
    return Way(**plain, columns=tuple(told["columns"]), line=told["line"], steps=steps)


def _struck(rules: dict[str, Any], column: str) -> Iterator[tuple[str, int]]:
    for rule, struck in rules.items():
        if column in struck["columns"]:
            yield rule, struck["columns"][column]
