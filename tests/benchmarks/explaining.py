"""Milliseconds (processor) of what explains outcomes, on twice the demo's deals: drivers, leaks, changes, factors."""

import sys
from collections.abc import Callable
from time import process_time

import numpy as np
import polars as pl

from datasource.analytics.drivers import find_drivers
from datasource.analytics.explain_change import Measure, explain_change
from datasource.analytics.factors import analyse_factors
from datasource.analytics.leaks import find_leaks
from datasource.analytics.regression import regress

FIELDS = [f"f{place}" for place in range(20)]


def measure_explaining(rows: int = 10_000) -> dict[str, float]:
    """Milliseconds of one run of each, on so many records with 20 numbers and a field of words."""
    rng = np.random.default_rng(0)
    common = rng.normal(size=(rows, 4)).repeat(5, axis=1)
    records = pl.DataFrame(common + rng.normal(size=(rows, 20)), schema=FIELDS).with_columns(
        pl.Series("team", rng.choice(list("abcdefgh"), rows)), pl.Series("won", rng.random(rows) < 0.3)
    )
    tried: dict[str, Callable[[], object]] = {
        "drivers": lambda: find_drivers(records, [*FIELDS, "team"], "won"),
        "leaks": lambda: find_leaks(records, [*FIELDS, "team"], "won"),
        "explained change": lambda: explain_change(records, records.head(rows // 2), ["team"], Measure("f0")),
        "regression": lambda: regress(records, [*FIELDS, "team"], "f0"),
        "factors": lambda: analyse_factors(records, FIELDS),
    }
    return {name: _milliseconds(run) for name, run in tried.items()}


def _milliseconds(run: Callable[[], object]) -> float:
    start = process_time()
    run()
    return (process_time() - start) * 1000


if __name__ == "__main__":
    for name, taken in measure_explaining().items():
        sys.stdout.write(f"{name}: {taken:.0f} ms\n")
