"""Contracts with a last day as purchases to come: each is renewed at its end or not, ever more surely (sBG).

For businesses under contract, where silence within a term says nothing. What is not a renewal is not counted: neither
contracts beside a running one nor customers who come back after a break.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.analytics.purchases.histories import AMOUNT, CUSTOMER, DAY, Histories
from datasource.analytics.refusals import Floats, need_columns
from datasource.analytics.retention import Renewals, fit_renewals
from datasource.errors import MingjingError
from datasource.texts import _

START, END = "start", "end"
ENOUGH = 0.8
"""The share of contracts that must have a first and a last day."""
GRACE = 0.25
"""How much of a usual term may pass after the end until a contract counts as not renewed."""


@dataclass(frozen=True)
class Stretches:
    """Contracts of a customer without a break between them, as they stand at a cut.

    `rows` has one row per stretch: `customer`, `terms` (contracts one after the other), `last_end` (Date), `left` (the
    grace after it is over), `term_amount` (money of all its contracts / terms). `delays` are days from the end of a
    term to the day its renewal was signed, below zero before it; `term_days` is the usual length of a contract.
    """

    rows: pl.DataFrame
    delays: Floats
    term_days: float


@dataclass(frozen=True)
class ContractRenewals:
    """The renewals of customers who are under contract at `cut`; `running` has one row each, as `Stretches.rows`."""

    renewals: Renewals
    running: pl.DataFrame
    delays: Floats
    term_days: float
    cut: date

    def expected(self, past: Histories, ahead: float) -> Floats:
        """Renewals of each customer of `past` signed within the next `ahead` units of time; 0 without a contract."""
        since = (pl.lit(self.cut) - pl.col("last_end")).dt.total_days().cast(pl.Float64)
        told = self.running.select(CUSTOMER, pl.col("terms").cast(pl.Float64), since.alias("since"))
        counts = self._renewed(told["terms"].to_numpy() - 1, told["since"].to_numpy(), ahead * past.unit_days)
        found = told.select(CUSTOMER, pl.Series("renewals", counts)).group_by(CUSTOMER).agg(pl.col("renewals").max())
        return self._of(past, found)

    def amounts(self, past: Histories) -> Floats:
        """Money of one term of each customer's running contract, 0 without one."""
        return self._of(past, self.running.group_by(CUSTOMER).agg(pl.col("term_amount").last()))

    def ends(self, past: Histories) -> pl.Series:
        """The last day (Date) that the contracts of each customer of `past` cover, null without one."""
        last = self.running.group_by(CUSTOMER).agg(pl.col("last_end").max().alias("until"))
        return self._met(past, last)["until"]

    def _of(self, past: Histories, found: pl.DataFrame) -> Floats:
        return self._met(past, found)[found.columns[1]].fill_null(0.0).to_numpy()

    @staticmethod
    def _met(past: Histories, found: pl.DataFrame) -> pl.DataFrame:
        return past.customers.to_frame(CUSTOMER).join(found, on=CUSTOMER, how="left", maintain_order="left")

    def _renewed(self, ages: Floats, since: Floats, days: float) -> Floats:
        """Renewals within `days`, of contracts renewed `ages` times whose end lies `since` days back (below 0: ahead).

        The next one has the chance p (1 - F) / (1 - p F), F the share of renewals that are signed by now: who has not
        renewed yet is likelier not to.
        """
        chance = self.renewals.staying(ages + 1) / self.renewals.staying(ages)
        signed = np.searchsorted(np.sort(self.delays), since, side="right") / max(1, len(self.delays))
        still = chance * (1 - signed) / np.maximum(1 - chance * signed, 1e-12)
        first = np.maximum(float(np.median(self.delays)) - since, 0.0) if len(self.delays) else np.maximum(-since, 0.0)
        counts = np.where(first <= days, np.maximum(1.0, np.ceil((days - first) / self.term_days)), 0.0)
        total = np.zeros(len(ages))
        for step in range(1, int(counts.max(initial=0)) + 1):
            kept = self.renewals.staying(ages + step) / self.renewals.staying(ages + 1)
            total += np.where(counts >= step, still * kept, 0.0)
        return total


def fit_contract_renewals(contracts: pl.DataFrame, until: date) -> ContractRenewals:
    """Fit contracts signed up to `until`; later ones change nothing.

    `contracts` as in `stretches`. Raises `MingjingError` as that does, as `fit_renewals` does, or when contracts do not
    end as the model expects.
    """
    found = stretches(contracts, until)
    left = found.rows["left"]
    lasted = found.rows["terms"] - (~left).cast(pl.Int64)
    renewals = fit_renewals(lasted.cast(pl.Float64).to_numpy(), left.cast(pl.Float64).to_numpy())
    if renewals.withheld:
        raise MingjingError(renewals.withheld)
    return ContractRenewals(renewals, found.rows.filter(~left), found.delays, found.term_days, until)


def stretches(contracts: pl.DataFrame, until: date) -> Stretches:
    """Put contracts signed up to the day `until` one after the other.

    `contracts` has one row per contract: `customer`, `day` (signed), `start`, `end` (Date), `amount`. One that moves
    the last day covered by half its own length or more is a term; one that moves it less stands beside. Raises
    `MingjingError` for missing columns and where fewer than 80 % of the contracts have both days in their order.
    """
    need_columns(contracts, (CUSTOMER, DAY, START, END, AMOUNT))
    known = contracts.drop_nulls((CUSTOMER, DAY)).filter(pl.col(DAY) <= until)
    dated = known.filter(pl.col(END) > pl.col(START))
    if not len(known) or len(dated) < ENOUGH * len(known):
        text = _("Only {share} of the contracts have a first and a last day.")
        raise MingjingError(text.format(share=f"{len(dated) / max(1, len(known)):.0%}"))
    length = (pl.col(END) - pl.col(START)).dt.total_days() + 1
    usual = float(dated.select(length.median()).item())
    placed = _placed(dated.sort(CUSTOMER, START, END, DAY), usual)
    over = (pl.lit(until) - pl.col("last_end")).dt.total_days() > GRACE * usual
    rows = placed.group_by(CUSTOMER, "stretch").agg(
        pl.col("term").sum().alias("terms"), pl.col(END).max().alias("last_end"), pl.col(AMOUNT).sum().alias("money")
    )
    told = rows.sort(CUSTOMER, "stretch").select(
        CUSTOMER,
        "terms",
        "last_end",
        over.alias("left"),
        (pl.col("money").cast(pl.Float64) / pl.col("terms")).alias("term_amount"),
    )
    renewed = placed.filter(pl.col("term") & ~pl.col("first")).select((pl.col(DAY) - pl.col("before")).dt.total_days())
    return Stretches(told, renewed[DAY].cast(pl.Float64).to_numpy(), usual)


def _placed(dated: pl.DataFrame, usual: float) -> pl.DataFrame:
    """`dated` with the last day covered `before`, whether it is the `first` of its `stretch`, and whether a `term`."""
    before = pl.col(END).cum_max().shift(1).over(CUSTOMER)
    length = (pl.col(END) - pl.col(START)).dt.total_days() + 1
    moved = (pl.col(END) - pl.col("before")).dt.total_days()
    gap = (pl.col(START) - pl.col("before")).dt.total_days()
    first = pl.col("before").is_null() | (gap > GRACE * usual)
    return (
        dated.with_columns(before.alias("before"))
        .with_columns(first.alias("first"), (first | (moved >= length / 2)).alias("term"))
        .with_columns(pl.col("first").cum_sum().over(CUSTOMER).alias("stretch"))
    )
