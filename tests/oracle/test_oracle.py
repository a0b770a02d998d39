"""Every question of `every_case.py` asked twice: of the product, and of DuckDB over the store's own Parquet files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from datasource.catalog.catalog import Catalog
from datasource.metrics.registry import METRICS, leaves
from datasource.people.account import ScopeKind
from datasource.query import answer, open_catalog
from datasource.question import Query, read_query
from datasource.result import Unit
from datasource.scope import OPERATOR, Viewer
from datasource.tables.predicted import PREDICTIONS
from datasource.tables.schema import TABLES, key_column, polars_schema
from tests.oracle.cases import Question
from tests.oracle.company import random_company
from tests.oracle.every_case import CASES

MEANINGS = (
    "meaning.sql",
    *sorted(file.name for file in Path(__file__).parent.glob("meaning_*.sql")),
    "predicted.sql",
)
TYPES = {
    "Int64": "BIGINT",
    "Float64": "DOUBLE",
    "Boolean": "BOOLEAN",
    "String": "VARCHAR",
    "Date": "DATE",
    "Datetime(time_unit='us', time_zone=None)": "TIMESTAMP",
}
VIEWERS = {
    "everything": OPERATOR,
    "self": Viewer("Bob", ScopeKind.SELF, 4),
    "subordinates": Viewer("Bob", ScopeKind.SUBORDINATES, 4),
    "department": Viewer("Dee", ScopeKind.DEPARTMENT, 10),
    "department_tree": Viewer("Ann", ScopeKind.DEPARTMENT_TREE, 1),
}
VISIBLE = {
    "self": "{0}",
    "subordinates": """WITH RECURSIVE below AS (SELECT {0}::BIGINT AS id UNION SELECT user_id FROM raw_users
        JOIN below ON manager_id = below.id) SELECT id FROM below""",
    "department": """SELECT {0} UNION SELECT user_id FROM raw_users WHERE department_id <> 0 AND department_id =
        (SELECT department_id FROM raw_users WHERE user_id = {0})""",
    "department_tree": """SELECT {0} UNION SELECT user_id FROM raw_users JOIN above USING (department_id)
        WHERE above_id = (SELECT department_id FROM raw_users WHERE user_id = {0})""",
}

WHOLE = """SELECT above_id FROM above JOIN raw_users USING (department_id)
    GROUP BY 1 HAVING bool_and(user_id IN ({0}))"""
"""The departments all of whose people are seen: their own targets are too."""


class Oracle:
    """One store as the product reads it and as DuckDB reads it."""

    def __init__(self, folder: Path) -> None:
        self.catalog = open_catalog(folder)
        self.database = duckdb.connect()
        version = folder / "store" / "versions" / self.catalog.version
        for name in TABLES:
            self.database.execute(_raw(name, version / f"{name}.parquet"))
        for study, table in dict.fromkeys((one.study, one.table) for one in PREDICTIONS):
            self.database.execute(_found(study, table, self.catalog.studies.folder / study / f"{table}.parquet"))
        self.database.execute(f"CREATE MACRO today() AS DATE '{self.catalog.as_of}'")
        self.database.execute(f"CREATE MACRO company() AS '{self.catalog.company}'")
        for meaning in MEANINGS:
            self.database.execute((Path(__file__).parent / meaning).read_text("utf-8"))

    def told(self, sql: str, viewer: Viewer) -> list[tuple[Any, ...]]:
        """The rows of `sql` over what `viewer` may see: `{name}` stands for the rows of table `name`."""
        return self.database.execute(re.sub(r"\{(\w+)\}", lambda name: self._seen(name[1], viewer), sql)).fetchall()

    def _seen(self, view: str, viewer: Viewer) -> str:
        if viewer.scope is ScopeKind.ALL:
            return view
        users = VISIBLE[viewer.scope].format(viewer.user_id)
        shared = f"SELECT customer_id FROM raw_customer_members WHERE user_id = {viewer.user_id}"
        seen = f"owner_key IN ({users}) OR customer_key IN ({shared})"
        if view == "held_targets":
            seen += f" OR department_key IN ({WHOLE.format(users)})"
        return f"(SELECT * FROM {view} WHERE {seen})"


def _raw(name: str, file: Path) -> str:
    """The statement that makes `raw_<name>`: the store's file, or no row where the store has no such table."""
    if file.exists():
        return f"CREATE VIEW raw_{name} AS SELECT * FROM '{file}'"
    columns = ", ".join(f"{column} {TYPES[str(dtype)]}" for column, dtype in polars_schema(name).items())
    return f"CREATE TABLE raw_{name} ({columns})"


