"""The tiny company of `tests/tiny_crm` with fields and tables of its own, small enough to count on one's fingers.

Customers: tier (Acme, Core: Gold; Beta: Silver; Dune: none; Echo: Gold), seats (10, 20, 30, none, 40), a fee, a renewal
day, whether they are a reference. Contracts: a channel. Stock has no owner, pay belongs to people, dues to customers.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from datasource.store import Meta, Store
from datasource.tables.custom import Custom, CustomColumn, CustomFields, CustomTable, Type
from datasource.tables.schema import polars_schema
from tests.tiny_crm import TODAY, tables

CUSTOM = Custom(
    fields=(
        CustomFields(
            table="customers",
            columns=(
                CustomColumn(name="x_tier", label="Tier", type=Type.TEXT),
                CustomColumn(name="x_seats", label="Seats", type=Type.WHOLE, unit="seats"),
                CustomColumn(name="x_fee", label="Fee", type=Type.MONEY),
                CustomColumn(name="x_renewal", label="Renewal day", type=Type.DATE),
                CustomColumn(name="x_seen", label="Last seen", type=Type.TIME),
                CustomColumn(name="x_reference", label="Reference", type=Type.FLAG),
            ),
        ),
        CustomFields(
            table="contracts", columns=(CustomColumn(name="x_channel", label="Sold through", type=Type.TEXT),)
        ),
        CustomFields(table="users", columns=(CustomColumn(name="x_grade", label="Grade", type=Type.TEXT),)),
    ),
    tables=(
        CustomTable(
            name="stock",
            label="Stock",
            columns=(
                CustomColumn(name="x_quantity", label="On stock", type=Type.NUMBER),
                CustomColumn(name="x_warehouse", label="Warehouse", type=Type.TEXT),
                CustomColumn(name="x_counted_on", label="Counted on", type=Type.DATE),
            ),
            date="x_counted_on",
            relations=("products",),
        ),
        CustomTable(
            name="pay",
            label="Pay",
            columns=(
                CustomColumn(name="x_gross", label="Gross pay", type=Type.MONEY),
                CustomColumn(name="x_kind", label="Kind of pay", type=Type.TEXT),
            ),
            owner="owner_id",
        ),
        CustomTable(
            name="dues",
            label="Dues",
            columns=(CustomColumn(name="x_due", label="Due", type=Type.MONEY),),
            owner="customer_id.owner_id",
            relations=("customers",),
        ),
    ),
)
_SEEN = datetime(2024, 6, 1, 9, 30)
_OF_CUSTOMERS: list[tuple[Any, ...]] = [
    ("Gold", 10, 1000_50, date(2024, 7, 1), _SEEN, True),
    ("Silver", 20, 500_00, date(2024, 8, 15), None, False),
    ("Gold", 30, None, date(2024, 7, 20), _SEEN, None),
    (None, None, None, None, None, None),
    ("Gold", 40, 200_00, date(2024, 9, 1), _SEEN, True),
    ("Gold", 99, 900_00, date(2024, 9, 1), _SEEN, True),
]
_OWN: dict[str, list[tuple[Any, ...]]] = {
    "stock": [
        ("x_stock_id", "source_key", "product_id", "x_quantity", "x_warehouse", "x_counted_on"),
        (1, "BOX-N", 1, 5.0, "North", date(2024, 6, 1)),
        (2, "BOX-S", 1, 7.5, "South", date(2024, 6, 1)),
        (3, "CORD", 3, 100.0, "North", date(2024, 5, 1)),
        (4, "ODD", 0, 1.0, None, None),
    ],
    "pay": [
        ("x_pay_id", "owner_id", "x_gross", "x_kind"),
        (1, 1, 9000_00, "Fixed"),
        (2, 2, 5000_00, "Fixed"),
        (3, 2, 300_00, "Bonus"),
        (4, 4, 6000_00, "Fixed"),
        (5, None, 1_00, "Bonus"),
    ],
    "dues": [
        ("x_dues_id", "customer_id", "x_due"),
        (1, 1, 10_00),
        (2, 3, 20_00),
        (3, 5, 40_00),
    ],
}


def build(folder: Path, custom: Custom = CUSTOM) -> Path:
    """Write the company into `folder` and return it; with another `custom`, the values of the columns it names."""
    meta = Meta(source="tiny", company="Tiny", currency="CNY", today=TODAY, custom=custom)
    with Store(folder).publish(meta) as version:
        for name, rows in tables().items():
            own = [column.name for column in custom.columns(name)]
            version.write(name, _canonical(name, rows).with_columns(_added(name).select(own)))
        for table in custom.tables:
            version.write(table.name, _frame(_OWN[table.name]))
    return folder


def _added(table: str) -> pl.DataFrame:
    match table:
        case "customers":
            names = [column.name for column in CUSTOM.columns("customers")]
            return pl.DataFrame(_OF_CUSTOMERS, schema=names, orient="row")
        case "contracts":
            return pl.DataFrame({"x_channel": ["Partner", "Direct", "Direct", "Partner", None]})
        case "users":
            return pl.DataFrame({"x_grade": ["Senior", "Junior", None, "Senior"]})
        case _:
            return pl.DataFrame()


def _canonical(table: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    names = rows[0]
    schema = {name: kind for name, kind in polars_schema(table).items() if name in names}
    return pl.DataFrame(rows[1:], schema={name: schema[name] for name in names}, orient="row")


def _frame(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows[1:], schema=list(rows[0]), orient="row", infer_schema_length=None)
