"""Rows laid out for a slope: the first and the last bucket, and which names have room beside their ends."""

import polars as pl

from dashboards.kinds import is_date
from datasource.question import Dimension

SIDE, NAMED = "_side", "_named"
ROOM = 0.07  # of the height, for a name


def slope_rows(compared: Dimension, values: tuple[str, ...], rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the first and the last member of `compared` (of a date: the earliest and the latest), by `_side`.

    `_named` lists the metrics (of `values`) whose end on that side keeps clear of its neighbours, as `|one|two|`: the
    browser cannot read lists.
    """
    axis, dated = compared.field, is_date(compared)
    members = rows[axis].drop_nulls().unique(maintain_order=True)
    ends = [str(member) for member in (members.sort() if dated else members)]
    if not ends:
        return rows.clear().with_columns(pl.lit("").alias(SIDE), pl.lit("").alias(NAMED))
    first, last = ends[0], ends[-1]
    at = pl.when(pl.col(axis).cast(pl.String) == last).then(pl.lit("last")).otherwise(pl.lit("first"))
    kept = rows.filter(pl.col(axis).cast(pl.String).is_in([first, last])).sort(
        pl.col(axis).cast(pl.String) == last, maintain_order=True
    )
    kept = kept.with_columns(at.alias(SIDE)).with_row_index("_at")
    spots = kept.select("_at", SIDE, *values).unpivot(index=["_at", SIDE], on=values).drop_nulls("value")
    return kept.with_columns(_named(spots, kept.height)).drop("_at")


def _named(spots: pl.DataFrame, count: int) -> pl.Series:
    """The names that do not lie over each other on their side, the largest numbers first."""
    named: list[list[str]] = [[] for _row in range(count)]
    if not spots.is_empty():
        numbers = spots["value"].cast(pl.Float64)
        top, floor = float(str(numbers.max())), float(str(numbers.min()))
        room = ((top - floor) or 1.0) * ROOM
        taken: dict[str, list[float]] = {}
        for row in spots.sort("value", descending=True).iter_rows(named=True):
            others = taken.setdefault(row[SIDE], [])
            if all(abs(row["value"] - other) >= room for other in others):
                others.append(row["value"])
                named[row["_at"]].append(row["variable"])
    return pl.Series(NAMED, [f"|{'|'.join(names)}|" for names in named], pl.String())
