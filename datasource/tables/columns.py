"""The column kinds of the canonical tables: one function a kind, so that type, unit and reference are said once.

Keys are 64-bit (dense numbers made by the loader; `source_key` keeps the source's own id as text). Money is 64-bit
minor units (fen, cents) of the company's currency. `*_at` is a naive local time, `*_date` the local day of it.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Double, Enum, ForeignKey, String, Text
from sqlalchemy.dialects.mysql import DATETIME
from sqlmodel import Field

_MOMENT: Any = DateTime().with_variant(DATETIME(fsp=6), "mysql")
"""MySQL's own DATETIME rounds to whole seconds."""


def key(doc: str) -> Any:
    """The table's own key."""
    return Field(primary_key=True, sa_type=BigInteger, description=doc, sa_column_kwargs={"autoincrement": False})


def source_key() -> Any:
    """The id that the source system gave this row, as text, leading zeros and all."""
    return text("The row's id in the source system, as text.", length=190)


def ref(target: str, doc: str, *, required: bool = False, cyclic: bool = False) -> Any:
    """A reference to `target` ('users.user_id'); 0 marks a reference whose row the source does not have."""
    if cyclic:
        constraint = ForeignKey(target, use_alter=True, name=f"fk_{target.replace('.', '_')}_cyclic")
        return Field(default=None, sa_column=Column(BigInteger, constraint, nullable=True), description=doc)
    return Field(default=... if required else None, sa_type=BigInteger, foreign_key=target, index=True, description=doc)


def text(doc: str, *, length: int = 255, required: bool = False) -> Any:
    """Short text."""
    return Field(default=... if required else None, sa_type=String(length), description=doc)


def long_text(doc: str) -> Any:
    """Text of any length."""
    return Field(default=None, sa_type=Text, description=doc)


def choice(values: type[StrEnum], doc: str, default: StrEnum | None = None) -> Any:
    """One value of an enumeration, kept as VARCHAR of the value."""
    kind = Enum(values, native_enum=False, length=32, values_callable=lambda of: [item.value for item in of])
    return Field(default=default, sa_type=kind, description=doc)


def money(doc: str) -> Any:
    """Minor units of the company's currency."""
    return Field(
        default=None, sa_type=BigInteger, description=doc, schema_extra={"json_schema_extra": {"unit": "money_minor"}}
    )


def count(doc: str) -> Any:
    """A whole number."""
    return Field(
        default=None, sa_type=BigInteger, description=doc, schema_extra={"json_schema_extra": {"unit": "count"}}
    )


def number(doc: str, unit: str = "number") -> Any:
    """A real number; `unit` says of what (fraction, days, hours, quantity …)."""
    return Field(default=None, sa_type=Double, description=doc, schema_extra={"json_schema_extra": {"unit": unit}})


def day(doc: str) -> Any:
    """A local calendar day."""
    return Field(default=None, sa_type=Date, index=True, description=doc)


def moment(doc: str) -> Any:
    """A naive local time."""
    return Field(default=None, sa_type=_MOMENT, description=doc)


def flag(doc: str, *, default: bool | None = False) -> Any:
    """Yes or no."""
    return Field(default=default, sa_type=Boolean, description=doc)
