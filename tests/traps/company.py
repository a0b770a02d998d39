"""Companies of a few literal rows, and questions as short as their JSON."""

from datetime import date
from pathlib import Path
from typing import Any

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.query import answer
from datasource.question import read_query
from datasource.result import Result
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.tables.schema import key_column
from tests.oracle.company import Row, frame

TODAY = date(2024, 6, 30)
STAGES: list[Row] = [
    {"pipeline_id": 1, "name": "Qualify", "position": 1, "kind": "open", "win_probability": 0.5},
    {"pipeline_id": 1, "name": "Won", "position": 2, "kind": "won", "win_probability": 1.0},
]


def company(folder: Path, today: date = TODAY, **tables: list[Row]) -> Catalog:
    """A store of `tables`; rows without a key are numbered from 1."""
    with Store(folder).publish(Meta(source="trap", company="Trap", currency="CNY", today=today)) as version:
        for name, rows in tables.items():
            key = key_column(name)
            version.write(name, frame(name, [{key: number} | row for number, row in enumerate(rows, 1)]))
    return open_catalog(folder)


def won(amount: int | None, day: date | None = TODAY, **more: Any) -> Row:
    """A won deal of `amount` minor units."""
    return {"outcome": "won", "amount": amount, "close_date": day} | more


def ask(catalog: Catalog, viewer: Viewer = OPERATOR, /, **question: Any) -> Result:
    """The answer to `question`, its keys as in the JSON."""
    return answer(catalog, read_query(question), viewer)


def rows(catalog: Catalog, viewer: Viewer = OPERATOR, /, **question: Any) -> list[tuple[Any, ...]]:
    """The rows of the answer as tuples."""
    return ask(catalog, viewer, **question).rows.rows()


def span(start: str, end: str, **more: str) -> dict[str, str]:
    """A period, both ends included."""
    return {"from": start, "to": end} | more
