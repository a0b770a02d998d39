"""Straight-line and logistic models with standard errors, on numbers: what drivers and regressions are counted with.

`columns` is n rows by k columns without the constant; coefficients and covariances have the constant first.
"""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.refusals import Floats
from datasource.analytics.threads import one_thread

STEPS = 50
CLOSE = 1e-10


@dataclass(frozen=True)
class Fit:
    """`weights` (k + 1), their `covariance`, the `fitted` values (n) and the log-likelihood of the outcome."""

    weights: Floats
    covariance: Floats
    fitted: Floats
    log_likelihood: float
    converged: bool = True

    @property
    def errors(self) -> Floats:
        """Standard errors of the weights."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_logit(columns: Floats, outcome: Floats, penalty: float = 1.0) -> Fit:
    """Logistic regression by Newton's method, with a ridge penalty on coefficients per standard deviation.

    `outcome` is 0 or 1. The covariance is the inverse of the penalised information (le Cessie and van Houwelingen
    1992, Applied Statistics 41:191); with penalty 0 it is maximum likelihood. `converged` is False when no finite
    maximum was found (McCullagh and Nelder 1989, section 4.4).
    """
    centre, spread = _scales(columns)
    design = np.column_stack([np.ones(len(columns)), (columns - centre) / spread])
    ridge = np.diag([0.0, *np.full(columns.shape[1], penalty)])
    weights = np.zeros(design.shape[1])
    moved = np.inf
    with one_thread():
        for _step in range(STEPS):
            fitted = _chances(design @ weights)
            bend = (design * (fitted * (1 - fitted))[:, None]).T @ design + ridge + 1e-12 * np.eye(len(weights))
            change = np.clip(np.linalg.solve(bend, design.T @ (outcome - fitted) - ridge @ weights), -4, 4)
            weights, moved = weights + change, float(np.abs(change).max())
            if moved < CLOSE:
                break
        covariance = np.asarray(np.linalg.inv(bend), dtype=np.float64)
    fitted = _chances(design @ weights)
    likelihood = float(np.log(np.clip(np.where(outcome == 1, fitted, 1 - fitted), 1e-300, 1)).sum())
    return Fit(*_unscaled(weights, covariance, centre, spread), fitted, likelihood, moved < 1e-6)


def fit_least_squares(columns: Floats, outcome: Floats, *, robust: bool = False) -> Fit:
    """Ordinary least squares by QR; `robust` covariances are HC3 (MacKinnon and White 1985, J. Econometrics 29:305)."""
    centre, spread = _scales(columns)
    design = np.column_stack([np.ones(len(columns)), (columns - centre) / spread])
    with one_thread():
        base, upper = np.linalg.qr(design)
        weights = np.linalg.solve(upper, base.T @ outcome)
        fitted = design @ weights
        residuals = outcome - fitted
        inner = np.linalg.inv(upper)
        if robust:
            leverage = np.minimum((base**2).sum(axis=1), 1 - 1e-9)
            side = inner @ (base * (residuals / (1 - leverage))[:, None]).T
            covariance = np.asarray(side @ side.T)
        else:
            covariance = np.asarray(inner @ inner.T * float(residuals @ residuals) / (len(outcome) - design.shape[1]))
    variance = max(float(residuals @ residuals) / len(outcome), 1e-300)
    likelihood = -len(outcome) / 2 * (np.log(2 * np.pi * variance) + 1)
    return Fit(*_unscaled(weights, covariance, centre, spread), fitted, float(likelihood))


def repeated(columns: Floats, tolerance: float = 1e-7) -> list[int]:
    """Places of columns that are constant or a sum of multiples of the columns before them."""
    centre, spread = _scales(columns)
    scaled = (columns - centre) / spread / np.sqrt(max(len(columns), 1))
    base: list[Floats] = []
    places = []
    for place, column in enumerate(scaled.T):
        rest = column.copy()
        for _twice in range(2):
            rest = rest - sum(((part @ rest) * part for part in base), np.zeros(len(rest)))
        size = float(np.linalg.norm(rest))
        if size > tolerance:
            base.append(rest / size)
        else:
            places.append(place)
    return places


def normal_chance(scores: Floats) -> Floats:
    """Two-sided chance of a standard normal score at least as far from 0."""
    from scipy.special import ndtr  # noqa: PLC0415

    return np.asarray(2 * ndtr(-np.abs(scores)))


def student_chance(scores: Floats, freedom: int) -> Floats:
    """Two-sided chance of Student's t with so many degrees of freedom at least as far from 0."""
    from scipy.special import stdtr  # noqa: PLC0415

    return np.asarray(2 * stdtr(freedom, -np.abs(scores)))


def _chances(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -700, 700))))


def _scales(columns: Floats) -> tuple[Floats, Floats]:
    centre, spread = columns.mean(axis=0), columns.std(axis=0)
    return centre, np.where(spread > 1e-12 * np.maximum(np.abs(centre), 1e-300), spread, 1.0)


def _unscaled(weights: Floats, covariance: Floats, centre: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Weights and covariance for the columns as they were given."""
    turn = np.diag(np.concatenate([[1.0], 1 / spread]))
    turn[0, 1:] = -centre / spread
    return np.asarray(turn @ weights, dtype=np.float64), np.asarray(turn @ covariance @ turn.T, dtype=np.float64)
