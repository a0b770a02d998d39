"""BG/NBD: buying at an own rate until leaving after some purchase (Fader, Hardie and Lee 2005, Mktg Sci 24:275)."""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.purchases.fitting import most_likely
from datasource.analytics.purchases.histories import Histories
from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import _

FINE, COARSE = 1e-13, 1e-9


@dataclass(frozen=True)
class BgNbd:
    """Rates are Gamma(r, alpha) per unit of time, chances to leave after a purchase are Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, past: Histories) -> Floats:
        """Chance that each customer still buys, 0 to 1; 1 without a repeat (Fader, Hardie and Lee 2008, note 021)."""
        return np.asarray(1.0 / (1.0 + self._left_odds(past)))

    def expected(self, past: Histories, ahead: float) -> Floats:
        """Expected purchases of each customer in the next `ahead` units of time (2005, equation 10)."""
        x, end = past.repeats, self.alpha + past.known
        a = self._a
        series = hyp2f1(self.r + x, self.b + x, a + self.b + x - 1, ahead / (end + ahead))
        grown = 1 - (end / (end + ahead)) ** (self.r + x) * series
        return np.asarray((a + self.b + x - 1) / (a - 1) * grown / (1.0 + self._left_odds(past)))

    def expected_of_new(self, ahead: float) -> float:
        """Expected repeat purchases of a new customer within `ahead` units of time (2005, equation 9)."""
        a = self._a
        series = hyp2f1(self.r, self.b, a + self.b - 1, ahead / (self.alpha + ahead))
        grown = 1 - (self.alpha / (self.alpha + ahead)) ** self.r * series
        return float((a + self.b - 1) / (a - 1) * grown)

    def chance_of_count(self, count: int, ahead: float) -> float:
        """Chance that a new customer makes exactly `count` repeat purchases within `ahead` (2005, equation 8)."""
        from scipy.special import betaln, gammaln  # noqa: PLC0415

        log_stay = self.r * np.log(self.alpha / (self.alpha + ahead))
        log_step = np.log(ahead / (self.alpha + ahead))

        def poisson_gamma(n: int | Floats) -> Floats:
            return np.exp(gammaln(self.r + n) - gammaln(self.r) - gammaln(n + 1.0) + log_stay + n * log_step)  # type: ignore[no-any-return]

        stayed = np.exp(betaln(self.a, self.b + count) - betaln(self.a, self.b)) * poisson_gamma(count)
        if not count:
            return float(stayed)
        left = np.exp(betaln(self.a + 1, self.b + count - 1) - betaln(self.a, self.b))
        return float(stayed + left * (1 - poisson_gamma(np.arange(count, dtype=np.float64)).sum()))

    @property
    def _a(self) -> float:
        """The expectations divide by a - 1, whose limit at 1 exists: step beside it."""
        return self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6

    def _left_odds(self, past: Histories) -> Floats:
        x = past.repeats
        grown = (self.r + x) * np.log((self.alpha + past.known) / (self.alpha + past.last))
        odds = self.a / (self.b + np.maximum(x, 1) - 1) * np.exp(np.minimum(grown, 700))
        return np.where(x > 0, odds, 0.0)


def fit_bg_nbd(past: Histories, near: BgNbd | None = None) -> BgNbd:
    """The most likely BG/NBD of the histories; searched from `near`, and then less finely, for draws of a bootstrap.

    Raises `MingjingError` when the histories do not determine one.
    """
    if np.ptp(past.repeats) == 0:
        raise MingjingError(_("All customers bought equally often, so there is nothing to tell them apart by."))
    rows, weights = distinct(past)
    start = np.array([near.r, near.alpha, near.a, near.b] if near else [1.0, 5.0, 1.0, 2.0])
    (r, alpha, a, b), loss = most_likely(
        lambda p: -_log_likelihood(p, rows, weights),
        start,
        lambda p: -_slope(p, rows, weights),
        FINE if near is None else COARSE,
    )
    return BgNbd(float(r), float(alpha), float(a), float(b), -loss)


def _log_likelihood(parameters: Floats, rows: Floats, weights: Floats) -> float:
    """Summed log-likelihood over distinct (x, t_x, T) rows (2005, equation 6, in logarithms)."""
    from scipy.special import gammaln  # noqa: PLC0415

    r, alpha, a, b = parameters
    x, place = np.unique(rows[0], return_inverse=True)
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stay = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive, gone = _log_parts(parameters, rows)
    return float(weights @ ((rate + stay)[place] + np.logaddexp(alive, gone)))


def _slope(parameters: Floats, rows: Floats, weights: Floats) -> Floats:
    """Derivatives of the summed log-likelihood by r, alpha, a and b."""
    from scipy.special import psi  # noqa: PLC0415

    r, alpha, a, b = parameters
    x, place = np.unique(rows[0], return_inverse=True)
    counts = np.bincount(place, weights=weights)
    alive, gone = _log_parts(parameters, rows)
    left = weights * np.exp(gone - np.logaddexp(alive, gone))
    here = weights - left
    ends = alpha + rows[2], alpha + rows[1]
    power = r + rows[0]
    by_r = counts @ (psi(r + x) - psi(r) + np.log(alpha)) - here @ np.log(ends[0]) - left @ np.log(ends[1])
    by_alpha = counts.sum() * r / alpha - (here * power) @ (1 / ends[0]) - (left * power) @ (1 / ends[1])
    both = psi(a + b) - psi(a + b + x)
    by_a = counts @ both + left.sum() / a
    by_b = counts @ (both + psi(b + x) - psi(b)) - left @ (1 / (b + np.maximum(rows[0], 1) - 1))
    return np.array([by_r, by_alpha, by_a, by_b])


def _log_parts(parameters: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Logarithms of the parts of still buying and of having left, -inf without a repeat."""
    r, alpha, a, b = parameters
    x, last, known = rows
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
    return -(r + x) * np.log(alpha + known), np.where(x > 0, gone, -np.inf)


def distinct(past: Histories) -> tuple[Floats, Floats]:
    """Distinct (x, t_x, T), one column each, and how many customers have them: fewer terms, the same sum."""
    rows, counts = np.unique(np.stack([past.repeats, past.last, past.known]), axis=1, return_counts=True)
    return rows, counts.astype(np.float64)


def hyp2f1(a: Floats | float, b: Floats | float, c: Floats | float, z: Floats | float) -> Floats:
    from scipy.special import hyp2f1 as series  # noqa: PLC0415

    return np.asarray(series(a, b, c, z), dtype=np.float64)
