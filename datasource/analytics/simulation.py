"""Monte Carlo of what open deals bring: deals are won or not, one shock moves all of them together.

Independent deals understate the spread, so each run draws one common factor that shifts the log-odds of every deal,
recentred so that the mean chance of each deal stays what it is. The same seed draws the same luck: two simulations that
differ in chances or amounts are compared run by run.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from datasource.analytics.smoothing import Floats

# What quarters in common swing by, in log-odds; about a tenth of the amount at even chances.
SHOCK: Final = 0.4
_PIECE: Final = 64
_EDGE: Final = 1e-9


@dataclass(frozen=True)
class Draws:
    """How the luck is drawn: how many runs, the seed, and the deviation of the common shock in log-odds."""

    runs: int = 20_000
    seed: int = 0
    shock: float = SHOCK


FAIR: Final = Draws()


def simulate(chances: Floats, amounts: Floats, draws: Draws = FAIR) -> Floats:
    """Amount won in each run (runs,) from deals of `chances` (n,) in 0..1 and `amounts` (n,)."""
    random = np.random.default_rng(draws.seed)
    common = random.standard_normal(draws.runs)
    total = np.zeros(draws.runs)
    centre = recentred(chances, draws.shock)
    for start in range(0, len(chances), _PIECE):
        part = slice(start, start + _PIECE)
        luck = random.random((len(chances[part]), draws.runs), dtype=np.float32)
        # Won when luck < 1 / (1 + exp(-(centre + shock))), told without an exponential of every cell.
        threshold = np.log(np.maximum(luck, _EDGE) / np.maximum(1 - luck, _EDGE)).astype(np.float32)
        won = threshold < (centre[part, None] + draws.shock * common).astype(np.float32)
        total += amounts[part] @ won
    return total


def recentred(chances: Floats, shock: float) -> Floats:
    """Log-odds (n,) whose chance, averaged over a normal shock of deviation `shock`, is `chances` (n,).

    Newton's method over 24 Gauss–Hermite nodes; chances of 0 and 1 stay certain.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(24)
    weights = weights / weights.sum()
    inner = np.clip(chances, 1e-7, 1 - 1e-7)
    found = np.log(inner / (1 - inner))
    for _turn in range(12):
        spread = 1 / (1 + np.exp(-(found[:, None] + shock * nodes)))
        mean, slope = spread @ weights, (spread * (1 - spread)) @ weights
        found = found - np.clip((mean - inner) / np.maximum(slope, 1e-12), -2, 2)
    return np.where(chances <= 0, -np.inf, np.where(chances >= 1, np.inf, found))


def exact_moments(chances: Floats, amounts: Floats) -> tuple[float, float]:
    """Mean and standard deviation of the amount won by independent deals: Σ p v and √ Σ p (1 − p) v²."""
    return float(chances @ amounts), float(np.sqrt((chances * (1 - chances)) @ amounts**2))


def exact_counts(chances: Floats) -> Floats:
    """Probability (n + 1,) of each number of won deals when they are independent: the Poisson-binomial distribution."""
    found = np.ones(1)
    for chance in chances:
        found = np.append(found, 0) * (1 - chance) + np.append(0, found) * chance
    return found
