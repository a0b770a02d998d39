"""Exponential smoothing of many series at once: each row its own length, each parameter of a fixed grid tried on it.

A grid instead of an optimiser: the same answer on every machine, and one pass over time serves all rows and parameters.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Lengths = NDArray[np.intp]

_ALPHAS: Final = np.array([0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
_GRID: Final = np.stack(
    [
        axis.ravel()
        for axis in np.meshgrid(
            [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99],
            [0.02, 0.05, 0.1, 0.2, 0.4],
            [0.8, 0.85, 0.9, 0.95, 0.98],
            indexing="ij",
        )
    ]
)


def fit_lines(rows: Floats, lengths: Lengths) -> tuple[Floats, Floats]:
    """Intercept and slope of the least-squares line through the first `lengths[r]` values of each row, time from 0."""
    time = np.arange(rows.shape[1])
    used = time < lengths[:, None]
    middle = (lengths - 1) / 2
    mean = np.where(used, rows, 0).sum(axis=1) / lengths
    away = np.where(used, time - middle[:, None], 0)
    spread = (away * away).sum(axis=1)
    slope = (away * np.where(used, rows, 0)).sum(axis=1) / np.where(spread > 0, spread, 1)
    return mean - slope * middle, slope


def smooth_levels(rows: Floats, lengths: Lengths) -> Floats:
    """Last level of simple exponential smoothing of each row, its alpha the one of least squared one-step error.

    `rows` is (r, n) and is read up to `lengths` (r,), which must not increase from row to row. Started at the first
    value (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 8.1).
    """
    level = np.repeat(rows[:, :1], len(_ALPHAS), axis=1)
    loss = np.zeros_like(level)
    for step in range(1, rows.shape[1]):
        live = int(np.count_nonzero(lengths > step))
        error = rows[:live, step, None] - level[:live]
        loss[:live] += error * error
        level[:live] += _ALPHAS * error
    best: Floats = level[np.arange(len(rows)), loss.argmin(axis=1)]
    return best


def damped_trends(rows: Floats, lengths: Lengths, horizon: int) -> Floats:
    """Forecasts (r, horizon) of Holt's damped trend, its parameters those of least squared one-step error in the grid.

    Shapes as in `smooth_levels`; started on the line through the first ten values (Gardner & McKenzie 1985; FPP3 8.2).
    """
    alpha, beta, phi = _GRID
    intercept, slope = fit_lines(rows[:, :10], np.minimum(lengths, 10))
    level = np.repeat((intercept - slope)[:, None], alpha.size, axis=1)
    trend = np.repeat(slope[:, None], alpha.size, axis=1)
    loss = np.zeros_like(level)
    alpha_beta = alpha * beta
    for step in range(rows.shape[1]):
        live = int(np.count_nonzero(lengths > step))
        damped = phi * trend[:live]
        expected = level[:live] + damped
        error = rows[:live, step, None] - expected
        loss[:live] += error * error
        level[:live] = expected + alpha * error
        trend[:live] = damped + alpha_beta * error
    at = (np.arange(len(rows)), loss.argmin(axis=1))
    steps = np.cumsum(phi[at[1]][:, None] ** np.arange(1, horizon + 1), axis=1)
    ahead: Floats = level[at][:, None] + trend[at][:, None] * steps
    return ahead
