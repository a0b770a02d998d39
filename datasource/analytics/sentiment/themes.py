"""Themes of feedback by feeling: which are blamed more often than the rest, beyond chance."""

import numpy as np
import polars as pl

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.refusals import need_columns, need_rows
from datasource.analytics.segment_compare import LEAST_ROWS, compare_rates
from datasource.errors import MingjingError
from datasource.texts import N_, _

CLEAR = ("positive", "negative")


def themes_by_feeling(judged: pl.DataFrame, level: float = 0.05) -> pl.DataFrame:
    """One row per theme, most blamed first: the negative share of clear feedback on it, against all other clear one.

    `judged` as `judge` gives it: `verdict`, `themes`. Result: `theme`, `texts`, `positive`, `negative`, `unclear`,
    `share` (negative / clear), `difference` to the others' share with 95 % `low`, `high` (Newcombe), `chance`,
    `adjusted` (Benjamini and Hochberg), `found`; the last six are null with fewer than 8 clear texts on either side.
    Raises `MingjingError` for missing columns, fewer than 8 clear texts, no theme in any text.
    """
    need_columns(judged, ["verdict", "themes"])
    clear = judged.filter(pl.col("verdict").is_in(CLEAR))
    need_rows(clear.height, LEAST_ROWS, N_("texts with a clear feeling"))
    kinds = {kind: (pl.col("verdict") == kind).sum() for kind in (*CLEAR, "unclear")}
    each = judged.drop_nulls("verdict").explode("themes").rename({"themes": "theme"}).drop_nulls("theme")
    themes = each.group_by("theme").agg(texts=pl.len(), **kinds).sort("theme")
    if themes.is_empty():
        raise MingjingError(_("None of the feedback speaks of a known theme."))
    bad = clear.filter(verdict="negative").height
    rows = [
        _against_others(row["negative"], row["negative"] + row["positive"], bad, clear.height)
        for row in themes.iter_rows(named=True)
    ]
    names = ("difference", "low", "high", "chance")
    tested = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row")
    share = pl.when(pl.col("negative") + pl.col("positive") > 0).then(
        pl.col("negative") / (pl.col("negative") + pl.col("positive"))
    )
    table = pl.concat([themes.with_columns(share=share), tested], how="horizontal")
    return _corrected(table, level).sort("share", "theme", descending=[True, False], nulls_last=True)


def _against_others(
    negative: int, count: int, all_negative: int, all_count: int
) -> tuple[float | None, float | None, float | None, float | None]:
    rest, rest_negative = all_count - count, all_negative - negative
    if min(count, rest) < LEAST_ROWS or all_negative in (0, all_count):
        return None, None, None, None
    found = compare_rates((negative, count), (rest_negative, rest))
    return found.difference, found.low, found.high, found.chance


def _corrected(table: pl.DataFrame, level: float) -> pl.DataFrame:
    chances = table["chance"].to_numpy()
    adjusted = np.full(len(chances), np.nan)
    known = ~np.isnan(chances)
    if known.any():
        adjusted[known] = benjamini_hochberg(chances[known])
    corrected = pl.Series("adjusted", adjusted).fill_nan(None)
    return table.with_columns(corrected, found=corrected <= level)
