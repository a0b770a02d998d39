"""The scores of each version, kept in the app database so that they outlive it: how the data has become."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from datasource.catalog.catalog import Catalog
from datasource.people.database import AppDatabase
from datasource.people.rows import AppTable
from datasource.quality.report import whole_counts
from datasource.quality.rows import QualityScoreRow
from datasource.quality.scores import scored

WHOLE = ""
"""Stands for all tables, or for all aspects."""
_GROUPS: tuple[tuple[str, ...], ...] = ((), ("table",), ("aspect",), ("table", "aspect"))
_EACH_LOAD_DAYS = 2  # before that, the last load of a day


@dataclass(frozen=True)
class Scored:
    """The scores of one version: (table, aspect) → score between 0 and 1; `WHOLE` stands for all of them."""

    version: str
    loaded_at: datetime
    scores: dict[tuple[str, str], float]


def remember(database: AppDatabase, catalog: Catalog) -> None:
    """Keep the scores of the served version, if that has not been done yet; thins out those of older days."""
    _made(database.engine)
    version = catalog.manifest.version
    with database.session() as session:
        if session.get(QualityScoreRow, version) is not None:
            return
    loaded_at = catalog.manifest.created_at.replace(tzinfo=None)
    row = QualityScoreRow(version=version, loaded_at=loaded_at, body=json.dumps(scores_of(catalog)))
    try:
        with database.session() as session:
            session.add(row)
            _thin_out(session, loaded_at)
    except IntegrityError:
        return  # another process was faster


def history(database: AppDatabase, most: int = 120) -> tuple[Scored, ...]:
    """The scores of the last `most` versions that were scored, oldest first."""
    _made(database.engine)
    newest = select(QualityScoreRow).order_by(col(QualityScoreRow.loaded_at).desc()).limit(most)
    with database.session() as session:
        rows = session.exec(newest).all()
    return tuple(Scored(row.version, row.loaded_at, _read(row.body)) for row in reversed(rows))


def scores_of(catalog: Catalog) -> list[tuple[str, str, float]]:
    """The scores of the version as rows: table, aspect, score."""
    counted = whole_counts(catalog)
    return [
        (of.get("table", WHOLE), of.get("aspect", WHOLE), float(of["score"]))
        for by in _GROUPS
        for of in scored(counted, *by).iter_rows(named=True)
        if of["score"] is not None
    ]


def _read(body: str) -> dict[tuple[str, str], float]:
    return {(table, aspect): score for table, aspect, score in json.loads(body)}


def _thin_out(session: Session, loaded_at: datetime) -> None:
    """Of each day that is long past, the last load alone stays."""
    old = loaded_at - timedelta(days=_EACH_LOAD_DAYS)
    rows = session.exec(select(QualityScoreRow).where(col(QualityScoreRow.loaded_at) < old)).all()
    last = {row.loaded_at.date(): row.version for row in sorted(rows, key=lambda row: row.loaded_at)}
    for row in rows:
        if last[row.loaded_at.date()] != row.version:
            session.delete(row)


@lru_cache(maxsize=16)
def _made(engine: Engine) -> None:
    AppTable.metadata.create_all(engine, tables=[AppTable.metadata.tables[str(QualityScoreRow.__tablename__)]])
