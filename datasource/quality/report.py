"""How good the data is that one person sees: per rule, table, column and owner."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import UNKNOWN
from datasource.quality.marks import KEY, all_marks
from datasource.quality.rules.every import BY_TABLE
from datasource.quality.rules.rule import Severity
from datasource.quality.scores import COUNTS, counts
from datasource.quality.seen import is_open, seen
from datasource.scope import Viewer
from datasource.tables.schema import key_column, polars_schema

NOBODY = "—"
_OWNED = pl.Schema({"owner_id": pl.Int64(), "records": pl.Int64(), **{each.value: pl.Int64() for each in Severity}})


@dataclass(frozen=True)
class Quality:
    """What the rules found among the rows that one person sees.

    `rules`: `table`, `rule`, `asked`, `broken`. `owners`: who has how many `records` to mend, and how often they break
    rules of each severity; `owner_id` (empty: nobody), `owner`, `records`, `high`, `medium`, `low`; the most first.
    """

    rules: pl.DataFrame
    owners: pl.DataFrame


def quality(catalog: Catalog, viewer: Viewer) -> Quality:
    """The rules over the rows that `viewer` may see, merged records left out."""
    rules, owned = [pl.DataFrame(schema=COUNTS)], [pl.DataFrame(schema=_OWNED)]
    for table, marked in all_marks(catalog).items():
        if is_open(catalog, table, viewer):
            mine = _of(marked, seen(catalog, table, viewer))
            rules.append(counts(table, mine))
            owned.append(_owned(table, mine))
    return Quality(pl.concat(rules), _named(catalog, pl.concat(owned)))


def whole_counts(catalog: Catalog) -> pl.DataFrame:
    """The rules over every row of the version, as the source has it: what its scores are kept by."""
    parts = [counts(table, marked) for table, marked in all_marks(catalog).items()]
    return pl.concat([pl.DataFrame(schema=COUNTS), *parts])


def filled_columns(catalog: Catalog, viewer: Viewer, table: str) -> pl.DataFrame:
    """One row per column of `table` but its keys: `column`, `rows` that `viewer` sees, `filled` of them."""
    keys = seen(catalog, table, viewer)
    own = key_column(table)
    names = [name for name in polars_schema(table) if name not in (own, "source_key", "is_deleted")]
    rows = catalog.scan(table).select(pl.col(own).cast(pl.Int64), *names)
    found = rows.join(keys.lazy().select(KEY), left_on=own, right_on=KEY, how="semi")
    told = found.select(pl.len().alias("\0rows"), pl.col(names).count()).collect()
    return pl.DataFrame({"column": names, "filled": [int(told[name][0]) for name in names]}).with_columns(
        rows=pl.lit(int(told["\0rows"][0]))
    )


def _of(marked: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    return keys.join(marked, on=KEY, how="inner")


def _owned(table: str, mine: pl.DataFrame) -> pl.DataFrame:
    names = [rule.id for rule in BY_TABLE[table]]
    bad = mine.filter(pl.any_horizontal(pl.col(names)))
    of = {each: [rule.id for rule in BY_TABLE[table] if rule.severity is each] for each in Severity}
    broken = {
        each.value: pl.sum_horizontal(pl.col(rules).cast(pl.Int64)).sum() if rules else pl.lit(0)
        for each, rules in of.items()
    }
    return bad.group_by("owner_id").agg(records=pl.len().cast(pl.Int64), **broken).select(_OWNED.names()).cast(_OWNED)


def _named(catalog: Catalog, owned: pl.DataFrame) -> pl.DataFrame:
    users = catalog.entity("users").select(pl.col("user_id").cast(pl.Int64).alias("owner_id"), owner="label")
    summed = owned.group_by("owner_id").agg(pl.all().sum())
    named = summed.join(users, on="owner_id", how="left")
    nobody = pl.when(pl.col("owner_id").is_null()).then(pl.lit(NOBODY)).otherwise(pl.lit(UNKNOWN))
    ordered = named.with_columns(pl.coalesce("owner", nobody).alias("owner"))
    return ordered.sort(*(pl.col(each.value) for each in Severity), "owner", descending=[True] * 3 + [False])
