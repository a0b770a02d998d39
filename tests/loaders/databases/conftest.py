"""Empty databases of their own: one on each server, one in a file, and doors to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from datasource.loaders.connections import Door, file_door


def run(url: URL, *statements: str) -> None:
    """Run SQL at `url`, each statement by itself."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement.replace(":", r"\:")))
    engine.dispose()


def fill(door: Door, *statements: str) -> None:
    """Run SQL in the database behind `door`."""
    run(door.url, *statements)


@contextmanager
def own_database(server: str, kind: str) -> Iterator[Door]:
    """A door to a new empty database on `server`, which goes when the block ends."""
    url = make_url(server)
    name = f"mingjing_{token_hex(6)}"
    run(url, f"CREATE DATABASE {name}")
    try:
        yield Door("crm", kind, url.set(database=name))
    finally:
        run(url, f"DROP DATABASE {name}" + (" WITH (FORCE)" if kind == "postgresql" else ""))


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Door]:
    with own_database(postgresql_url, "postgresql") as door:
        yield door


@pytest.fixture
def mysql(mysql_url: str) -> Iterator[Door]:
    with own_database(mysql_url, "mysql") as door:
        yield door


@pytest.fixture
def sqlite(tmp_path: Path) -> Door:
    return file_door(tmp_path / "crm.db")


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def door(request: pytest.FixtureRequest) -> Door:
    """Each kind of database that is tried over a real connection."""
    found: Door = request.getfixturevalue(request.param)
    return found
