"""Gamma-Gamma: what a customer spends per purchase (Fader and Hardie 2013, note 025, "The Gamma-Gamma model")."""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.purchases.fitting import most_likely
from datasource.analytics.purchases.histories import FEWEST_REPEATERS, Histories
from datasource.analytics.refusals import Floats, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _


@dataclass(frozen=True)
class GammaGamma:
    """Amounts of a customer are Gamma(p, nu), with nu Gamma(q, gamma) across customers.

    `correlation` is that of repeats and spend among repeat buyers: the model takes it to be none.
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float
    repeaters: int
    correlation: float

    @property
    def mean(self) -> float:
        """Mean amount of a purchase over all customers."""
        return self.p * self.gamma / (self.q - 1)

    def expected(self, past: Histories) -> Floats:
        """Expected mean amount of each customer's purchases: own mean, shrunk to everyone's (note 025, equation 5)."""
        x = np.where(past.spend > 0, past.repeats, 0.0)
        return np.asarray(self.p * (self.gamma + x * past.spend) / (self.p * x + self.q - 1))


def fit_gamma_gamma(past: Histories) -> GammaGamma:
    """The most likely Gamma-Gamma of all customers with a repeat purchase of an amount above zero.

    Raises `MingjingError` with fewer than 10 of them, when all amounts are equal, or when the mean has no bound.
    """
    chosen = (past.repeats > 0) & (past.spend > 0)
    need_rows(int(chosen.sum()), FEWEST_REPEATERS, N_("customers who bought again with an amount above zero"))
    x, spend = past.repeats[chosen], past.spend[chosen]
    if np.ptp(spend) <= 1e-12 * spend.max():
        raise MingjingError(_("All amounts are equal: there is no spending to tell customers apart by."))
    scale = float(spend.mean())
    (p, q, gamma), loss = most_likely(lambda v: -_log_likelihood(v, x, spend / scale), np.array([2.0, 3.0, 1.0]))
    if q <= 1:
        raise MingjingError(_("Amounts differ so much that their mean cannot be predicted; use the median instead."))
    correlation = float(np.corrcoef(x, spend)[0, 1]) if np.ptp(x) > 0 else 0.0
    likelihood = -loss - len(x) * float(np.log(scale))
    return GammaGamma(float(p), float(q), float(gamma * scale), likelihood, len(x), correlation)


def _log_likelihood(parameters: Floats, x: Floats, spend: Floats) -> float:
    """Summed log-likelihood of the observed means (note 025, equation 1a)."""
    from scipy.special import gammaln  # noqa: PLC0415

    p, q, gamma = parameters
    shape = p * x
    parts = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma)
    return float(
        (parts + (shape - 1) * np.log(spend) + shape * np.log(x) - (shape + q) * np.log(gamma + x * spend)).sum()
    )
