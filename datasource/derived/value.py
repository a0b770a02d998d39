"""The value study: what each customer is expected to buy for within the next twelve months.

Two ways to count purchases to come stand beside each other; the one that erred less on the year held back is used.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.purchases.bg_nbd import BgNbd, fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import Histories, fold
from datasource.analytics.purchases.holdout import Holdout, bought, compare
from datasource.analytics.purchases.pareto_nbd import ParetoNbd
from datasource.analytics.purchases.renewal_process import RenewalProcess, fit_renewal_process
from datasource.derived.purchases import purchases
from datasource.derived.study import Found, Rows
from datasource.errors import MingjingError
from datasource.texts import N_, Filled

YEAR_WEEKS = 365 / 7
HELD_BACK = 365


def study_value(rows: Rows) -> Found:
    """Expected purchases and money of each customer; `customers`, `by_repeats`.

    `customers`: `customer_id`, `p_predicted_amount` (minor units, next 365 days, undiscounted), `purchases` expected,
    and `mean_amount` of one. Refused when neither way told the year held back better than each customer's own rate.
    """
    orders, today = purchases(rows), rows.as_of
    way, held = _better(orders, today - timedelta(days=HELD_BACK), today)
    past = fold(orders, today)
    expected = WAYS[way](orders, past, today).expected(past, YEAR_WEEKS)
    spending = fit_gamma_gamma(past)
    each = spending.expected(past)
    customers = pl.DataFrame(
        {
            "customer_id": past.customers,
            "p_predicted_amount": np.rint(expected * each).astype(np.int64),
            "purchases": expected,
            "mean_amount": np.rint(each).astype(np.int64),
        }
    )
    return Found({"customers": customers, "by_repeats": held.by_repeats}, _card(way, held, spending.correlation, rows))


Model = BgNbd | ParetoNbd | RenewalProcess
WAYS: Mapping[str, Callable[[pl.DataFrame, Histories, date], Model]] = {
    N_("purchases at any time until the customer leaves (BG/NBD)"): lambda _orders, past, _until: fit_bg_nbd(past),
    N_("gaps between purchases as seen so far (renewal process)"): (
        lambda orders, _past, until: fit_renewal_process(orders, until)
    ),
}
"""How purchases to come can be counted."""


def _better(orders: pl.DataFrame, cut: date, until: date) -> tuple[str, Holdout]:
    """The way with the smaller mean error on the days after `cut`; raises `MingjingError` when none may be shown."""
    past = fold(orders, cut)
    actual = bought(orders, past, cut, until)
    ahead = (until - cut).days / past.unit_days
    tried, told = {}, ""
    for way, fit in WAYS.items():
        try:
            held = compare(past, fit(orders, past, cut), actual, ahead)
        except MingjingError as refusal:
            told = told or str(refusal)
            continue
        told = told or held.withheld or ""
        if held.withheld is None:
            tried[way] = held
    if not tried:
        raise MingjingError(told)
    way = min(tried, key=lambda one: tried[one].error)
    return way, tried[way]


def _card(way: str, held: Holdout, correlation: float, rows: Rows) -> MethodCard:
    return MethodCard(
        does=N_("Tells how often each customer will buy in the next 365 days, and for how much in all."),
        data=N_("Effective contracts by customer and day; purchases of one day count as one."),
        as_of=rows.as_of,
        assumes=(
            Filled(N_("Purchases to come are counted by: {way}."), way=way),
            N_("How much a customer spends at a time does not hang on how often it buys."),
        ),
        quality=(
            (
                N_("Purchases of the year held back, as predicted and as made"),
                f"{held.expected:.0f} / {held.actual:.0f}",
            ),
            (N_("Off in total by"), f"{held.bias:+.1%}"),
            (N_("Off in total by each customer's own rate"), f"{held.naive_bias:+.1%}"),
            (N_("Mean error a customer, in purchases"), f"{held.error:.2f}"),
            (N_("The same by each customer's own rate"), f"{held.naive_error:.2f}"),
            (N_("Purchases made by the tenth with the highest prediction"), f"{held.top_decile:.1%}"),
            (N_("Correlation of how often and how much"), f"{correlation:+.2f}"),
        ),
        avoid=(
            N_("For contracts that renew by themselves: a customer who is silent has not left."),
            N_("For new customers one by one: the model knows little more of them than the mean of all."),
            N_("When prices or the range of products have changed much in the last year."),
        ),
        sources=(
            "Fader, Hardie and Lee 2005, Marketing Science 24:275 (BG/NBD)",
            "Cox 1962, Renewal Theory, chapter 4",
            "Fader and Hardie 2013, note 025 (Gamma-Gamma)",
        ),
    )
