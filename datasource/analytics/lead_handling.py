"""How each owner handles leads: how many wait, how fast they are answered, how many convert; small counts shrunk."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.dwell import People, compare_people
from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import need_columns, need_rows
from datasource.analytics.response_time import HORIZON, known_leads
from datasource.analytics.survival import FEWEST, kaplan_meier
from datasource.texts import N_

FAST_HOURS: Final = 1.0
_HOUR: Final = 3_600_000_000


def lead_handling(leads: pl.DataFrame, as_of: date, horizon: int = HORIZON) -> tuple[pl.DataFrame, People]:
    """Owners as of a day, and whether their conversion differs beyond chance (`People` of `compare_people`).

    `leads` as `response_times` takes them, with an `owner` (null = nobody, who stands in a row of his own). One row per
    owner, most leads first: `owner`, `leads`, `answered`, `waiting` (no answer so far), `oldest` (days that the longest
    waits), `median_hours` to the answer, those waiting counted as long as they wait (Kaplan and Meier; null when fewer
    than 5 leads, or less than half answered), `fast` (share answered within an hour, of leads at least that old) with
    95 % Wilson bounds `fast_low` and `fast_high`, `decided` (leads at least `horizon` days old), `converted` of them
    within that time, and `rate`, shrunk to the mean of all (null when none is decided). Leads answered before they came
    are left out. Raises `MingjingError` as `response_times` does, and when no lead is left.
    """
    need_columns(leads, ["owner"])
    now = pl.lit(as_of).cast(pl.Datetime("us")) + timedelta(days=1)
    known = known_leads(leads, as_of).with_columns(
        hours=(pl.col("responded").fill_null(now) - pl.col("created")).dt.total_microseconds() / _HOUR,
        waiting=pl.col("responded").is_null(),
        age=(now - pl.col("created")).dt.total_microseconds() / _HOUR,
        ripe=pl.col("created").dt.date() + timedelta(days=horizon) <= as_of,
        won=(pl.col("converted") - pl.col("created") <= timedelta(days=horizon)).fill_null(value=False),
    )
    counted = known.filter(pl.col("hours") >= 0)
    need_rows(counted.height, 1, N_("leads with a day"))
    decided = counted.filter("ripe")
    people = compare_people(decided["owner"], decided["won"])
    rows = [_owner(key[0], mine) for key, mine in counted.group_by(["owner"], maintain_order=True)]
    table = pl.DataFrame(
        rows, schema_overrides={"median_hours": pl.Float64, "fast": pl.Float64}, infer_schema_length=None
    )
    rates = people.rates.select("owner", "rate")
    joined = table.join(rates, on="owner", how="left", nulls_equal=True)
    return _with_bounds(joined).sort("leads", "owner", descending=[True, False], nulls_last=True), people


def _owner(owner: object, mine: pl.DataFrame) -> dict[str, object]:
    """Counts of one owner."""
    old = mine.filter(pl.col("age") >= FAST_HOURS)
    fast = old.filter(~pl.col("waiting") & (pl.col("hours") <= FAST_HOURS)).height
    decided, waits = mine.filter("ripe"), mine.filter("waiting")
    return {
        "owner": owner,
        "leads": mine.height,
        "answered": mine.height - waits.height,
        "waiting": waits.height,
        "oldest": float(waits["hours"].to_numpy().max()) / 24 if waits.height else None,
        "median_hours": _median(mine),
        "old": old.height,
        "fast_leads": fast,
        "decided": decided.height,
        "converted": int(decided["won"].sum()),
    }


def _median(mine: pl.DataFrame) -> float | None:
    ended = (~mine["waiting"]).cast(pl.Float64).to_numpy()
    if mine.height < FEWEST or not ended.any():
        return None
    return kaplan_meier(mine["hours"].to_numpy(), ended).quantile()


def _with_bounds(table: pl.DataFrame) -> pl.DataFrame:
    hits, count = (table[name].to_numpy().astype(np.float64) for name in ("fast_leads", "old"))
    low, high = wilson(hits, count)
    share = pl.when(pl.col("old") > 0).then(pl.col("fast_leads") / pl.col("old"))
    bounds = [pl.Series(name, values).fill_nan(None) for name, values in (("fast_low", low), ("fast_high", high))]
    return table.with_columns(share.alias("fast"), *bounds).select(
        "owner",
        "leads",
        "answered",
        "waiting",
        "oldest",
        "median_hours",
        "fast",
        "fast_low",
        "fast_high",
        "decided",
        "converted",
        "rate",
    )
