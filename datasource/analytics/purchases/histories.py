"""Purchases folded to what the models need: repeats, when the last one was, how long the customer is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.analytics.refusals import Floats, need_columns, need_not_negative, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

CUSTOMER, DAY, AMOUNT = "customer", "day", "amount"
FEWEST_CUSTOMERS = 30
FEWEST_REPEATERS = 10


@dataclass(frozen=True)
class Histories:
    """One element per customer, sorted by customer; times in units of `unit_days`, money as it came in.

    `repeats` (x) counts the days with a purchase after the first one, `last` (t_x) is the time from the first to the
    last of them, `known` (T) the time from the first purchase to the cut, `spend` the mean amount of a repeat
    purchase (0 without any).
    """

    customers: pl.Series
    repeats: Floats
    last: Floats
    known: Floats
    spend: Floats
    unit_days: float

    def __len__(self) -> int:
        return len(self.repeats)


def fold(purchases: pl.DataFrame, until: date, unit_days: float = 7.0) -> Histories:
    """Fold purchases up to and including the day `until`; later rows change nothing.

    `purchases` has one row per purchase: `customer`, `day` (Date), `amount`. Purchases of one customer on one day are
    one. Rows without a customer or a day count nowhere. Raises `MingjingError` for missing columns, amounts below
    zero, fewer than 30 customers or fewer than 10 who came back. Fader, Hardie and Lee 2005, Marketing Science 24:275.
    """
    need_columns(purchases, (CUSTOMER, DAY, AMOUNT))
    known = purchases.drop_nulls((CUSTOMER, DAY)).filter(pl.col(DAY) <= until)
    need_not_negative(known[AMOUNT])
    if known[AMOUNT].null_count() == len(known) > 0:
        raise MingjingError(_("None of the purchases has an amount."))
    # Sorted, so that sums of floats come out the same each time.
    days = known.group_by(CUSTOMER, DAY).agg(pl.col(AMOUNT).cast(pl.Float64).sum()).sort(CUSTOMER, DAY)
    customers = _customers(days, until, unit_days)
    need_rows(len(customers), FEWEST_CUSTOMERS, N_("customers with a purchase"))
    need_rows(int((customers["repeats"] > 0).sum()), FEWEST_REPEATERS, N_("customers who bought again"))
    x, last, length, spend = (
        customers[name].cast(pl.Float64).to_numpy() for name in ("repeats", "last", "known", "spend")
    )
    return Histories(customers[CUSTOMER], x, last, length, spend, unit_days)


def _customers(days: pl.DataFrame, until: date, unit_days: float) -> pl.DataFrame:
    """One row per customer from one row per customer and day."""
    days = days.with_columns(pl.col(DAY).cast(pl.Date))
    first = pl.col(DAY).min()
    repeat = pl.col(DAY) > first
    return (
        days.group_by(CUSTOMER)
        .agg(
            repeat.sum().alias("repeats"),
            ((pl.col(DAY).max() - first).dt.total_days() / unit_days).alias("last"),
            ((pl.lit(until) - first).dt.total_days() / unit_days).alias("known"),
            pl.col(AMOUNT).filter(repeat).mean().fill_null(0.0).alias("spend"),
        )
        .sort(CUSTOMER)
    )


def histories(
    repeats: Sequence[float] | Floats,
    last: Sequence[float] | Floats,
    known: Sequence[float] | Floats,
    spend: Sequence[float] | Floats | None = None,
    unit_days: float = 7.0,
) -> Histories:
    """Histories out of numbers that are counted already; customers are numbered from 0.

    Raises `MingjingError` when a number is missing or below zero, or when a last purchase lies after the cut.
    """
    x, t_x, until = (np.asarray(values, dtype=np.float64) for values in (repeats, last, known))
    money = np.zeros_like(x) if spend is None else np.asarray(spend, dtype=np.float64)
    if not (x.shape == t_x.shape == until.shape == money.shape) or not np.isfinite(x + t_x + until + money).all():
        raise MingjingError(_("Repeats, last and known times must be numbers, one of each per customer."))
    if (np.minimum(x, money) < 0).any() or (t_x < 0).any() or (t_x > until + 1e-9).any():
        raise MingjingError(_("A customer's last purchase must lie between the first one and the cut."))
    return Histories(pl.Series(CUSTOMER, np.arange(len(x))), x, t_x, until, money, unit_days)
