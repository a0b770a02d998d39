"""The table classes make the same tables in SQLite, PostgreSQL and MySQL, with 64-bit keys and money."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlmodel import Session, SQLModel, select

from datasource.errors import MingjingError
from datasource.tables.customers import Customer
from datasource.tables.enums import Approval
from datasource.tables.money import Contract
from datasource.tables.schema import TABLES, columns, create_database, table_class


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The canonical tables in an empty database of their own."""
    if request.param == "sqlite":
        with own(create_database(f"sqlite:///{tmp_path}/crm.db")) as made:
            yield made
        return
    server = make_url(request.getfixturevalue(f"{request.param}_url"))
    name = f"mingjing_{token_hex(6)}"
    with own(create_engine(server, isolation_level="AUTOCOMMIT")) as door, door.connect() as asking:
        asking.execute(text(f"CREATE DATABASE {name}"))
        with own(create_database(server.set(database=name).render_as_string(hide_password=False))) as made:
            yield made
        asking.execute(text(f"DROP DATABASE {name}"))


@contextmanager
def own(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def test_every_canonical_table_and_column_is_made(engine: Engine) -> None:
    there = inspect(engine)
    made = {name: {column["name"] for column in there.get_columns(name)} for name in TABLES}
    assert made == {name: {column.name for column in columns(name)} for name in TABLES}


def test_money_keys_times_and_chinese_text_come_back_as_written(engine: Engine) -> None:
    customer = Customer(customer_id=9_000_000_000, name="华为技术有限公司", created_date=date(2024, 2, 29))
    contract = Contract(
        contract_id=1,
        customer_id=9_000_000_000,
        amount=48_160_000_000_000,
        status=Approval.NOT_REQUIRED,
        created_at=datetime(2024, 2, 29, 23, 59, 58),
    )
    with Session(engine) as session:
        session.add(customer)
        session.commit()
        session.add(contract)
        session.commit()
    with Session(engine) as session:
        back = session.exec(select(Contract)).one()
        owner = session.exec(select(Customer)).one()
        assert (owner.customer_id, owner.name, owner.created_date) == (
            9_000_000_000,
            "华为技术有限公司",
            date(2024, 2, 29),
        )
        assert (back.amount, back.status, back.created_at) == (
            48_160_000_000_000,
            Approval.NOT_REQUIRED,
            datetime(2024, 2, 29, 23, 59, 58),
        )


def test_every_reference_names_a_canonical_table() -> None:
    aims = {column.refers_to for name in TABLES for column in columns(name) if column.refers_to}
    assert aims <= set(TABLES)
    assert {"users", "customers", "contracts", "departments"} <= aims


def test_a_referenced_table_stands_before_those_that_refer_to_it() -> None:
    order = list(TABLES)
    cyclic = {("departments", "users")}
    late = {
        (name, column.refers_to)
        for name in order
        for column in columns(name)
        if column.refers_to and order.index(column.refers_to) > order.index(name)
    }
    assert late == cyclic


def test_every_class_and_column_is_documented() -> None:
    for name, cls in TABLES.items():
        assert issubclass(cls, SQLModel)
        assert (cls.__doc__ or "").startswith("One row per "), name
        assert [column.name for column in columns(name) if not column.doc] == [], name


def test_an_unknown_table_gets_the_nearest_name() -> None:
    with pytest.raises(MingjingError, match=r"Unknown table 'custmers'\. Did you mean 'customers'\?"):
        table_class("custmers")
