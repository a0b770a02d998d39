"""What the calendar does to a series beyond its season: workdays and the lunar new year, which move between months.

The effects are estimated on differences of one season, which have neither level nor season, and only those that stand
out are kept. A forecast is made on the values without them and gets those of its own days back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.smoothing import Floats
from datasource.field import Grain
from datasource.periods.buckets import bucket_start

REGRESSORS: Final = ("workdays", "before_new_year", "new_year")
_CLEAR: Final = 3.0


@dataclass(frozen=True)
class CalendarEffects:
    """Effect of each regressor per unit, 0 where none stands out; of logarithms when `multiplicative`."""

    coefficients: tuple[float, ...]
    multiplicative: bool

    def shifts(self, regressors: Floats) -> Floats:
        """Factor (or addend) of each row of `regressors` (n, k)."""
        effect: Floats = regressors @ np.array(self.coefficients)
        return np.exp(effect) if self.multiplicative else effect

    def take_out(self, values: Floats, regressors: Floats) -> Floats:
        """`values` (n,) without the effects."""
        shifts = self.shifts(regressors)
        return values / shifts if self.multiplicative else values - shifts

    def put_back(self, values: Floats, regressors: Floats) -> Floats:
        """`values` (…, n) with the effects."""
        shifts = self.shifts(regressors)
        return values * shifts if self.multiplicative else values + shifts


def fit_calendar(values: Floats, regressors: Floats, season: int) -> CalendarEffects:
    """Effects of `regressors` (n, k) on `values` (n,), in logarithms when all values are above zero.

    Least squares on seasonal differences; a regressor stays when |t| > 3, tried one by one from the weakest out.
    Without a season more of history than twice the regressors, all effects are 0.
    """
    multiplicative = bool(values.min() > 0)
    target = np.log(values) if multiplicative else values
    change, moved = target[season:] - target[:-season], regressors[season:] - regressors[:-season]
    kept = [at for at in range(regressors.shape[1]) if len(moved) and np.ptp(moved[:, at]) > 0]
    found = np.zeros(regressors.shape[1])
    while kept and len(change) > 2 * len(kept) + 6:
        slopes, strength = _least_squares(moved[:, kept], change)
        weakest = int(strength.argmin())
        if strength[weakest] > _CLEAR:
            found[kept] = slopes
            break
        kept.pop(weakest)
    return CalendarEffects(tuple(found.tolist()), multiplicative)


def calendar_regressors(calendar: pl.DataFrame, starts: Sequence[date], grain: Grain) -> Floats:
    """Regressors (bucket, `REGRESSORS`) of the buckets that begin on `starts`, from the calendar table's days.

    `workdays`: their number. `before_new_year`: share of the three weeks before the lunar new year that lies in the
    bucket; `new_year`: the same of the fortnight from its day on. Buckets outside the calendar hold 0.
    """
    offset = pl.col("lunar_new_year_offset")
    days = calendar.select(
        bucket=pl.col("date").map_elements(lambda day: bucket_start(day, grain), return_dtype=pl.Date),
        workdays=pl.col("is_workday").cast(pl.Float64),
        before_new_year=offset.is_between(-21, -1).fill_null(value=False) / 21,
        new_year=offset.is_between(0, 13).fill_null(value=False) / 14,
    )
    sums = days.group_by("bucket").agg(pl.col(REGRESSORS).sum())
    rows = pl.DataFrame({"bucket": list(starts)}, schema={"bucket": pl.Date}).join(
        sums, on="bucket", how="left", maintain_order="left"
    )
    return rows.select(pl.col(REGRESSORS).fill_null(0.0)).to_numpy()


def _least_squares(moved: Floats, change: Floats) -> tuple[Floats, Floats]:
    """Slopes beside a free drift, and |t| of each; columns that others explain get strength 0."""
    design = np.column_stack([moved, np.ones(len(moved))])
    slopes: Floats = np.asarray(np.linalg.lstsq(design, change, rcond=None)[0], dtype=np.float64)
    rest = change - design @ slopes
    noise = float(rest @ rest) / max(len(change) - design.shape[1], 1)
    spread: Floats = np.sqrt(np.maximum(np.diag(np.linalg.pinv(design.T @ design)) * noise, 0))
    small = spread <= 1e-12 * np.maximum(np.abs(slopes), 1e-300)
    strength: Floats = np.where(
        small, np.where(np.abs(slopes) > 1e-9, np.inf, 0), np.abs(slopes) / np.where(small, 1, spread)
    )
    return slopes[:-1], strength[:-1]
