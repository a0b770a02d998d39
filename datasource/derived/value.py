"""The value study: what each customer is expected to buy for within the next twelve months.

Several ways to count purchases to come stand beside each other; the one that erred least on the year held back is used.
"""

from datetime import timedelta

import numpy as np
import polars as pl

from datasource.analytics.contract_renewals import ContractRenewals
from datasource.analytics.method_card import MethodCard
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import CUSTOMER, DAY, Histories, fold
from datasource.analytics.purchases.holdout import Model
from datasource.analytics.refusals import Floats
from datasource.derived.purchases import purchases, terms
from datasource.derived.study import Found, Rows
from datasource.derived.value_ways import CONTRACTS, WAYS, Bought, Tried, money_of, try_ways
from datasource.errors import MingjingError
from datasource.texts import LANGUAGES, N_, Filled, language

YEAR_WEEKS = 365 / 7
HELD_BACK = 365
YEARS, DISCOUNT = 3, 0.1
"""How far the long value looks, and what it takes off a year."""


def study_value(rows: Rows) -> Found:
    """Expected purchases and money of each customer; `customers`, `by_repeats`, `ways`.

    `customers`: `customer_id`, `p_predicted_amount` (minor units, next 365 days, undiscounted) with the bounds `low`
    and `high` that hold 80 % of customers (null where too few were held back), `purchases` expected, `mean_amount` of
    one, `three_years` (minor units, 10 % a year taken off), `until` (Date, the last day under contract, where renewals
    are counted), `orders` so far, `bought_365` (minor units), `last` (Date). `by_repeats` tells the year held back by
    repeats before it, counts and minor units. `ways` has one row per way, the one used first: `way`, what came and what
    was predicted by it and by each customer's own rate, and `why_<language>` where it may not be used. Refused when no
    way told the year held back better than each customer's own rate.
    """
    bought, today = Bought(purchases(rows), terms(rows)), rows.as_of
    tried = try_ways(bought, today - timedelta(days=HELD_BACK), today)
    past = fold(bought.orders, today)
    chosen, model = _usable(tried, bought, past, rows)
    tables = {
        "customers": _customers(chosen, model, past, bought, rows),
        "by_repeats": _by_repeats(chosen),
        "ways": _ways(tried, chosen),
    }
    return Found(tables, _card(chosen, past, rows))


def _usable(tried: tuple[Tried, ...], bought: Bought, past: Histories, rows: Rows) -> tuple[Tried, Model]:
    """The best way that can be fitted up to today; raises `MingjingError` with the best one's reason for none."""
    told = tried[0].whys.get(language(), "")
    for one in tried:
        if one.whys:
            continue
        try:
            return one, WAYS[one.way](bought, past, rows.as_of)
        except MingjingError as refusal:
            told = told or str(refusal)
    raise MingjingError(told)


def _customers(chosen: Tried, model: Model, past: Histories, bought: Bought, rows: Rows) -> pl.DataFrame:
    expected, each = model.expected(past, YEAR_WEEKS), money_of(model, past)
    unknown = pl.Series([None] * len(past), dtype=pl.Int64)
    bounds = chosen.spread.around(expected, each) if chosen.spread is not None else None
    low, high = (unknown, unknown) if bounds is None else (_whole(bounds[0]), _whole(bounds[1]))
    told = pl.DataFrame(
        {
            "customer_id": past.customers,
            "p_predicted_amount": _whole(expected * each),
            "low": low,
            "high": high,
            "purchases": expected,
            "mean_amount": _whole(each),
            "three_years": _whole(_long(model, past) * each),
            "until": _ends(model, past),
        }
    )
    lately = pl.col(DAY) > rows.as_of - timedelta(days=365)
    known = bought.orders.group_by(CUSTOMER).agg(
        pl.col(DAY).n_unique().cast(pl.Int64).alias("orders"),
        pl.col("amount").filter(lately).sum().alias("bought_365"),
        pl.col(DAY).max().alias("last"),
    )
    return told.join(known, left_on="customer_id", right_on=CUSTOMER, how="left", maintain_order="left")


def _ends(model: Model, past: Histories) -> pl.Series:
    """The last day under contract, where renewals are what is counted."""
    return model.ends(past) if isinstance(model, ContractRenewals) else pl.Series([None] * len(past), dtype=pl.Date)


