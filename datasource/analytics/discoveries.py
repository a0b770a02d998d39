"""Findings among many tests: p-values adjusted so that a stated share of what is reported is false at most."""

import numpy as np
import numpy.typing as npt

from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import _


def benjamini_hochberg(values: npt.ArrayLike) -> Floats:
    """Adjusted p-values, same shape: those up to q hold a share q of false ones at most.

    For independent or positively dependent tests (Benjamini and Hochberg 1995, JRSS B 57:289). Raises `MingjingError`
    unless every value is between 0 and 1.
    """
    chances = _checked(values)
    return _stepped_up(chances, np.ones(len(chances)))


def benjamini_yekutieli(values: npt.ArrayLike) -> Floats:
    """As `benjamini_hochberg`, for any dependence (Benjamini and Yekutieli 2001, Annals of Statistics 29:1165)."""
    chances = _checked(values)
    return _stepped_up(chances, np.full(len(chances), (1 / np.arange(1, len(chances) + 1)).sum()))


def holm(values: npt.ArrayLike) -> Floats:
    """Adjusted p-values: those up to a hold any false one with chance a at most (Holm 1979, Scand. J. Stat. 6:65)."""
    chances = _checked(values)
    order = np.argsort(chances, kind="stable")
    adjusted = np.empty(len(chances))
    adjusted[order] = np.minimum(np.maximum.accumulate(chances[order] * np.arange(len(chances), 0, -1)), 1)
    return adjusted


def _stepped_up(chances: Floats, factor: Floats) -> Floats:
    order = np.argsort(chances, kind="stable")
    scaled = chances[order] * len(chances) / np.arange(1, len(chances) + 1) * factor
    adjusted = np.empty(len(chances))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted


def _checked(values: npt.ArrayLike) -> Floats:
    chances = np.asarray(values, dtype=np.float64).ravel()
    if not ((chances >= 0) & (chances <= 1)).all():
        raise MingjingError(_("Chances of error must lie between 0 and 1."))
    return chances
