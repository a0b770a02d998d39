"""Rows laid out for a radar: one for each spoke and polygon, with the angle and how far out it lies."""

from math import cos, pi, sin

import polars as pl

SPOKE, POLYGON, REACH, SIN, COS = "_spoke", "_polygon", "_reach", "_sin", "_cos"
VALUE, FULL, TURN, NAMED = "_number", "_full", "_turn", "_named"
MOST = 16  # names that have room around the rim


def radar_rows(axis: str | None, values: list[str], rows: pl.DataFrame) -> pl.DataFrame:
    """A row a spoke and polygon, `_reach` from 0 (the middle) to 1 (the rim).

    With an axis, its members are the spokes and all share one scale from 0 to the largest number; without one, the
    metrics are, and each has its own scale from 0 to its largest. What is below 0 lies in the middle.
    `_named` marks the spokes whose names have room.
    """
    index = [name for name in rows.columns if name not in values]
    wide = rows.with_columns(pl.col(values).cast(pl.Float64))
    long = wide.unpivot(values, index=index, variable_name=POLYGON, value_name=VALUE).drop_nulls(VALUE)
    long = long.join(wide.select(*index, *values), on=index, how="left", nulls_equal=True, maintain_order="left")
    spoke = pl.col(axis or POLYGON).cast(pl.String).fill_null("—")
    long = long.with_columns(spoke.alias(SPOKE))
    most = pl.col(VALUE).max() if axis else pl.col(VALUE).max().over(SPOKE)
    reach = pl.when(most > 0).then(pl.col(VALUE).clip(0) / most).otherwise(0.0)
    order = long[SPOKE].unique(maintain_order=True).to_list()
    angles = [2 * pi * at / max(1, len(order)) for at in range(len(order))]
    every = -(-len(order) // MOST)
    turn = pl.DataFrame(
        {
            SPOKE: order,
            NAMED: [at % every == 0 for at in range(len(order))],
            TURN: angles,
            SIN: [sin(one) for one in angles],
            COS: [cos(one) for one in angles],
        },
        schema={SPOKE: pl.String, NAMED: pl.Boolean, TURN: pl.Float64, SIN: pl.Float64, COS: pl.Float64},
    )
    laid = long.with_columns(reach.alias(REACH), most.alias(FULL))
    return laid.join(turn, on=SPOKE, how="left", maintain_order="left")
