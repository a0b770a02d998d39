"""Milliseconds of each model of customers, on made-up purchases: `python -m tests.benchmarks.knowing_customers`.

Time is that of the processor: the models run on one thread, so on an idle machine it is the time on the clock.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import process_time

import numpy as np
import polars as pl

from datasource.analytics.churn.examples import FIELDS, customers_as_of, examples
from datasource.analytics.churn.training import train
from datasource.analytics.clusters import find_clusters
from datasource.analytics.cohorts import cohorts
from datasource.analytics.lifecycle import lifecycle
from datasource.analytics.purchases.bg_nbd import fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import fold
from datasource.analytics.purchases.pareto_nbd import fit_pareto_nbd
from datasource.analytics.purchases.worth import purchases_interval
from datasource.analytics.rfm import rfm

START, CUT, UNTIL = date(2024, 1, 1), date(2025, 12, 31), date(2026, 3, 31)
HORIZON = 90
CHURN_CUSTOMERS, OTHER_CUSTOMERS = 100_000, 5_000
CHURN_BUDGET, BUDGET = 5_000.0, 2_000.0


@dataclass(frozen=True)
class Took:
    """One algorithm, how much it was given to read, its milliseconds and the budget."""

    name: str
    size: int
    milliseconds: float
    budget: float
    what: str = "customers"

    @property
    def share(self) -> float:
        """How much of the budget was used; above 1 the bar is missed."""
        return self.milliseconds / self.budget

    def line(self) -> str:
        """What was measured, for people."""
        return f"{self.name}, {self.size:,} {self.what}: {self.milliseconds:.0f} ms (budget {self.budget:.0f} ms)"


def measure_churn(customers: int = CHURN_CUSTOMERS) -> Took:
    """Examples of two days, training, test beside recency and trees, and the last fit."""
    bought = purchases(customers)
    start = process_time()
    train(examples(bought, [date(2025, 9, 30), CUT], HORIZON, UNTIL), FIELDS, HORIZON)
    return Took("churn", customers, (process_time() - start) * 1000, CHURN_BUDGET)


def measure_others(customers: int = OTHER_CUSTOMERS) -> list[Took]:
    """Each other model by itself, the interval of purchases to come included."""
    bought = purchases(customers)
    past, standing = fold(bought, CUT), customers_as_of(bought, CUT)
    created = bought.group_by("customer").agg(pl.col("day").min().alias("created"))
    model = fit_bg_nbd(past)
    tasks: dict[str, Callable[[], object]] = {
        "BG/NBD": lambda: fit_bg_nbd(past),
        "Pareto/NBD": lambda: fit_pareto_nbd(past),
        "Gamma-Gamma": lambda: fit_gamma_gamma(past),
        "interval of purchases": lambda: purchases_interval(model, past, 13.0),
        "RFM": lambda: rfm(bought, CUT),
        "cohorts": lambda: cohorts(bought, CUT),
        "lifecycle": lambda: lifecycle(created, bought, START, CUT),
        "clusters": lambda: find_clusters(standing, FIELDS),
    }
    return [Took(name, customers, _milliseconds(task), BUDGET) for name, task in tasks.items()]


def purchases(customers: int) -> pl.DataFrame:
    """Purchases of customers who come over two years, buy at their own rates and leave; the same each time."""
    rng = np.random.default_rng(0)
    come, stay = rng.integers(0, 730, customers), rng.exponential(1, customers) / rng.gamma(1.0, 1 / 400, customers)
    owner = np.repeat(np.arange(customers), 1 + rng.poisson(np.minimum(stay, 820) * rng.gamma(1.0, 0.015, customers)))
    day = come[owner] + rng.random(len(owner)) * np.minimum(stay, 820)[owner]
    rows = pl.DataFrame(
        {
            "customer": owner,
            "day": np.datetime64(START) + day.astype(np.int64),
            "amount": rng.lognormal(4, 1, customers)[owner] * rng.gamma(4, 0.25, len(owner)),
        }
    )
    return rows.with_columns(pl.col("day").cast(pl.Date)).filter(pl.col("day") <= UNTIL)


def _milliseconds(task: Callable[[], object]) -> float:
    start = process_time()
    task()
    return (process_time() - start) * 1000


if __name__ == "__main__":
    for took in (measure_churn(), *measure_others()):
        sys.stdout.write(took.line() + "\n")
