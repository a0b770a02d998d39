"""What customers bring after all they cost, who carries the profit, and how much hangs on few of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.analytics.refusals import Floats, need_columns, need_not_negative, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

REVENUE = "revenue"
TOPS = (0.01, 0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Whale:
    """The whale curve of profit: customers from the most to the least profitable.

    `customers` has one row each in that order: `customer`, `revenue`, `cost`, `profit`, `customer_share` up to there,
    `profit_sum` up to there, and `profit_share` = profit_sum / total (null unless the total is above zero). `peak` is
    the highest sum, reached with `peak_customers`; `lost` = peak - total is what the others take away again.
    """

    customers: pl.DataFrame
    total: float
    peak: float
    peak_customers: int
    lost: float


@dataclass(frozen=True)
class Concentration:
    """How unequal values are: `gini` 0 (all equal) to 1, `hhi` the sum of squared shares (1 / customers to 1),
    `top_fifth` the share of the largest 20 % of customers, `for_four_fifths` how many customers make up 80 %, and
    `curve` one row per customer, largest first: `customer_share`, `value_share` up to there, `tops` the largest 1, 5,
    10 and 20 % of them, rounded up to whole customers: `share`, `customers`, `value`, `value_share`.
    """

    gini: float
    hhi: float
    top_fifth: float
    for_four_fifths: int
    curve: pl.DataFrame
    tops: pl.DataFrame


def whale(rows: pl.DataFrame, amounts: tuple[str, ...] = (), unit_costs: Mapping[str, float] | None = None) -> Whale:
    """Profit = revenue - the columns of `amounts` (goods, discounts) - each count of `unit_costs` x its cost.

    `rows` has one row per `customer` with `revenue`; empty cells are 0. Counts are hours, visits, tickets and the like.
    Raises `MingjingError` for missing columns, a customer that stands twice, no revenue at all, or costs, counts and
    amounts below zero. Kaplan and Narayanan 2001, Harvard Business Review: "whale curve".
    """
    units = dict(unit_costs or {})
    need_columns(rows, ("customer", REVENUE, *amounts, *units))
    need_unique(rows, "customer")
    for name in (*amounts, *units):
        need_not_negative(rows[name])
    if min(units.values(), default=0.0) < 0:
        raise MingjingError(_("What one unit costs must not be below zero."))
    need_rows(int((rows[REVENUE].fill_null(0) != 0).sum()), 1, N_("customers with revenue"))
    filled = rows.with_columns(pl.col(REVENUE, *amounts, *units).cast(pl.Float64).fill_null(0.0))
    costs = [pl.lit(0.0), *(pl.col(name) for name in amounts), *(pl.col(name) * each for name, each in units.items())]
    cost = pl.sum_horizontal(costs).alias("cost")
    profits = filled.select("customer", REVENUE, cost).with_columns((pl.col(REVENUE) - pl.col("cost")).alias("profit"))
    return _curve(profits.sort("profit", "customer", descending=(True, False)))


def _curve(profits: pl.DataFrame) -> Whale:
    sums = profits["profit"].cum_sum().to_numpy()
    total, best = float(sums[-1]), int(np.argmax(sums))
    peak = max(float(sums[best]), 0.0)
    customers = profits.with_columns(
        (pl.int_range(1, pl.len() + 1) / pl.len()).alias("customer_share"),
        pl.Series("profit_sum", sums),
        pl.Series("profit_share", sums / total if total > 0 else [None] * len(sums), dtype=pl.Float64),
    )
    return Whale(customers, total, peak, best + 1 if peak > 0 else 0, peak - total)


def concentration(values: Floats) -> Concentration:
    """How much of the sum hangs on few customers; `values` has one number not below zero per customer.

    Gini 1912 in the form 2 x sum(rank x value) / (n x sum) - (n + 1) / n over rising values; Herfindahl 1950. Raises
    `MingjingError` without customers, for values missing or below zero, or a sum of zero.
    """
    need_rows(len(values), 1, N_("customers"))
    need_not_negative(pl.Series("value", values))
    total = float(values.sum())
    if not total:
        raise MingjingError(_("All values are zero, so there are no shares."))
    falling = np.sort(values)[::-1]
    count = len(values)
    shares = np.cumsum(falling) / total
    ranks = np.arange(count, 0, -1)
    gini = 2 * float(ranks @ falling) / (count * total) - (count + 1) / count
    edges = np.arange(count + 1) / count
    top = float(np.interp(0.2, edges, np.concatenate([[0.0], shares])))
    enough = int(np.searchsorted(shares, 0.8 - 1e-12)) + 1
    curve = pl.DataFrame({"customer_share": edges[1:], "value_share": shares})
    hhi = float(((falling / total) ** 2).sum())
    return Concentration(gini, hhi, top, enough, curve, _tops(np.cumsum(falling), total))


def _tops(sums: Floats, total: float) -> pl.DataFrame:
    customers = np.ceil(np.array(TOPS) * len(sums) - 1e-9).astype(np.int64)
    values = sums[customers - 1]
    told = {"share": TOPS, "customers": customers, "value": values, "value_share": values / total}
    return pl.DataFrame(told)
