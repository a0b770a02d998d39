"""From rows of a metric per bucket to a series that can be forecast: whole buckets only, none left out, none twice."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from datasource.field import Grain
from datasource.periods.buckets import bucket_end, bucket_start, shift_bucket
from datasource.texts import _

SEASONS: Final = {Grain.DAY: 7, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4}
# Older days say little about the next ones and cost time.
_LONGEST: Final = {Grain.DAY: 420, Grain.WEEK: 312, Grain.MONTH: 240, Grain.QUARTER: 120}


@dataclass(frozen=True)
class Series:
    """One value a bucket, first to last without a gap; `starts` are the buckets' first days."""

    starts: tuple[date, ...]
    values: Floats
    grain: Grain

    @property
    def season(self) -> int:
        """Buckets of one season: a week of days, a year of weeks, months or quarters."""
        return SEASONS[self.grain]

    def ahead(self, horizon: int) -> tuple[date, ...]:
        """First days of the `horizon` buckets that follow."""
        return tuple(shift_bucket(self.starts[-1], self.grain, step) for step in range(1, horizon + 1))


def whole_buckets(rows: pl.DataFrame, grain: Grain, as_of: date) -> Series:
    """The series of `rows` (bucket: Date, value: number) up to the last bucket that `as_of` (inclusive) completes.

    Rows of the unfinished bucket and later are left out, so that they change no forecast. A bucket without a row holds
    0, as an additive metric does where nothing happened; a row whose value is null is unknown, and is taken from one
    season before, else from the bucket before. Raises `MingjingError` for a bucket given twice, no whole bucket, more
    than a fifth unknown, and grains without a season.
    """
    if grain not in SEASONS:
        raise MingjingError(_("There is no forecast by year; choose days, weeks, months or quarters."))
    known = rows.filter(pl.col("bucket") <= as_of).sort("bucket")
    if known["bucket"].is_duplicated().any():
        raise MingjingError(_("A bucket is given twice; the series needs one value for each."))
    found = {start: value for start, value in known.iter_rows() if bucket_end(start, grain) <= as_of}
    if not found:
        raise MingjingError(_("There is no whole bucket in the history yet."))
    last = bucket_start(as_of, grain) if bucket_end(as_of, grain) <= as_of else shift_bucket(as_of, grain, -1)
    starts = _run(bucket_start(min(found), grain), bucket_start(last, grain), grain)[-_LONGEST[grain] :]
    values = np.array([found.get(start, 0.0) for start in starts], dtype=np.float64)
    return Series(tuple(starts), filled(values, SEASONS[grain]), grain)


def filled(values: Floats, season: int) -> Floats:
    """`values` without NaN: each gap takes the value one season before, else the last one; never a later one.

    NaN at the start are cut off. Raises `MingjingError` when more than a fifth is unknown.
    """
    missing = np.isnan(values)
    if missing.sum() > len(values) / 5:
        raise MingjingError(
            _("More than a fifth of the history is unknown; a forecast needs the missing values first.")
        )
    out = values[int(missing.argmin()) :].copy()
    for at in np.flatnonzero(np.isnan(out)):
        out[at] = out[at - season] if at >= season else out[at - 1]
    return out


def _run(first: date, last: date, grain: Grain) -> list[date]:
    starts = [first]
    while starts[-1] < last:
        starts.append(shift_bucket(starts[-1], grain, 1))
    return starts
