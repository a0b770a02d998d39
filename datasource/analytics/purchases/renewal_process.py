"""Purchases as a renewal process: every gap is drawn from the gaps seen so far, and some customers never come back.

For customers who come back at their own pace rather than at any time (contracts, refills), where BG/NBD does not fit.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.analytics.purchases.histories import AMOUNT, CUSTOMER, DAY, Histories
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.analytics.survival import kaplan_meier
from datasource.texts import N_

FEWEST_GAPS = 50


@dataclass(frozen=True)
class RenewalProcess:
    """`lasting[d]`: the share of gaps longer than d days, d from 0; it stays where the longest one observed leaves it.

    What is left at the end are customers who do not come back as far as anybody has seen.
    """

    lasting: Floats

    def expected(self, past: Histories, ahead: float) -> Floats:
        """Purchases of each customer in the next `ahead` units of time (Cox 1962, Renewal Theory, chapter 4)."""
        days = round(ahead * past.unit_days)
        since = np.rint((past.known - past.last) * past.unit_days).astype(np.int64)
        longest = int(since.max()) + days
        lasting = np.concatenate([self.lasting, np.full(max(0, longest + 1 - len(self.lasting)), self.lasting[-1])])
        ended = -np.diff(lasting, prepend=1.0)
        after = _renewals(ended, days)
        shares, place = np.unique(since, return_inverse=True)
        counts = np.array([_of_one(lasting, ended, after, int(one), days) for one in shares])
        return np.asarray(counts[place])


def fit_renewal_process(purchases: pl.DataFrame, until: date) -> RenewalProcess:
    """The gaps between days of purchase up to `until` (Date); those that still go on count as long as they have lasted.

    `purchases` as in `histories.fold`. Raises `MingjingError` for missing columns and fewer than 50 gaps that ended.
    """
    need_columns(purchases, (CUSTOMER, DAY, AMOUNT))
    days = purchases.drop_nulls((CUSTOMER, DAY)).filter(pl.col(DAY) <= until).select(CUSTOMER, DAY).unique()
    following = pl.col(DAY).shift(-1).over(CUSTOMER, order_by=DAY)
    gaps = days.select(
        (pl.coalesce(following, pl.lit(until)) - pl.col(DAY)).dt.total_days(), following.is_not_null().alias("ended")
    )
    need_rows(int(gaps["ended"].sum()), FEWEST_GAPS, N_("gaps between two purchases"))
    found = kaplan_meier(gaps[DAY].cast(pl.Float64).to_numpy(), gaps["ended"].cast(pl.Float64).to_numpy())
    return RenewalProcess(found.lasting(np.arange(int(found.longest) + 1, dtype=np.float64)))


def _renewals(ended: Floats, days: int) -> Floats:
    """Purchases expected within 0 … `days` days after a purchase: m(t) = sum of f(s) (1 + m(t - s)), s <= t."""
    found = np.zeros(days + 1)
    for day in range(1, days + 1):
        found[day] = ended[1 : day + 1] @ (1 + found[day - 1 :: -1][:day])
    return found


def _of_one(lasting: Floats, ended: Floats, after: Floats, since: int, days: int) -> float:
    """Purchases within `days` days of a customer whose last one is `since` days ago."""
    if lasting[since] <= 0:
        return 0.0
    gap = ended[since + 1 : since + days + 1] / lasting[since]
    return float(gap @ (1 + after[days - 1 :: -1][: len(gap)]))
