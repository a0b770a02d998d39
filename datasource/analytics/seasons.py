"""Season of a series: is there one, and what are its indices (classical decomposition)."""

import numpy as np

from datasource.analytics.smoothing import Floats


def is_seasonal(values: Floats, season: int) -> bool:
    """Whether the autocorrelation at one season stands out at 90 %, judged on three seasons or more.

    The test of the M4 benchmarks (Makridakis, Spiliotis & Assimakopoulos 2020; Fiorucci et al. 2016, section 2).
    """
    if season < 2 or len(values) < 3 * season:
        return False
    away = values - values.mean()
    power = float(away @ away)
    if power == 0:
        return False
    lags = np.array([float(away[lag:] @ away[:-lag]) for lag in range(1, season + 1)]) / power
    bound = 1.645 * np.sqrt((1 + 2 * float(lags[:-1] @ lags[:-1])) / len(values))
    return bool(abs(lags[-1]) > bound)


def seasonal_indices(values: Floats, season: int, multiplicative: bool) -> Floats:
    """Index of each place in the season (season,), by centred moving averages: mean 1 (ratios) or mean 0 (differences).

    `values` holds two whole seasons or more and starts at place 0 (FPP3, 3.4).
    """
    if season % 2:
        window = np.ones(season) / season
    else:
        window = np.ones(season + 1) / season
        window[[0, -1]] /= 2
    trend = np.convolve(values, window, "valid")
    start = season // 2
    part = values[start : start + len(trend)]
    rest = part / trend if multiplicative else part - trend
    place = (np.arange(len(rest)) + start) % season
    means = np.bincount(place, rest, season) / np.bincount(place, minlength=season)
    indices: Floats = means / means.mean() if multiplicative else means - means.mean()
    return indices
