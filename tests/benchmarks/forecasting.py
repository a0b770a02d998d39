"""Milliseconds (processor) of one sales forecast with backtest and intervals: the median of series of 120 months."""

import sys
from statistics import median
from time import process_time

import numpy as np

from datasource.analytics.forecast import project


def measure_forecast(runs: int = 20) -> float:
    """Median milliseconds over `runs` series of 120 months, 12 ahead."""
    draw = np.random.default_rng(0)
    season = 1 + 0.3 * np.sin(np.arange(120) * np.pi / 6)
    taken = []
    for _run in range(runs):
        values = draw.gamma(20, 50, 120) * season
        start = process_time()
        project(values, 12, 12)
        taken.append((process_time() - start) * 1000)
    return median(taken)


if __name__ == "__main__":
    sys.stdout.write(f"forecast of one series: {measure_forecast():.1f} ms\n")
