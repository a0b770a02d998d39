"""Two segments on one measure: the difference with its interval, and how often chance alone makes one as large."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import Floats, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

Measure = Literal["mean", "rate", "median"]
LEAST_ROWS: Final = 8
_DRAWS: Final = 2000


@dataclass(frozen=True)
class Comparison:
    """Segment `first` against `second`; `difference` is first - second with its 95 % bounds `low`, `high`.

    `chance` is the two-sided p-value of no difference, `rows` and `missing` what was counted and what had no value in
    each of them, `method` how the interval was made. `certain` when the interval leaves out zero.
    """

    measure: Measure
    method: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    chance: float
    rows: tuple[int, int]
    missing: tuple[int, int]

    @property
    def certain(self) -> bool:
        return self.low > 0 or self.high < 0


def compare(first: Floats, second: Floats, measure: Measure = "mean", seed: int = 0) -> Comparison:
    """Compare values (n,) and (m,), one for each record, NaN = missing; rates take 0 and 1.

    Means by Welch 1947 (Biometrika 34:28), rates by Newcombe 1998 (Statistics in Medicine 17:873, method 10), medians
    by percentile bootstrap of the difference (Efron and Tibshirani 1993, chapter 13), the share of draws beyond no
    difference being its chance. Raises `MingjingError` with fewer than 8 values on a side, with the same value in all
    rows, or rates other than 0 and 1.
    """
    one, other = _known(first), _known(second)
    found = {"mean": _means, "rate": _rates, "median": _medians}[measure](one, other, seed)
    missing = len(first) - len(one), len(second) - len(other)
    return Comparison(measure, *found, rows=(len(one), len(other)), missing=missing)


def compare_rates(first: tuple[int, int], second: tuple[int, int]) -> Comparison:
    """Compare two rates given as (hits, rows); method and errors as in `compare`."""
    if any(not 0 <= hits <= rows for hits, rows in (first, second)):
        raise MingjingError(_("A rate cannot count more hits than rows, nor fewer than none."))
    sides = [np.repeat([1.0, 0.0], [hits, rows - hits]) for hits, rows in (first, second)]
    return compare(sides[0], sides[1], "rate")


_Found = tuple[str, float, float, float, float, float, float]


def _means(first: Floats, second: Floats, _seed: int) -> _Found:
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415

    _need_spread(first, second)
    spreads = first.var(ddof=1) / len(first), second.var(ddof=1) / len(second)
    error = float(np.sqrt(sum(spreads)))
    freedom = error**4 / (spreads[0] ** 2 / (len(first) - 1) + spreads[1] ** 2 / (len(second) - 1))
    difference = float(first.mean() - second.mean())
    half = float(stdtrit(freedom, 0.975)) * error
    chance = float(2 * stdtr(freedom, -abs(difference) / error))
    return (
        "welch",
        float(first.mean()),
        float(second.mean()),
        difference,
        difference - half,
        difference + half,
        chance,
    )


def _rates(first: Floats, second: Floats, _seed: int) -> _Found:
    from scipy.special import ndtr  # noqa: PLC0415

    if not np.isin(np.concatenate([first, second]), (0.0, 1.0)).all():
        raise MingjingError(_("A rate is counted from yes and no; other values were found."))
    _need_spread(first, second)
    rows = np.array([len(first), len(second)], dtype=np.float64)
    hits = np.array([first.sum(), second.sum()])
    low, high = wilson(hits, rows)
    one, other = hits / rows
    down = np.hypot(one - low[0], high[1] - other)
    up = np.hypot(high[0] - one, other - low[1])
    pooled = hits.sum() / rows.sum()
    error = np.sqrt(pooled * (1 - pooled) * (1 / rows).sum())
    gap = float(one - other)
    return (
        "newcombe",
        float(one),
        float(other),
        gap,
        gap - float(down),
        gap + float(up),
        float(2 * ndtr(-abs(gap) / error)),
    )


def _medians(first: Floats, second: Floats, seed: int) -> _Found:
    _need_spread(first, second)
    draw = np.random.default_rng(seed)
    one, other = (_drawn_medians(side, draw) for side in (first, second))
    low, high = np.quantile(one - other, (0.025, 0.975))
    middles = float(np.median(first)), float(np.median(second))
    gaps = one - other
    # The real difference counts as one draw on either side, so that no chance is zero.
    tail = min(int((gaps <= 0).sum()), int((gaps >= 0).sum()))
    chance = min(2 * (tail + 1) / (_DRAWS + 1), 1.0)
    return ("bootstrap", *middles, middles[0] - middles[1], float(low), float(high), chance)


def _drawn_medians(values: Floats, draw: np.random.Generator) -> Floats:
    """Medians (b,) of bootstrap samples: the rank of a sample's median is drawn, not the sample.

    With u the k-th smallest of n uniform numbers (beta distributed), the k-th smallest of a sample with repeats is the
    value at rank floor(n u) (David and Nagaraja, Order Statistics, 2003, section 2.1).
    """
    ordered, count = np.sort(values), len(values)
    low = (count + 1) // 2
    first = draw.beta(low, count + 1 - low, _DRAWS)
    # Given the k-th, the next one is the least of the n - k numbers above it.
    least = 1 - (1 - draw.random(_DRAWS)) ** (1 / (count - low))
    second = first if count % 2 else first + (1 - first) * least
    picked = [ordered[np.minimum((place * count).astype(np.int64), count - 1)] for place in (first, second)]
    return (picked[0] + picked[1]) / 2


def _known(side: Floats) -> Floats:
    known = side[~np.isnan(side)]
    need_rows(len(known), LEAST_ROWS, N_("values in each segment"))
    if not np.isfinite(known).all():
        raise MingjingError(_("Some values are infinite, so the segments cannot be compared."))
    return known


def _need_spread(first: Floats, second: Floats) -> None:
    both = np.concatenate([first, second])
    if both.min() == both.max():
        raise MingjingError(_("All rows of both segments have the same value, so there is no difference to judge."))
    if first.min() == first.max() and second.min() == second.max() and not np.isin(both, (0.0, 1.0)).all():
        raise MingjingError(_("Each segment has one value in all its rows, so its spread is not known."))
