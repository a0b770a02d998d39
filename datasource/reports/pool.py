"""The customers that lie in the public pool now (rule R7): a named exception to the data scope, identity only."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import UNKNOWN
from datasource.people.account import ScopeKind
from datasource.result import Column, Kind
from datasource.scope import Viewer
from datasource.texts import N_

POOL_COLUMNS = (
    Column("customer", N_("Customer"), Kind.TEXT),
    Column("source", N_("Source"), Kind.TEXT),
)


def pool_customers(catalog: Catalog, viewer: Viewer, is_visible: bool) -> pl.DataFrame | None:
    """One row per customer without owner, whether shared with someone or not, by name: `customer`, `source`.

    None where `viewer` may not see them: without scope `all`, it takes the setting `pool_visible` (`is_visible`). No
    number, no filter list and no record of the product shows a pool customer beyond the scope, whatever the setting
    says (`exceptions.POOL_IDENTITY`).
    """
    if viewer.scope is not ScopeKind.ALL and not is_visible:
        return None
    pool = catalog.entity("customers").filter(pl.col("owner_id").is_null())
    named = pool.select(pl.col("label").alias("customer"), pl.col("source").replace("", None).fill_null(UNKNOWN))
    return named.sort("customer")
