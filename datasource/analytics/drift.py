"""Whether newer records still look like those a model learned from: the population stability index."""

import numpy as np
import polars as pl

from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.texts import N_

GROUPS = 10
FEWEST = 50
HALF = 0.5


def drift(before: pl.DataFrame, after: pl.DataFrame, fields: list[str]) -> dict[str, float]:
    """The index of each field, most moved first: below 0.1 it is the same, above 0.25 learn anew (Siddiqi 2006).

    Numbers in tenths of `before`, words each; empty cells are a group. Raises `MingjingError` when columns are lacking
    or either frame has fewer than 50 rows.
    """
    for rows in (before, after):
        need_columns(rows, fields)
        need_rows(len(rows), FEWEST, N_("records"))
    moved = {field: _stability(before[field], after[field]) for field in fields}
    return dict(sorted(moved.items(), key=lambda item: -item[1]))


def drift_table(before: pl.DataFrame, after: pl.DataFrame, fields: list[str]) -> pl.DataFrame:
    """`drift` as rows of `field` and its `index`; none when either frame has fewer than 50 rows."""
    moved = drift(before, after, fields) if min(before.height, after.height) >= FEWEST else {}
    return pl.DataFrame(
        {"field": list(moved), "index": list(moved.values())}, {"field": pl.String, "index": pl.Float64}
    )


def _stability(before: pl.Series, after: pl.Series) -> float:
    """Sum over groups of (share after - share before) x ln(share after / share before), half a record added to each."""
    if before.dtype.is_numeric():
        known = before.cast(pl.Float64).to_numpy()
        known = np.append(known[np.isfinite(known)], 0.0)
        edges = np.unique(np.quantile(known, np.linspace(0, 1, GROUPS + 1)[1:-1]))
        groups = [_tenths(values.cast(pl.Float64).to_numpy(), edges) for values in (before, after)]
    else:
        words = pl.concat([before.cast(pl.String), after.cast(pl.String)]).fill_null("").rank("dense").to_numpy()
        groups = [words[: len(before)].astype(np.float64), words[len(before) :].astype(np.float64)]
    size = int(max(group.max() for group in groups)) + 1
    counts = np.stack([np.bincount(group.astype(np.int64), minlength=size) for group in groups]).astype(np.float64)
    counts = counts[:, counts.sum(axis=0) > 0] + HALF
    one, other = counts / counts.sum(axis=1, keepdims=True)
    return float(((other - one) * np.log(other / one)).sum())


def _tenths(values: Floats, edges: Floats) -> Floats:
    """The group of each number, the last one for what is none."""
    filled = np.isfinite(values)
    return np.where(filled, np.searchsorted(edges, np.where(filled, values, 0.0)), len(edges) + 1).astype(np.float64)
