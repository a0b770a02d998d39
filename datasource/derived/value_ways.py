"""The ways to count purchases to come, each tried on a year that was held back; the one that erred least is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import polars as pl

from datasource.analytics.contract_renewals import ContractRenewals, fit_contract_renewals
from datasource.analytics.purchases.bg_nbd import COARSE, fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import Histories, fold
from datasource.analytics.purchases.holdout import (
    WORSE,
    Holdout,
    Model,
    MoneyHeld,
    bought,
    compare,
    compare_money,
    paid,
)
from datasource.analytics.purchases.pareto_nbd import fit_pareto_nbd
from datasource.analytics.purchases.renewal_process import fit_renewal_process
from datasource.analytics.purchases.spread import FEWEST_IN_GROUP, Spread, spread
from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import LANGUAGES, N_, _, language, speaking


@dataclass(frozen=True)
class Bought:
    """What was bought, as `derived.purchases.purchases` and `terms` tell it."""

    orders: pl.DataFrame
    contracts: pl.DataFrame


CONTRACTS = N_("contracts renewed at their last day, or not (survival)")
WAYS: Mapping[str, Callable[[Bought, Histories, date], Model]] = MappingProxyType(
    {
        N_("purchases at any time until the customer leaves (BG/NBD)"): lambda _rows, past, _until: fit_bg_nbd(past),
        N_("purchases at any time, and leaving at any time (Pareto/NBD)"): (
            lambda _rows, past, _until: fit_pareto_nbd(past, COARSE)
        ),
        N_("gaps between purchases as seen so far (renewal process)"): (
            lambda rows, _past, until: fit_renewal_process(rows.orders, until)
        ),
        CONTRACTS: lambda rows, _past, until: fit_contract_renewals(rows.contracts, until),
    }
)
"""How purchases to come can be counted."""
WORSE_IN_MONEY = N_(
    "The purchases predicted were closer than each customer's average so far, but the money they bring was not."
)


@dataclass(frozen=True)
class Tried:
    """One way on the year held back; `whys` say by language why it may not be used, empty when it may.

    `spread` is None too where customers are too few for intervals.
    """

    way: str
    held: Holdout | None = None
    money: MoneyHeld | None = None
    spread: Spread | None = None
    whys: Mapping[str, str] = field(default_factory=dict)

    @property
    def error(self) -> float:
        """Mean error a customer, in purchases; infinite for a way that may not be used."""
        return self.held.error if self.held is not None and not self.whys else float("inf")


def try_ways(rows: Bought, cut: date, until: date) -> tuple[Tried, ...]:
    """Every way fitted on what was known at `cut` and compared with the days after it, the smallest error first.

    Raises `MingjingError` where no way can be tried: too few purchases, or none after the cut.
    """
    past = fold(rows.orders, cut)
    actual, (later, mean) = bought(rows.orders, past, cut, until), paid(rows.orders, past, cut, until)
    if not actual.any():
        raise MingjingError(_("Nobody bought again after the cut, so the prediction cannot be tested."))
    ahead = (until - cut).days / past.unit_days

    def attempt(way: str) -> Tried:
        model = WAYS[way](rows, past, cut)
        held = compare(past, model, actual, ahead)
        expected, each = model.expected(past, ahead), money_of(model, past)
        money = compare_money(past, expected * each, later, mean, ahead)
        return Tried(way, held, money, _spread(expected, each, later), _why(held, money))

    return tuple(sorted((_attempted(way, attempt) for way in WAYS), key=lambda one: one.error))


def _why(held: Holdout, money: MoneyHeld) -> dict[str, str]:
    """Why the way may not be used, by language: it was no closer than the naive rate, in purchases or in money."""
    if held.withheld is not None:
        return in_all_languages(WORSE)
    return in_all_languages(WORSE_IN_MONEY) if money.error >= money.naive_error else {}


def _spread(expected: Floats, each: Floats, actual: Floats) -> Spread | None:
    """The intervals; None where too few customers were held back to tell any."""
    return spread(expected, each, actual) if int((each > 0).sum()) >= 2 * FEWEST_IN_GROUP else None


def money_of(model: Model, past: Histories) -> Floats:
    """The money that each customer is expected to spend at a time: per term under contract, else by Gamma-Gamma."""
    return model.amounts(past) if isinstance(model, ContractRenewals) else fit_gamma_gamma(past).expected(past)


def in_all_languages(text: str) -> dict[str, str]:
    """A msgid in every language."""
    told = {}
    for code in LANGUAGES:
        with speaking(code):
            told[code] = _(text)
    return told


def _attempted(way: str, attempt: Callable[[str], Tried]) -> Tried:
    """The attempt, or why it was refused: it is asked anew in every language, which a refusal answers at once."""
    try:
        return attempt(way)
    except MingjingError as refusal:
        told = {language(): str(refusal)}
    for code in LANGUAGES.keys() - told.keys():
        with speaking(code):
            try:
                attempt(way)
            except MingjingError as refusal:
                told[code] = str(refusal)
    return Tried(way, whys=told)
