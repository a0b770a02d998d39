"""Tables of a database as sources: columns and watermark are asked of the server, rows come in batches.

What is asked is put together and quoted by SQLAlchemy: a name or a value of somebody else never becomes SQL.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

import polars as pl
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Inspector,
    MetaData,
    Select,
    Table,
    cast,
    create_engine,
    func,
    inspect,
    literal,
    or_,
    select,
)
from sqlalchemy.exc import SAWarning
from sqlalchemy.pool import NullPool

from datasource.errors import InvalidInput, MingjingError, Problem, unknown
from datasource.loaders.connections import KINDS, Door
from datasource.loaders.readers.database_errors import told
from datasource.loaders.readers.database_rows import opened, rows_of
from datasource.loaders.readers.sql_columns import Asked, asked, type_name
from datasource.loaders.source import ROW, Form, Hit, Tally
from datasource.texts import N_, _

_WAITS = {
    "postgresql": ("connect_timeout",),
    "mysql": ("connect_timeout", "read_timeout"),
    "mssql": ("login_timeout",),
}
_MICRO = timedelta(microseconds=1)
_TABLE, _COLUMN = N_("table"), N_("column")
Mark = int | str | Decimal | date | datetime
"""The value of a watermark: what a column held when it was last read."""


@dataclass
class Database:
    """A database that is looked into. All methods raise `MingjingError` for what the server refuses."""

    door: Door
    _held: Connection | None = field(default=None, init=False, repr=False)

    @contextmanager
    def held_open(self) -> Iterator[Self]:
        """Look into many tables over one connection."""
        with told(self.door, ""), self._engine.connect() as connection:
            self._held = connection
            try:
                yield self
            finally:
                self._held = None

    def tables(self) -> tuple[str, ...]:
        """The tables and views that the user sees, those of other schemas than its own with the schema's name."""
        with told(self.door, ""), self._connection() as connection:
            looking = inspect(connection)
            own = looking.default_schema_name
            found = dict.fromkeys((*looking.get_table_names(), *looking.get_view_names()))
            for schema in looking.get_schema_names() if self.door.kind == "postgresql" else ():
                if schema not in (own, "information_schema"):
                    names = (*looking.get_table_names(schema), *looking.get_view_names(schema))
                    found |= {f"{schema}.{name}": None for name in names}
        return tuple(sorted(found))

    def table(
        self, table: str, name: str = "", columns: Sequence[str] | None = None, since: tuple[str, Mark] | None = None
    ) -> "DatabaseTable":
        """Table or view `table` (`schema.table`) as the source `name`: these columns of it, or all, in their order.

        `since`: only rows whose column of that name holds this value, a later one, or none. Raises `MingjingError` when
        there is no such table, `InvalidInput` when it lacks columns.
        """
        with told(self.door, _("table '{table}'").format(table=table)):
            found = self._reflected(table)
        chosen = tuple(column.name for column in found.columns) if columns is None else tuple(columns)
        known = [column.name for column in found.columns]
        wanted = [*chosen, *([since[0]] if since else [])]
        lacking = [Problem(table, unknown(_COLUMN, one, known)) for one in wanted if one not in found.columns]
        if lacking:
            raise InvalidInput(lacking)
        return DatabaseTable(self.door, self._engine, found, name or table, chosen, since)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
        else:
            with self._engine.connect() as connection:
                yield connection

    def _reflected(self, table: str) -> Table:
        schema, _dot, bare = table.rpartition(".")
        with self._connection() as connection:
            for place, name in ((None, table), (schema or None, bare)):
                if inspect(connection).has_table(name, place):
                    return _as_it_stands(connection, name, place)
        sentence = unknown(_TABLE, table, self.tables())
        raise MingjingError(_("{place}: {sentence}").format(place=self.door.place, sentence=sentence))

    @cached_property
    def _engine(self) -> Engine:
        door = self.door
        if door.kind == "sqlite":
            return create_engine("sqlite://", creator=lambda: opened(door), poolclass=NullPool)
        waits = dict.fromkeys(_WAITS.get(door.kind, ()), door.seconds)
        ssl = {"ssl": {"check_hostname": False}} if door.is_encrypted else {}
        return create_engine(door.looking_url(), connect_args={**waits, **ssl}, poolclass=NullPool)


