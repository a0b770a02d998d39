"""Contracts that are renewed or not: how long they last beyond what was observed, and what they will still bring."""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.purchases.fitting import most_likely
from datasource.analytics.purchases.worth import Plan
from datasource.analytics.refusals import Floats, need_rows
from datasource.analytics.survival import kaplan_meier
from datasource.errors import MingjingError
from datasource.texts import N_, _

FEWEST = 30
FEWEST_LEFT = 10
FARTHEST = 0.1


@dataclass(frozen=True)
class Renewals:
    """Chances to leave at a renewal are Beta(alpha, beta) across customers, so who stays is ever more loyal.

    `apart` is the largest distance between the model's curve and the Kaplan-Meier curve over the observed terms;
    `withheld` is None, or says why no value is to be shown.
    """

    alpha: float
    beta: float
    log_likelihood: float
    apart: float
    withheld: str | None

    def staying(self, terms: Floats) -> Floats:
        """The share of new customers that stays for more than so many terms."""
        from scipy.special import betaln  # noqa: PLC0415

        return np.exp(betaln(self.alpha, self.beta + terms) - betaln(self.alpha, self.beta))  # type: ignore[no-any-return]

    def value(self, ages: Floats, margins: Floats, plan: Plan) -> Floats:
        """What each running contract will still bring over `plan.steps` terms, in the money of `margins`.

        `ages` are terms completed, `margins` the money per term before `plan.margin`. Sum over terms t of margin x
        S(age + t) / S(age) / (1 + discount)^t (Fader and Hardie 2010, Marketing Science 29:85).
        """
        terms = np.arange(1, plan.steps + 1, dtype=np.float64)
        kept = self.staying(ages[:, None] + terms) / self.staying(ages)[:, None]
        return np.asarray(plan.margin * margins * (kept @ (1 + plan.discount) ** -terms))


def fit_renewals(terms: Floats, left: Floats) -> Renewals:
    """The shifted beta-geometric curve of contracts (Fader and Hardie 2007, J. Interactive Marketing 21:76).

    `terms`: whole terms, from 1; a contract that left (1) did so at the end of its last one, one that runs on (0) has
    been renewed so many times. Withheld when the curve lies more than 10 points from the observed one. Raises
    `MingjingError` for fewer than 30 contracts or 10 that left, and for terms that are no whole numbers.
    """
    need_rows(len(terms), FEWEST, N_("contracts"))
    if not np.isfinite(terms).all() or (terms < 0).any() or (terms % 1 > 0).any() or (terms[left == 1] < 1).any():
        raise MingjingError(_("Terms must be whole numbers, and a contract that left has lasted at least one."))
    need_rows(int(left.sum()), FEWEST_LEFT, N_("contracts that left"))
    gone, gone_counts = np.unique(terms[left == 1], return_counts=True)
    here, here_counts = np.unique(terms[left == 0], return_counts=True)

    def loss(parameters: Floats) -> float:
        from scipy.special import betaln  # noqa: PLC0415

        alpha, beta = parameters
        ended = gone_counts @ betaln(alpha + 1, beta + gone - 1)
        going = here_counts @ betaln(alpha, beta + here)
        return float(len(terms) * betaln(alpha, beta) - ended - going)

    (alpha, beta), smallest = most_likely(loss, np.array([1.0, 2.0]))
    observed = kaplan_meier(terms, left).curve
    fitted = Renewals(float(alpha), float(beta), -smallest, 0.0, None)
    apart = float(np.abs(fitted.staying(observed["time"].to_numpy()) - observed["lasting"].to_numpy()).max())
    withheld = _("Contracts do not end as the model expects, so no value is shown.") if apart > FARTHEST else None
    return Renewals(fitted.alpha, fitted.beta, fitted.log_likelihood, apart, withheld)
