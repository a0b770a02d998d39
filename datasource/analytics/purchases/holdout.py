"""How good the prediction was: fitted before a cut, compared with what was bought after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import polars as pl

from datasource.analytics.purchases.bg_nbd import fit_bg_nbd
from datasource.analytics.purchases.histories import AMOUNT, CUSTOMER, DAY, Histories, fold
from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import N_, _

MOST_SHOWN = 7
WORSE = N_("The prediction was no closer than each customer's average so far.")


class Model(Protocol):
    """A way to count purchases to come."""

    def expected(self, past: Histories, ahead: float) -> Floats:
        """Expected purchases of each customer in the next `ahead` units of time."""


@dataclass(frozen=True)
class Holdout:
    """Purchases after the cut beside the model's and those of the naive rate (repeats / time known).

    `bias` and `naive_bias` are (predicted - actual) / actual; `correlation` and `error` (mean absolute) go over
    customers; `top_decile` is the share of the actual purchases made by the tenth with the highest prediction.
    `by_repeats` has one row per number of repeats (the last row: that many and more): `repeats`, `customers`,
    `actual`, `expected`, `naive` (means). `withheld` says why the prediction should not be shown, None when it may be.
    """

    actual: float
    expected: float
    naive: float
    bias: float
    naive_bias: float
    correlation: float
    naive_correlation: float
    error: float
    naive_error: float
    top_decile: float
    by_repeats: pl.DataFrame
    withheld: str | None


@dataclass(frozen=True)
class MoneyHeld:
    """As `Holdout`, of the money: sums and mean absolute errors over customers; the naive rate pays each customer's
    mean so far. `by_repeats` has `repeats` and the means `actual_amount`, `expected_amount`, `naive_amount`.
    """

    actual: float
    expected: float
    naive: float
    error: float
    naive_error: float
    by_repeats: pl.DataFrame


def check_on_holdout(purchases: pl.DataFrame, cut: date, until: date, unit_days: float = 7.0) -> Holdout:
    """Fit BG/NBD on purchases up to `cut` and compare with the days of purchase after it up to `until`.

    `purchases` as in `histories.fold`. Raises `MingjingError` when nothing was bought after the cut, or as `fold` does.
    """
    past = fold(purchases, cut, unit_days)
    actual = bought(purchases, past, cut, until)
    _need_purchases(actual)
    return compare(past, fit_bg_nbd(past), actual, (until - cut) / timedelta(days=unit_days))


def bought(purchases: pl.DataFrame, past: Histories, cut: date, until: date) -> Floats:
    """Days with a purchase after `cut` up to `until`, for each customer of `past`."""
    later = purchases.filter(pl.col(DAY) > cut, pl.col(DAY) <= until)
    counts = later.group_by(CUSTOMER).agg(pl.col(DAY).n_unique().alias("bought"))
    rows = past.customers.to_frame(CUSTOMER).join(counts, on=CUSTOMER, how="left", maintain_order="left")
    return rows["bought"].fill_null(0).cast(pl.Float64).to_numpy()


def paid(purchases: pl.DataFrame, past: Histories, cut: date, until: date) -> tuple[Floats, Floats]:
    """Money after `cut` up to `until`, and the mean money of a day of purchase up to `cut`, by customer of `past`."""
    known = purchases.filter(pl.col(DAY) <= until).group_by(CUSTOMER, DAY).agg(pl.col(AMOUNT).cast(pl.Float64).sum())
    sums = known.group_by(CUSTOMER).agg(
        pl.col(AMOUNT).filter(pl.col(DAY) > cut).sum().alias("later"),
        pl.col(AMOUNT).filter(pl.col(DAY) <= cut).mean().alias("mean"),
    )
    rows = past.customers.to_frame(CUSTOMER).join(sums, on=CUSTOMER, how="left", maintain_order="left").fill_null(0.0)
    return rows["later"].to_numpy(), rows["mean"].to_numpy()


def compare_money(past: Histories, expected: Floats, actual: Floats, mean: Floats, ahead: float) -> MoneyHeld:
    """Compare the money `expected` of each customer with the `actual`; `mean` as `paid` tells it."""
    naive = _naive(past, ahead) * mean
    rows = {"actual_amount": actual, "expected_amount": expected, "naive_amount": naive}
    return MoneyHeld(
        float(actual.sum()),
        float(expected.sum()),
        float(naive.sum()),
        float(np.abs(expected - actual).mean()),
        float(np.abs(naive - actual).mean()),
        _means(past, rows),
    )


def compare(past: Histories, model: Model, actual: Floats, ahead: float) -> Holdout:
    """Compare a fitted model with the purchases that each customer made in the `ahead` units of time after the cut."""
    _need_purchases(actual)
    total = float(actual.sum())
    expected = model.expected(past, ahead)
    naive = _naive(past, ahead)
    errors = float(np.abs(expected - actual).mean()), float(np.abs(naive - actual).mean())
    biases = float(expected.sum()) / total - 1, float(naive.sum()) / total - 1
    worse = errors[0] >= errors[1]
    return Holdout(
        total,
        float(expected.sum()),
        float(naive.sum()),
        *biases,
        _correlation(expected, actual),
        _correlation(naive, actual),
        *errors,
        _top_decile(expected, actual),
        _means(past, {"actual": actual, "expected": expected, "naive": naive}),
        _(WORSE) if worse else None,
    )


def _need_purchases(actual: Floats) -> None:
    if not actual.any():
        raise MingjingError(_("Nobody bought again after the cut, so the prediction cannot be tested."))


def _correlation(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1]) if np.ptp(one) > 0 and np.ptp(other) > 0 else 0.0


def _top_decile(expected: Floats, actual: Floats) -> float:
    best = np.argsort(-expected, kind="stable")[: max(1, len(expected) // 10)]
    return float(actual[best].sum() / actual.sum())


def _naive(past: Histories, ahead: float) -> Floats:
    return past.repeats / np.maximum(past.known, 1e-9) * ahead


def _means(past: Histories, values: Mapping[str, Floats]) -> pl.DataFrame:
    """One row per number of repeats: `repeats`, `customers`, and the mean of each of `values` by name."""
    rows = pl.DataFrame({"repeats": np.minimum(past.repeats, MOST_SHOWN), **values})
    means = [pl.len().alias("customers"), pl.col(list(values)).mean()]
    return rows.with_columns(pl.col("repeats").cast(pl.Int64)).group_by("repeats").agg(means).sort("repeats")
