"""Clusters of duplicates as a person looks at them: those that are still to be decided, with what speaks for each."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.catalog.entities import places
from datasource.quality.duplicates import COMPARED, duplicates
from datasource.quality.marks import KEY
from datasource.quality.merges import Decision, Verdict
from datasource.quality.seen import seen
from datasource.query.engine import scope_of
from datasource.scope import Viewer
from datasource.tables.schema import key_column


@dataclass(frozen=True)
class Cluster:
    """Records of `table` that may be one.

    `members` has `key`, `source_key`, the compared columns (references as names), `owner` and `created_date`. `links`
    has `left`, `right` (keys), `probability` and per compared column the level of agreement. `likely` is the
    probability of the weakest link that the cluster cannot do without.
    """

    table: str
    members: pl.DataFrame
    links: pl.DataFrame
    likely: float

    @property
    def ids(self) -> tuple[str, ...]:
        """The members' ids in the source."""
        return tuple(self.members["source_key"].drop_nulls())


def clusters_to_decide(
    catalog: Catalog, viewer: Viewer, table: str, decided: tuple[Decision, ...]
) -> tuple[Cluster, ...]:
    """The clusters all of whose records `viewer` sees and that no decision covers, the likeliest first."""
    found = duplicates(catalog, table)
    if found.members.is_empty():
        return ()
    known = set(_seen(catalog, table, viewer))
    told = _told(catalog, table, found.members)
    links = dict(found.links.partition_by("cluster", as_dict=True, include_key=False))
    parts = told.partition_by("cluster", as_dict=True, include_key=False)
    made = (
        Cluster(table, rows, links[number], _weakest(rows, links[number]))
        for number, rows in parts.items()
        if known.issuperset(rows[KEY])
    )
    return tuple(sorted((one for one in made if not _covered(one, decided)), key=lambda one: -one.likely))


def decisions_to_see(
    catalog: Catalog, viewer: Viewer, table: str, decided: tuple[Decision, ...]
) -> tuple[Decision, ...]:
    """Those of the decisions about `table` all of whose records `viewer` sees; records that are gone, with all data."""
    if scope_of(catalog, viewer).users is None:
        return decided
    keys = _seen(catalog, table, viewer)
    rows = catalog.scan(table).select(pl.col(key_column(table)).cast(keys.dtype).alias(KEY), "source_key").collect()
    known = set(rows.filter(pl.col(KEY).is_in(keys.implode()))["source_key"].drop_nulls())
    return tuple(one for one in decided if one.members <= known)


def _seen(catalog: Catalog, table: str, viewer: Viewer) -> pl.Series:
    """The keys that `viewer` sees, and those of records that are merged into such."""
    keys = seen(catalog, table, viewer)[KEY]
    if table not in catalog.survivors:
        return keys
    stands = catalog.survivors[table]
    return pl.concat([keys, stands.filter(pl.col("survivor").is_in(keys.implode()))[KEY]])


def _covered(cluster: Cluster, decided: tuple[Decision, ...]) -> bool:
    ids = frozenset(cluster.ids)
    return any(ids <= one.members for one in decided if one.table == cluster.table and one.verdict in Verdict)


def _weakest(members: pl.DataFrame, links: pl.DataFrame) -> float:
    ends = pl.concat([links.select(key=side, likely="probability") for side in ("left", "right")])
    best = ends.group_by(KEY).agg(pl.col("likely").max())
    weakest: float = best.join(members, on=KEY, how="semi").select(pl.col("likely").min()).item()
    return weakest


def _told(catalog: Catalog, table: str, members: pl.DataFrame) -> pl.DataFrame:
    """The members with the names of what they refer to, their owner and the day they were entered."""
    own = key_column(table)
    more = catalog.scan(table).select(pl.col(own).alias(KEY), "owner_id", "created_date")
    rows = members.lazy().join(more, on=KEY, how="left", maintain_order="left").collect()
    for reference, names in _names(catalog).items():
        if reference in rows.columns:
            rows = rows.join(names, on=reference, how="left", maintain_order="left").drop(reference)
    compared = [field.column.removesuffix("_id") for field in COMPARED[table]]
    return rows.select("cluster", KEY, "source_key", *compared, "owner", "created_date")


def _names(catalog: Catalog) -> dict[str, pl.DataFrame]:
    users = catalog.entity("users").select(owner_id=pl.col("user_id").cast(pl.Int64), owner="label")
    spots = places(catalog.entity("regions"))
    regions = spots.select(region_id=pl.col("region_id").cast(pl.Int64), region=pl.coalesce("city", "region"))
    customers = catalog.scan("customers").select("customer_id", customer="name").collect()
    return {"owner_id": users, "region_id": regions, "customer_id": customers}
