"""What customers without a contract are worth: purchases to come x amount x margin, discounted, with an interval."""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.purchases.bg_nbd import BgNbd, fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import GammaGamma
from datasource.analytics.purchases.histories import Histories, histories
from datasource.analytics.purchases.pareto_nbd import ParetoNbd
from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import _

LEVEL = 0.8


@dataclass(frozen=True)
class Plan:
    """How far a value looks ahead: `steps` units of time, a `margin` of 0 to 1, a `discount` rate per unit of time.

    Raises `MingjingError` when one of them is out of range.
    """

    steps: int
    margin: float
    discount: float = 0.0

    def __post_init__(self) -> None:
        if self.steps < 1 or not 0 <= self.margin <= 1 or self.discount < 0:
            text = _("A value needs at least one step, a margin of 0 to 100 % and a discount not below 0.")
            raise MingjingError(text)


@dataclass(frozen=True)
class Interval:
    """Purchases of all customers together: expectation and the bounds that hold with chance `level`."""

    expected: float
    low: float
    high: float
    level: float
    draws: int


def lifetime_value(model: BgNbd | ParetoNbd, spending: GammaGamma, past: Histories, plan: Plan) -> Floats:
    """Each customer's value over the plan's units of time, in the money of `past.spend`.

    Sum over steps t of margin x (E[Y(t)] - E[Y(t-1)]) x E[M] / (1 + discount)^t (Fader and Hardie, note 025).
    """
    steps = plan.steps
    totals = np.stack([np.zeros(len(past)), *(model.expected(past, float(step)) for step in range(1, steps + 1))])
    discounts = (1.0 + plan.discount) ** -np.arange(1, steps + 1)
    return np.asarray(plan.margin * (discounts @ np.diff(totals, axis=0)) * spending.expected(past))


def purchases_interval(model: BgNbd, past: Histories, ahead: float, *, draws: int = 20, seed: int = 0) -> Interval:
    """Interval of the purchases of all customers in the next `ahead` units, by parametric bootstrap.

    Each draw simulates histories of the fitted model, fits them anew, and simulates from that fit what the customers
    of `past` do next, so both the parameters and chance are uncertain (Efron and Tibshirani 1993, section 6.5).
    """
    rng = np.random.default_rng(seed)
    totals = np.empty(draws)
    for draw in range(draws):
        again = fit_bg_nbd(simulate(model, past.known, rng), model)
        totals[draw] = simulate_next(again, past, ahead, rng).sum()
    low, high = np.quantile(totals, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(model.expected(past, ahead).sum()), float(low), float(high), LEVEL, draws)


def simulate(model: BgNbd, known: Floats, rng: np.random.Generator) -> Histories:
    """Histories that the model could have made for customers known so long."""
    rates = rng.gamma(model.r, 1 / model.alpha, len(known))
    repeats, last = _buy(rates, rng.beta(model.a, model.b, len(known)), known, rng)
    return histories(repeats, last, known)


def simulate_next(model: BgNbd, past: Histories, ahead: float, rng: np.random.Generator) -> Floats:
    """Purchases of each customer in the next `ahead` units that the model could make after such a past."""
    alive = rng.random(len(past)) < model.alive(past)
    rates = rng.gamma(model.r + past.repeats, 1 / (model.alpha + past.known))
    leaving = rng.beta(model.a, model.b + past.repeats)
    return np.where(alive, _buy(rates, leaving, np.full(len(past), ahead), rng)[0], 0.0)


def _buy(rates: Floats, leaving: Floats, known: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Number of purchases and time of the last one, all customers stepping from purchase to purchase together."""
    repeats, last = np.zeros(len(rates)), np.zeros(len(rates))
    buying = np.flatnonzero(rates * known > 0)
    while len(buying):
        following = last[buying] + rng.exponential(1 / rates[buying])
        within = following <= known[buying]
        buying, following = buying[within], following[within]
        repeats[buying] += 1
        last[buying] = following
        buying = buying[rng.random(len(buying)) >= leaving[buying]]
    return repeats, last
