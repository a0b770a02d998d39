"""Pareto/NBD: buying at an own rate until leaving at any time (Schmittlein, Morrison and Colombo 1987, Mgmt Sci 33:1).

Formulas as in Fader and Hardie 2005, "A note on deriving the Pareto/NBD model and related expressions".
"""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.purchases.bg_nbd import FINE, distinct, hyp2f1
from datasource.analytics.purchases.fitting import most_likely
from datasource.analytics.purchases.histories import Histories
from datasource.analytics.refusals import Floats


@dataclass(frozen=True)
class ParetoNbd:
    """Rates are Gamma(r, alpha), chances to leave Gamma(s, beta), both per unit of time."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float

    def alive(self, past: Histories) -> Floats:
        """Chance that each customer still buys, 0 to 1."""
        rows = np.stack([past.repeats, past.last, past.known])
        stayed, left = _log_parts(np.array([self.r, self.alpha, self.s, self.beta]), rows)
        return np.asarray(1.0 / (1.0 + np.exp(np.minimum(left - stayed, 700))))

    def expected(self, past: Histories, ahead: float) -> Floats:
        """Expected purchases of each customer in the next `ahead` units of time."""
        rate = (self.r + past.repeats) / (self.alpha + past.known)
        end = self.beta + past.known
        power = self.s - 1
        shrunk = np.log(end / (end + ahead))
        lasting = end * (-np.expm1(power * shrunk) / power if abs(power) > 1e-9 else -shrunk)
        return np.asarray(rate * lasting * self.alive(past))


def fit_pareto_nbd(past: Histories, tolerance: float = FINE) -> ParetoNbd:
    """The most likely Pareto/NBD of the histories; raises `MingjingError` when they do not determine one.

    A `tolerance` of `COARSE` takes half the time and moves parameters in the fourth digit.
    """
    rows, weights = distinct(past)
    start = np.array([1.0, 10.0, 1.0, 10.0])
    (r, alpha, s, beta), loss = most_likely(lambda p: -_log_likelihood(p, rows, weights), start, tolerance=tolerance)
    return ParetoNbd(float(r), float(alpha), float(s), float(beta), -loss)


def _log_likelihood(parameters: Floats, rows: Floats, weights: Floats) -> float:
    from scipy.special import gammaln  # noqa: PLC0415

    r, alpha, s, beta = parameters
    rate = gammaln(r + rows[0]) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    with np.errstate(invalid="ignore"):
        return float(weights @ (rate + np.logaddexp(*_log_parts(parameters, rows))))


def _log_parts(parameters: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Logarithms of the likelihood of having stayed and of having left (-inf when the last purchase is at the cut)."""
    r, alpha, s, beta = parameters
    x, last, known = rows
    power = r + s + x
    larger, second = (alpha, s + 1 + 0 * x) if alpha >= beta else (beta, r + x)

    def log_term(time: Floats) -> Floats:
        """Log of 2F1(power, second; power + 1; z) / (larger + time)^power, by Euler's transformation: no overflow."""
        z = abs(alpha - beta) / (larger + time)
        series = hyp2f1(1.0, power + 1 - second, power + 1, z)
        return np.asarray((1 - second) * np.log1p(-z) + np.log(series) - power * np.log(larger + time))

    stayed = -(r + x) * np.log(alpha + known) - s * np.log(beta + known)
    upper, lower = log_term(last), log_term(known)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.log(-np.expm1(np.minimum(lower - upper, 0.0)))
    return stayed, np.log(s / power) + upper + gap