def _as_it_stands(connection: Connection, name: str, schema: str | None) -> Table:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        listeners = [("column_reflect", _unquote)]
        return Table(name, MetaData(), schema=schema, autoload_with=connection, resolve_fks=False, listeners=listeners)


def _unquote(inspector: Inspector, _table: Table, column: dict[str, Any]) -> None:
    """SQLAlchemy leaves the doubled backticks of MySQL's `SHOW CREATE TABLE` in a name."""
    if inspector.dialect.name == "mysql":
        column["name"] = column["name"].replace("``", "`")


@dataclass
class DatabaseTable:
    """One table or view as a source. `ROW` counts its rows from 1, in the order of the primary key."""

    door: Door
    _engine: Engine = field(repr=False)
    _table: Table = field(repr=False)
    name: str
    header: tuple[str, ...]
    since: tuple[str, Mark] | None = None
    tally: Tally = field(default_factory=Tally)

    @property
    def origin(self) -> str:
        """Where it lies, for people: connection and table."""
        return f"{self.door.name}: {self._table.fullname}"

    @property
    def encoding(self) -> str:
        """The kind of database."""
        return KINDS[self.door.kind].title

    @property
    def form(self) -> Form:
        """How it is written."""
        return Form(self.encoding, self.encoding)

    def only(self, columns: Sequence[str]) -> Self:
        """The same with these columns of it."""
        return replace(self, header=tuple(columns), tally=Tally())

    def batches(self) -> Iterator[pl.DataFrame]:
        """`ROW` and the columns, typed where the type holds every value; what it cannot hold is empty and counted."""
        self.tally = Tally()
        wants = [asked(self._engine.dialect.name, self._table.columns[name]) for name in self.header]
        with told(self.door, _("table '{table}'").format(table=self._table.fullname)):
            for rows in rows_of(self.door, self.query()):
                yield self._finished(rows, wants)

    def query(self) -> str:
        """The SQL that is sent: two results for each column, its cells (`c0`) and its odd cells as text (`o0`)."""
        kind: Any = type(self._engine.dialect)
        dialect = kind(paramstyle="named")
        return str(self._select().compile(dialect=dialect, compile_kwargs={"literal_binds": True}))

    def _select(self) -> Select[Any]:
        cells: list[ColumnElement[Any]] = []
        for place, name in enumerate(self.header):
            one = asked(self._engine.dialect.name, self._table.columns[name])
            cells.append(one.cell.label(f"c{place}"))
            if one.odd is not None:
                cells.append(one.odd.label(f"o{place}"))
        chosen = select(*cells).select_from(self._table).order_by(*self._table.primary_key.columns)
        if self.since is None:
            return chosen
        column, mark = self.since
        held = self._table.columns[column]
        return chosen.where(or_(held >= _bound(held, mark, self.door.kind), held.is_(None)))

    def _finished(self, rows: pl.DataFrame, wants: list[Asked]) -> pl.DataFrame:
        numbered = rows.with_row_index(ROW, offset=self.tally.read + 1).with_columns(pl.col(ROW).cast(pl.Int64))
        self.tally.keep(rows.height)
        for place, (name, want) in enumerate(zip(self.header, wants, strict=True)):
            if want.odd is not None:
                odd = numbered.select(ROW, f"o{place}").drop_nulls()
                self.tally.note(want.rule, (_hit(row, name, text) for row, text in odd.iter_rows()))
        return numbered.select(
            ROW,
            *(
                (want.finish(pl.col(f"c{place}")) if want.finish else pl.col(f"c{place}")).alias(name)
                for place, (name, want) in enumerate(zip(self.header, wants, strict=True))
            ),
        )


def _hit(row: int, column: str, text: str) -> Hit:
    return row, f"{column}: {text}", "empty"


def _bound(column: Column[Any], mark: Mark, kind: str) -> ColumnElement[Any]:
    """`mark` as a literal of the column's type."""
    if isinstance(mark, datetime) and mark.tzinfo is not None and type_name(column.type) == "TIMESTAMP":
        if kind == "mysql":
            micros = (mark - datetime(1970, 1, 1, tzinfo=UTC)) // _MICRO
            return func.from_unixtime(literal(Decimal(micros).scaleb(-6)))
        return cast(literal(mark.isoformat(" ")), column.type)
    if isinstance(mark, int | Decimal):
        return literal(mark)
    text = mark.isoformat(" ") if isinstance(mark, datetime) else str(mark)
    return literal(text) if kind == "sqlite" else cast(literal(text), column.type)
