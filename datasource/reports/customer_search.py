"""Find a customer by name, number or phone, or by a contact's phone: among those that the viewer may see."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query import records
from datasource.question import Filter, Op, Records, Sort
from datasource.result import Column, Page
from datasource.scope import Viewer

MOST = 20
_SHOWN = ("name", "code", "phone", "level", "industry", "region", "owner", "created_date", "customer_id")
_SOUGHT = ("name", "code", "phone", "created_date", "customer_id")
_LEAST_DIGITS = 4


@dataclass(frozen=True)
class Found:
    """At most `MOST` customers with their `customer_id`, the newest first, and whether there are more that fit."""

    columns: tuple[Column, ...]
    rows: pl.DataFrame
    has_more: bool


def find_customers(catalog: Catalog, viewer: Viewer, text: str) -> Found:
    """The customers whose name, number or phone holds `text`, or who have a contact with such a phone.

    Capitals do not matter, nor do spaces and dashes in a phone number. Without a text, the newest customers.
    """
    text = text.strip()
    own = records(catalog, Records(subject="customers", columns=_SOUGHT, search=text, page_size=MOST), viewer)
    keys = [*own.rows["customer_id"], *_by_contact(catalog, viewer, text)]
    shown = customers_of(catalog, viewer, tuple(dict.fromkeys(keys)), _SHOWN)
    return Found(shown.columns, shown.rows, own.row_count > MOST or shown.row_count > MOST)


def customers_of(catalog: Catalog, viewer: Viewer, keys: tuple[int, ...], columns: tuple[str, ...]) -> Page:
    """Those of the customers with `keys` that the viewer may see: hidden ones and unknown ones are both left out."""
    names = catalog.entity("customers").filter(pl.col("customer_id").is_in(keys))["label"].to_list()
    only = Filter(field="customer", op=Op.IN, value=tuple(names))
    newest = (Sort(by="created_date", desc=True),)
    ask = Records(subject="customers", columns=columns, where=(only,), sort=newest, page_size=MOST)
    return records(catalog, ask, viewer)


def keys_of(catalog: Catalog, viewer: Viewer, customers: tuple[str, ...]) -> tuple[int, ...]:
    """The keys of those of `customers` (as reports call them) that the viewer may see."""
    known = catalog.entity("customers").filter(pl.col("label").is_in(customers))["customer_id"].to_list()
    seen = customers_of(catalog, viewer, tuple(known), ("created_date", "customer_id"))
    return tuple(seen.rows["customer_id"])


def _by_contact(catalog: Catalog, viewer: Viewer, text: str) -> list[int]:
    """Customers with a contact whose phone holds the digits of `text`."""
    if sum(sign.isdigit() for sign in text) < _LEAST_DIGITS:
        return []
    ask = Records(subject="contacts", columns=("phone", "created_date", "customer_id"), search=text, page_size=MOST)
    return records(catalog, ask, viewer).rows["customer_id"].drop_nulls().to_list()
