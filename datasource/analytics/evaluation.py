"""How good chances of a yes/no outcome are: who stands first, whether 30 % happen 3 times in 10, better than nothing.

`outcome` holds 0 and 1, `chance` the predicted chances, both of length n. All of it counts ties fairly: the order of
the rows changes no number.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import _

Z95 = 1.959963984540054
BINS = 10


@dataclass(frozen=True)
class ReportCard:
    """How good chances were on data that the model had not seen.

    `skill` is 1 - Brier / Brier of the base rate; `error` the expected calibration error over ten equal bins; `lift`
    the outcome's share in the first tenth / its share in all; `slope` and `intercept` those of the calibration line
    (1 and 0 when chances are right); `bins` and `gains` as `calibration_bins` and `gains` give them.
    """

    rows: int
    base_rate: float
    mean_chance: float
    auc: float
    pr_auc: float
    brier: float
    skill: float
    error: float
    lift: float
    slope: float
    intercept: float
    bins: pl.DataFrame
    gains: pl.DataFrame


def assess(outcome: Floats, chance: Floats) -> ReportCard:
    """The report card of chances; raises `MingjingError` when the outcome is always the same or numbers are missing."""
    _need_two_classes(outcome, chance)
    base = float(outcome.mean())
    squared = brier(outcome, chance)
    bins = calibration_bins(outcome, chance)
    slope, intercept = calibration_line(outcome, chance)
    return ReportCard(
        rows=len(outcome),
        base_rate=base,
        mean_chance=float(chance.mean()),
        auc=auc(outcome, chance),
        pr_auc=pr_auc(outcome, chance),
        brier=squared,
        skill=1 - squared / (base * (1 - base)),
        error=calibration_error(bins),
        lift=lift(outcome, chance),
        slope=slope,
        intercept=intercept,
        bins=bins,
        gains=gains(outcome, chance),
    )


def auc(outcome: Floats, score: Floats) -> float:
    """Chance that a 1 is scored above a 0, ties half (Mann and Whitney 1947)."""
    _values, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    ones = outcome.sum()
    return float((ranks[outcome == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(outcome) - ones)))


def pr_auc(outcome: Floats, score: Floats) -> float:
    """Average precision: precision at each score, weighted by the recall it adds (no interpolation)."""
    hits, counts = _tied(outcome, score)
    found, asked = np.cumsum(hits), np.cumsum(counts)
    return float((hits / hits.sum() * found / asked).sum())


def brier(outcome: Floats, chance: Floats) -> float:
    """Mean squared error of the chances (Brier 1950, Monthly Weather Review 78:1)."""
    return float(((chance - outcome) ** 2).mean())


def lift(outcome: Floats, score: Floats, share: float = 0.1) -> float:
    """Share of ones among the first `share` of rows, over the share of ones in all; ties count in proportion."""
    return float(_found_within(outcome, score, share * len(outcome)) / (share * outcome.sum()))


def gains(outcome: Floats, score: Floats) -> pl.DataFrame:
    """Ten rows, first tenth first: `share` of the rows up to there, `found` share of ones, `lift` up to there."""
    shares = np.arange(1, BINS + 1) / BINS
    found = np.array([_found_within(outcome, score, share * len(outcome)) for share in shares]) / outcome.sum()
    return pl.DataFrame({"share": shares, "found": found, "lift": found / shares})


def calibration_bins(outcome: Floats, chance: Floats, bins: int = BINS) -> pl.DataFrame:
    """Rows sorted by chance in bins of equal size: `count`, mean `chance`, `actual` share, its Wilson `low`, `high`."""
    hits, counts = _tied(outcome, chance)
    shares = (hits / counts)[::-1].repeat(counts[::-1])
    parts = [
        (np.sort(chance)[part], shares[part]) for part in np.array_split(np.arange(len(chance)), bins) if len(part)
    ]
    count = np.array([len(part) for part, _share in parts], dtype=np.float64)
    actual = np.array([share.mean() for _part, share in parts])
    low, high = wilson(actual * count, count)
    mean = [float(part.mean()) for part, _share in parts]
    return pl.DataFrame({"count": count, "chance": mean, "actual": actual, "low": low, "high": high})


def calibration_error(bins: pl.DataFrame) -> float:
    """Mean distance of chance and share over the bins, weighted by their size (Naeini and others 2015, AAAI)."""
    chance, actual, count = (bins[name].to_numpy() for name in ("chance", "actual", "count"))
    return float(count @ np.abs(chance - actual) / count.sum())


def calibration_line(outcome: Floats, chance: Floats) -> tuple[float, float]:
    """Slope and intercept of the logit of the outcome over that of the chance (Cox 1958, Biometrika 45:562)."""
    bounded = np.clip(chance, 1e-6, 1 - 1e-6)
    columns = np.stack([np.log(bounded / (1 - bounded)), np.ones(len(chance))])
    line = np.array([1.0, 0.0])
    for _step in range(25):
        fitted = 1 / (1 + np.exp(-np.clip(line @ columns, -30, 30)))
        bend = (columns * (fitted * (1 - fitted))) @ columns.T + 1e-9 * np.eye(2)
        line = line + np.clip(np.linalg.solve(bend, columns @ (outcome - fitted)), -3, 3)
    return float(line[0]), float(line[1])


def wilson(hits: Floats, count: Floats) -> tuple[Floats, Floats]:
    """Bounds of a share at 95 % (Wilson 1927, JASA 22:209); NaN where nothing was counted."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / count
        middle = share + Z95**2 / (2 * count)
        half = Z95 * np.sqrt(share * (1 - share) / count + Z95**2 / (4 * count**2))
        scale = 1 + Z95**2 / count
        return np.maximum((middle - half) / scale, 0.0), np.minimum((middle + half) / scale, 1.0)


def closer_by(outcome: Floats, chance: Floats, other: Floats) -> float:
    """How many standard errors lower the mean squared error of `chance` is than that of `other` (paired by row)."""
    gain = (other - outcome) ** 2 - (chance - outcome) ** 2
    spread = float(gain.std(ddof=1)) / np.sqrt(len(gain))
    return float(gain.mean() / spread) if spread > 0 else 0.0


def _tied(outcome: Floats, score: Floats) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Ones and rows of each distinct score, highest score first."""
    _values, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    return np.bincount(place, weights=outcome).astype(np.float64)[::-1], counts[::-1].astype(np.int64)


def _found_within(outcome: Floats, score: Floats, rows: float) -> float:
    """Ones among the first so many rows."""
    hits, counts = _tied(outcome, score)
    edges = np.concatenate([[0.0], np.cumsum(counts)])
    return float(np.interp(rows, edges, np.concatenate([[0.0], np.cumsum(hits)])))


def _need_two_classes(outcome: Floats, chance: Floats) -> None:
    if not np.isfinite(chance).all() or not np.isin(outcome, (0, 1)).all():
        raise MingjingError(_("Outcomes must be yes or no, and each needs a chance."))
    if not 0 < outcome.sum() < len(outcome):
        raise MingjingError(_("The outcome is the same in all rows, so no chance can be tested."))
