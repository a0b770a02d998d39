"""The store's users as accounts need them."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.people.account import CrmUser


def crm_users(catalog: Catalog) -> list[CrmUser]:
    """The store's users as the accounts need them, in the order of their keys."""
    users = catalog.entity("users").sort("user_id")
    leads = users.select("user_id", pl.col("user_id").is_in(users["manager_id"].drop_nulls().implode()).alias("leads"))
    rows = users.join(leads, on="user_id").iter_rows(named=True)
    return [CrmUser(row["user_id"], row["name"], row["login"] or "", row["is_active"], row["leads"]) for row in rows]