def _found(study: str, table: str, file: Path) -> str:
    """The statement that makes `found_<study>_<table>`: what the study kept, or no row where it was never made."""
    if file.exists():
        return f"CREATE VIEW found_{study}_{table} AS SELECT * FROM '{file}'"
    made = [one for one in PREDICTIONS if (one.study, one.table) == (study, table)]
    columns = ", ".join(f"{one.name} {TYPES[str(one.dtype)]}" for one in made)
    return f"CREATE TABLE found_{study}_{table} ({key_column(table)} BIGINT, {columns})"


STORES = ("tiny", "random 1", "random 2")
ASKED = [(store, "everything") for store in STORES] + [("random 1", name) for name in VIEWERS if name != "everything"]


@pytest.fixture(scope="module")
def oracles(tiny: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Oracle]]:
    folders = {"tiny": tiny.store.data_dir}
    folders |= {f"random {seed}": random_company(tmp_path_factory.mktemp("random"), seed) for seed in (1, 2)}
    made = {name: Oracle(folder) for name, folder in folders.items()}
    yield made
    for oracle in made.values():
        oracle.database.close()


def minor(query: Query, rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The product's rows as the oracle tells them: money back in whole minor units, Others under a name of its own."""
    money = {name + part for name in query.metrics if METRICS[name].unit is Unit.MONEY for part in ("", "__base")}
    exact = {name for name in money if len(leaves(name.removesuffix("__base"))) == 1}
    told = []
    for row in rows:
        if row.pop("_others", False) and query.top is not None:
            row[query.top.field] = "*Others*"
        cents = {name: row[name] * 100 for name in money & row.keys() if row[name] is not None}
        told.append(tuple((row | cents | {name: round(cents[name]) for name in exact & cents.keys()}).values()))
    return told


def ordered(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: [(cell is None, str(cell)) for cell in row])


@pytest.mark.parametrize(("store", "viewer"), ASKED)
@pytest.mark.parametrize("case", CASES)
def test_answer_equals_the_same_thing_in_sql(oracles: dict[str, Oracle], case: str, store: str, viewer: str) -> None:
    oracle = oracles[store]
    asked, sql = CASES[case]
    query = read_query(asked)
    rows = answer(oracle.catalog, query, VIEWERS[viewer]).rows.to_dicts()
    keys = len(query.by)
    expected = {row[:keys]: row[keys:] for row in oracle.told(sql, VIEWERS[viewer])}
    found = {row[:keys]: row[keys:] for row in minor(query, rows)}
    assert len(found) == len(rows)
    assert found.keys() == expected.keys()
    for key, cells in found.items():
        assert cells == tuple(_near(cell) for cell in expected[key]), key


def _near(cell: Any) -> Any:
    return pytest.approx(cell, rel=1e-9, abs=1e-12) if isinstance(cell, float) else cell


TOTALLED = [
    name
    for name, (asked, _) in CASES.items()
    if "top" not in asked and not all(METRICS[metric].needs for metric in asked["metrics"])
]


@pytest.mark.parametrize("case", TOTALLED)
@pytest.mark.parametrize("store", STORES)
def test_totals_equal_the_ungrouped_answer(oracles: dict[str, Oracle], case: str, store: str) -> None:
    catalog = oracles[store].catalog
    asked: Question = {name: value for name, value in CASES[case][0].items() if name not in {"by", "having"}}
    query = read_query(CASES[case][0] | {"totals": True})
    asked["metrics"] = [name for name in query.metrics if not METRICS[name].needs]
    query = query.model_copy(update={"metrics": tuple(asked["metrics"])})
    whole = answer(catalog, read_query(asked)).rows.row(0, named=True)
    assert answer(catalog, query).totals == whole


def test_what_would_count_twice_has_no_total(oracles: dict[str, Oracle]) -> None:
    query = read_query(CASES["three tiers by holder"][0] | {"totals": True})
    assert answer(oracles["tiny"].catalog, query).totals == dict.fromkeys(query.metrics)


@pytest.mark.parametrize("case", CASES)
def test_no_case_passes_by_being_empty(oracles: dict[str, Oracle], case: str) -> None:
    assert any(oracles[store].told(CASES[case][1], OPERATOR) for store in STORES if store != "tiny")


def test_every_metric_is_asked_of_the_oracle() -> None:
    assert {name for asked, _ in CASES.values() for name in asked["metrics"]} == set(METRICS)
