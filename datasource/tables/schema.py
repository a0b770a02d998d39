"""What the table classes say, in the forms that others need: Polars schema, references, database, dictionary."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args

import polars as pl
from sqlalchemy import Engine, Table
from sqlmodel import SQLModel, create_engine

from datasource.errors import MingjingError, unknown
from datasource.tables.customers import Contact, Customer, CustomerMember, Lead, OwnerEvent, PoolEvent, Region
from datasource.tables.marketing import AdStat, Campaign, CampaignMember, Content, Touch, WebVisit
from datasource.tables.money import Contract, ContractLine, ExchangeRate, Invoice, Receipt, ReceivablePlan
from datasource.tables.people import ApprovalRequest, Department, SplitCredit, Target, Trip, User, WorkLog
from datasource.tables.sales import (
    Opportunity,
    OpportunityLine,
    Pipeline,
    Product,
    ProductCategory,
    Quotation,
    Stage,
    StageEvent,
)
from datasource.tables.service import Activity, CalendarDay, Feedback, Ticket, TicketEvent, Visit

_CLASSES: tuple[type[SQLModel], ...] = (
    Department, User, Region, Customer, Contact, Campaign, Content, Lead, Touch, CampaignMember, WebVisit, AdStat,
    ProductCategory, Product, Pipeline, Stage, Opportunity, OpportunityLine, StageEvent, Quotation, OwnerEvent,
    PoolEvent, CustomerMember, Contract, ContractLine, ReceivablePlan, Receipt, Invoice, ExchangeRate, SplitCredit,
    Activity, Visit, Ticket, TicketEvent, Feedback, WorkLog, ApprovalRequest, Trip, Target, CalendarDay,
)  # fmt: skip
TABLES: dict[str, type[SQLModel]] = {str(cls.__tablename__): cls for cls in _CLASSES}
"""Every canonical table by name; a referenced table stands before those that refer to it (the two cycles excepted)."""

UNKNOWN_KEY = 0
"""What a reference holds when the source names a row that it does not have: shown as Unknown, never dropped."""


@dataclass(frozen=True)
class ColumnInfo:
    """One column: Polars type, unit of a number, table it refers to, allowed values of an enumeration."""

    name: str
    dtype: Any
    doc: str
    unit: str = ""
    refers_to: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    is_key: bool = False


def table_class(name: str) -> type[SQLModel]:
    """The class of table `name`; raises `MingjingError` for a name that is no canonical table."""
    if name not in TABLES:
        raise MingjingError(unknown("table", name, TABLES))
    return TABLES[name]


@lru_cache(maxsize=len(_CLASSES))
def columns(name: str) -> tuple[ColumnInfo, ...]:
    """The columns of table `name` in their order."""
    cls = table_class(name)
    sql: Table = cls.__table__  # type: ignore[attr-defined]
    return tuple(_column(field_name, field, sql) for field_name, field in cls.model_fields.items())


def polars_schema(name: str) -> pl.Schema:
    """Column → Polars type: Int64 keys and money, Date, Datetime(us, naive), Boolean, Float64, String."""
    return pl.Schema({column.name: column.dtype for column in columns(name)})


def key_column(name: str) -> str:
    """The name of the table's own key column."""
    return next(column.name for column in columns(name) if column.is_key)


@lru_cache(maxsize=len(_CLASSES))
def table_of(key: str) -> str:
    """The table whose own key column is called `key`: `customers` for `customer_id`."""
    return next(name for name in TABLES if key_column(name) == key)


def create_database(url: str) -> Engine:
    """Create every canonical table at `url` (SQLite, PostgreSQL, MySQL) where it is missing, and return the engine."""
    engine = create_engine(url)
    SQLModel.metadata.create_all(engine, tables=[cls.__table__ for cls in _CLASSES])  # type: ignore[attr-defined]
    return engine


def dictionary() -> str:
    """The data dictionary as Markdown: one section per table, one row per column."""
    parts = ["# Data dictionary", "", "Made from `datasource/tables`; `python -m datasource tables` prints it.", ""]
    for name, cls in TABLES.items():
        parts += [
            f"## {name}",
            "",
            (cls.__doc__ or "").strip(),
            "",
            "| column | type | unit | meaning |",
            "|---|---|---|---|",
        ]
        parts += [
            f"| `{column.name}` | {_type_text(column)} | {column.unit} | {column.doc} |" for column in columns(name)
        ]
        parts.append("")
    return "\n".join(parts)


def _column(name: str, field: Any, sql: Table) -> ColumnInfo:
    annotation = next((part for part in get_args(field.annotation) if part is not type(None)), field.annotation)
    column = sql.columns[name]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    return ColumnInfo(
        name=name,
        dtype=_polars_type(annotation),
        doc=field.description or "",
        unit=str(extra.get("unit", "")),
        refers_to=next((key.target_fullname.split(".")[0] for key in column.foreign_keys), ""),
        choices=tuple(str(item.value) for item in annotation) if _is_choice(annotation) else (),
        required=field.is_required(),
        is_key=column.primary_key,
    )


def _is_choice(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, StrEnum)


_POLARS: dict[Any, Any] = {
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
    date: pl.Date(),
    datetime: pl.Datetime("us"),
    str: pl.String(),
}


def _polars_type(annotation: Any) -> Any:
    return pl.String() if _is_choice(annotation) else _POLARS[annotation]


def _type_text(column: ColumnInfo) -> str:
    if column.refers_to:
        return f"→ {column.refers_to}"
    if column.choices:
        return " / ".join(column.choices)
    return str(column.dtype)