def _long(model: Model, past: Histories) -> Floats:
    """Purchases of the next years, those of each year less the discount for as many years."""
    sums = [np.zeros(len(past)), *(model.expected(past, YEAR_WEEKS * year) for year in range(1, YEARS + 1))]
    discounts = (1 + DISCOUNT) ** -np.arange(1.0, YEARS + 1)
    return np.asarray(discounts @ np.diff(np.stack(sums), axis=0))


def _whole(values: Floats) -> pl.Series:
    return pl.Series(np.rint(values).astype(np.int64))


def _by_repeats(chosen: Tried) -> pl.DataFrame:
    assert chosen.held is not None
    assert chosen.money is not None
    return chosen.held.by_repeats.join(chosen.money.by_repeats.drop("customers"), on="repeats", maintain_order="left")


def _ways(tried: tuple[Tried, ...], chosen: Tried) -> pl.DataFrame:
    counted = ("actual", "expected", "naive", "bias", "naive_bias", "error", "naive_error", "top_decile")
    paid = ("actual", "expected", "naive", "error", "naive_error")
    numbers = {
        **{name: [getattr(one.held, name, None) for one in tried] for name in counted},
        **{f"{name}_amount": [getattr(one.money, name, None) for one in tried] for name in paid},
    }
    told = {
        "way": [one.way for one in tried],
        "used": [one is chosen for one in tried],
        **{name: pl.Series(values, dtype=pl.Float64) for name, values in numbers.items()},
        **{f"why_{code}": pl.Series([one.whys.get(code) for one in tried], dtype=pl.String) for code in LANGUAGES},
    }
    return pl.DataFrame(told).sort("used", descending=True, maintain_order=True)


def _card(chosen: Tried, past: Histories, rows: Rows) -> MethodCard:
    under_contract = chosen.way == CONTRACTS
    return MethodCard(
        does=N_("Tells how often each customer will buy in the next 365 days, and for how much in all."),
        data=N_("Effective contracts by customer and day; purchases of one day count as one."),
        as_of=rows.as_of,
        assumes=(
            Filled(N_("Purchases to come are counted by: {way}."), way=chosen.way),
            N_("A term costs what the terms of the running contract have cost on average.")
            if under_contract
            else N_("How much a customer spends at a time does not hang on how often it buys."),
            N_("Years two and three lie beyond what was tested."),
        ),
        quality=_quality(chosen, past, under_contract=under_contract),
        avoid=(
            N_("Where contracts renew by themselves: a renewal that nobody enters is not seen.")
            if under_contract
            else N_("For contracts that renew by themselves: a customer who is silent has not left."),
            N_("For new customers one by one: the model knows little more of them than the mean of all."),
            N_("When prices or the range of products have changed much in the last year."),
        ),
        sources=(
            "Fader, Hardie and Lee 2005, Marketing Science 24:275 (BG/NBD)",
            "Schmittlein, Morrison and Colombo 1987, Management Science 33:1 (Pareto/NBD)",
            "Cox 1962, Renewal Theory, chapter 4",
            "Fader and Hardie 2007, J. Interactive Marketing 21:76 (contracts)",
            "Fader and Hardie 2013, note 025 (Gamma-Gamma)",
        ),
    )


def _quality(chosen: Tried, past: Histories, *, under_contract: bool) -> tuple[tuple[str, str], ...]:
    held, bounds = chosen.held, chosen.spread
    assert held is not None
    told = [
        (N_("Purchases of the year held back, as predicted and as made"), f"{held.expected:.0f} / {held.actual:.0f}"),
        (N_("Off in total by"), f"{held.bias:+.1%}"),
        (N_("Off in total by each customer's own rate"), f"{held.naive_bias:+.1%}"),
        (N_("Mean error a customer, in purchases"), f"{held.error:.2f}"),
        (N_("The same by each customer's own rate"), f"{held.naive_error:.2f}"),
        (N_("Purchases made by the tenth with the highest prediction"), f"{held.top_decile:.1%}"),
    ]
    if bounds is not None:
        told.append(
            (N_("Customers inside their interval of 80 %, told by the other half of them"), f"{bounds.held:.1%}")
        )
    if not under_contract:
        told.append((N_("Correlation of how often and how much"), f"{fit_gamma_gamma(past).correlation:+.2f}"))
    return tuple(told)
