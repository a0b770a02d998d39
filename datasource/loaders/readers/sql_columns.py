"""How each type of a database's columns is asked for, so that no cell loses anything on its way to Polars.

What the bulk reader holds exactly (whole numbers, doubles, text, days, times) is asked for as it is; every other type,
decimals above all, as the text that the database itself writes. Cells that no day or number can hold (`0000-00-00`,
`infinity`, `NaN`) are empty in the column and stand as text in a second one, so that they can be reported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import BigInteger, ColumnElement, Float, Text, and_, case, cast, func, literal, or_
from sqlalchemy.types import TypeEngine

Cells = ColumnElement[Any]
Finish = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True)
class Asked:
    """What is asked for one column; `odd` is the text of the cells that `cell` cannot hold, under rule `rule`."""

    cell: Cells
    odd: Cells | None = None
    rule: str = ""
    finish: Finish | None = None


def asked(dialect: str, column: Cells) -> Asked:
    """How `column`, whose type was reflected, is asked for in SQL of `dialect`."""
    how = _BY_TYPE.get((dialect, type_name(column.type))) or _OF_DIALECT.get(dialect) or _as_text
    return how(column)


def type_name(kind: TypeEngine[Any]) -> str:
    """The name of a reflected type in upper case: `DECIMAL`, `TIMESTAMP`."""
    return str(kind.__visit_name__).upper()


def _as_it_is(column: Cells) -> Asked:
    return Asked(column)


def _as_text(column: Cells) -> Asked:
    return Asked(cast(column, Text()))


def _checked(column: Cells, sound: Cells, rule: str) -> Asked:
    return Asked(case((sound, column)), case((and_(~sound, column.is_not(None)), cast(column, Text()))), rule)


def _finite(column: Cells) -> Asked:
    return _checked(column, func.isfinite(column), "bad_date")


def _real_number(column: Cells) -> Asked:
    least, most = (cast(literal(text), column.type) for text in ("-Infinity", "Infinity"))
    sound = and_(column > least, column < most)
    return _checked(column, sound, "bad_number")


def _hexadecimal(column: Cells) -> Asked:
    return Asked(literal("0x") + func.encode(column, "hex"))


def _mysql_hexadecimal(column: Cells) -> Asked:
    return Asked(func.concat("0x", func.hex(column)))


def _mysql_bits(column: Cells) -> Asked:
    return Asked(cast(column, BigInteger()))


def _mysql_day(column: Cells) -> Asked:
    """MariaDB finds a zero day in a NOT NULL column with `IS NULL`; its text is never NULL."""
    text = cast(column, Text())
    sound = and_(func.last_day(column).is_not(None), func.dayofmonth(column) > 0)
    return Asked(case((sound, column)), case((and_(or_(~sound, sound.is_(None)), text.is_not(None)), text)), "bad_date")


def _mysql_instant(column: Cells) -> Asked:
    """A TIMESTAMP is an instant that the session shows in its own zone: ask for the instant, in microseconds."""
    micros = cast(func.unix_timestamp(column) * 1_000_000, BigInteger())
    zero = cast(column, Text()).like("0000-%")
    clean = case((~zero, micros))
    return Asked(clean, case((zero, cast(column, Text()))), "bad_date", _to_instant)


def _to_instant(cells: pl.Expr) -> pl.Expr:
    return cells.cast(pl.Int64).cast(pl.Datetime("us", "UTC"))


def _any_cell(column: Cells) -> Asked:
    """SQLite's cells have types of their own. A real is written with as many digits, 15 to 17, as it needs."""
    digits = [func.printf(f"%!.{count}g", column) for count in (15, 16)]
    real = case(*((cast(text, Float()) == column, text) for text in digits), else_=func.printf("%!.17g", column))
    hexadecimal = literal("0x") + func.hex(column)
    kind = func.typeof(column)
    return Asked(case((kind == "real", real), (kind == "blob", hexadecimal), else_=cast(column, Text())))


_WHOLE = ("TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "BIGINT", "YEAR")
_TEXT = ("VARCHAR", "TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "NVARCHAR", "NTEXT", "STRING", "VARCHAR2")
_BYTES = ("BLOB", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB", "BINARY", "VARBINARY", "BYTEA")

_BY_TYPE: dict[tuple[str, str], Callable[[Cells], Asked]] = {
    **{(dialect, name): _as_it_is for dialect in ("postgresql", "mysql", "mssql") for name in (*_WHOLE, *_TEXT)},
    **{("mysql", name): _mysql_hexadecimal for name in _BYTES},
    ("postgresql", "BYTEA"): _hexadecimal,
    ("postgresql", "BOOLEAN"): _as_it_is,
    ("postgresql", "DOUBLE_PRECISION"): _real_number,
    ("postgresql", "DATE"): _finite,
    ("postgresql", "TIMESTAMP"): _finite,
    ("mysql", "DOUBLE"): _as_it_is,
    ("mysql", "DATE"): _mysql_day,
    ("mysql", "DATETIME"): _mysql_day,
    ("mysql", "TIMESTAMP"): _mysql_instant,
    ("mysql", "BIT"): _mysql_bits,
    ("mssql", "FLOAT"): _as_it_is,
    ("mssql", "BIT"): _as_it_is,
    ("mssql", "DATE"): _as_it_is,
    ("mssql", "DATETIME"): _as_it_is,
    ("mssql", "DATETIME2"): _as_it_is,
}
_OF_DIALECT: dict[str, Callable[[Cells], Asked]] = {"sqlite": _any_cell}
