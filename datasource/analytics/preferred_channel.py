"""The channel by which each customer is most likely to be met: their own contacts, small counts pulled to those of all.

A customer's counts are multinomial, their chances Dirichlet about the shares of all customers (Minka 2000, "Estimating
a Dirichlet distribution"); the strength of the pull is what makes counts of whole customers likeliest.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.evaluation import closer_by
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

LEAST_CONTACTS: Final = 3
CERTAIN: Final = 0.8
_LEAST_CUSTOMERS: Final = 20
_PULLS: Final = np.exp(np.linspace(np.log(0.2), np.log(200), 40))


@dataclass(frozen=True)
class PreferredChannels:
    """The channel of each customer as of a day, and how often such a guess is right.

    `customers`: one row per customer, in order: `customer`, `channel` (null with fewer than 3 contacts), `share` of
    contacts expected by it (shrunk), `contacts` and `by_channel` (how many of them), `last` (day of the latest by it),
    `second` (the next channel, null if none), `chance` that the first is truly above the second, `certain` (0.8 and
    more). `usual` is the commonest channel of all. `pull` is how many contacts the shares of all weigh. `right` is how
    often the guess met the last contact of customers, made from those before it, and `usual_right` how often the usual
    channel did; `useful` when the first is above the second by two standard errors; all three None when fewer than 20
    customers have 4 contacts.
    """

    customers: pl.DataFrame
    usual: str
    pull: float
    right: float | None
    usual_right: float | None
    useful: bool | None


def preferred_channels(contacts: pl.DataFrame, as_of: date) -> PreferredChannels:
    """Preferences as known at the end of `as_of`.

    `contacts`: one row per contact that the customer began or answered (tickets, visits, touches, replies; not calls
    that nobody took): `customer`, `channel`, `at` (Date or Datetime). Rows without one of them are left out. Raises
    `MingjingError` for missing columns, fewer than 20 customers with 3 contacts, one channel only.
    """
    need_columns(contacts, ["customer", "channel", "at"])
    known = (
        contacts.select("customer", pl.col("channel").cast(pl.String), pl.col("at").cast(pl.Datetime("us")))
        .drop_nulls()
        .filter(pl.col("at").dt.date() <= as_of)
        .sort("customer", "at", "channel")
    )
    enough = known.group_by("customer").len().filter(pl.col("len") >= LEAST_CONTACTS)
    need_rows(enough.height, _LEAST_CUSTOMERS, N_("customers with three contacts of their own"))
    if known["channel"].n_unique() < 2:
        raise MingjingError(_("All contacts are by one channel, so there is nothing to prefer."))
    customers, usual, pull = _preferences(known)
    right, usual_right, useful = _measured(known)
    return PreferredChannels(customers, usual, pull, right, usual_right, useful)


def _preferences(known: pl.DataFrame) -> tuple[pl.DataFrame, str, float]:
    names = sorted(known["channel"].unique())
    table = known.group_by("customer", "channel").agg(count=pl.len(), last=pl.col("at").max().dt.date())
    totals = table.group_by("customer").agg(pl.col("count").sum()).sort("customer")
    row = table.join(totals.with_row_index("row"), on="customer", maintain_order="left")["row"].to_numpy()
    column = table["channel"].replace_strict(names, range(len(names)), return_dtype=pl.Int64).to_numpy()
    counts = np.zeros((totals.height, len(names)))
    counts[row, column] = table["count"].to_numpy()
    shares = counts.sum(axis=0) / counts.sum()
    pull = _pull(counts, shares)
    weights = counts + pull * shares
    order = np.argsort(-weights, axis=1, kind="stable")[:, :2]
    first, second = (np.take_along_axis(weights, order[:, place : place + 1], axis=1)[:, 0] for place in (0, 1))
    chance = _above(first, second)
    spoken = counts.sum(axis=1)
    told = pl.col("contacts") >= LEAST_CONTACTS
    rows = totals.select(
        "customer",
        channel=pl.Series(np.array(names)[order[:, 0]]),
        share=pl.Series(first / weights.sum(axis=1)),
        contacts=pl.Series(spoken).cast(pl.Int64),
        by_channel=pl.Series(counts[np.arange(len(counts)), order[:, 0]]).cast(pl.Int64),
        second=pl.Series(np.array(names)[order[:, 1]]),
        chance=pl.Series(chance),
    ).join(table.select("customer", "channel", "last"), on=["customer", "channel"], how="left", maintain_order="left")
    kept = [pl.when(told).then(name).alias(name) for name in ("channel", "share", "by_channel", "second", "chance")]
    rows = rows.with_columns(*kept, pl.when(told).then("last").alias("last"))
    rows = rows.with_columns(certain=(pl.col("chance") >= CERTAIN).fill_null(value=False))
    return rows, names[int(shares.argmax())], pull


def _pull(counts: Floats, shares: Floats) -> float:
    """Weight of the shares of all: of a grid the one with the largest Dirichlet-multinomial likelihood."""
    from scipy.special import gammaln  # noqa: PLC0415

    # Customers with the same counts have the same likelihood: there are few such kinds.
    kinds, often = np.unique(counts, axis=0, return_counts=True)
    total = kinds.sum(axis=1)
    fits = []
    for pull in _PULLS:
        prior = pull * shares
        each = gammaln(pull) - gammaln(pull + total) + (gammaln(kinds + prior) - gammaln(prior)).sum(axis=1)
        fits.append(float(often @ each))
    return float(_PULLS[int(np.argmax(fits))])


def _above(first: Floats, second: Floats) -> Floats:
    """Chance that the first of two Dirichlet shares is the larger: of the two it is beta distributed."""
    from scipy.special import betainc  # noqa: PLC0415

    chance: Floats = betainc(second, first, 0.5)
    return chance


def _measured(known: pl.DataFrame) -> tuple[float | None, float | None, bool | None]:
    """How often the last contact of customers was by the channel that those before it tell, and by the usual one."""
    last = pl.col("at").cum_count(reverse=True).over("customer") == 1
    before, after = known.filter(~last), known.filter(last)
    enough = before.group_by("customer").len().filter(pl.col("len") >= LEAST_CONTACTS)
    if enough.height < _LEAST_CUSTOMERS or before["channel"].n_unique() < 2:
        return None, None, None
    guessed, usual, _pull_then = _preferences(before)
    both = guessed.drop_nulls("channel").join(after.select("customer", real="channel"), on="customer")
    hit, common = ((both["real"] == other).cast(pl.Float64).to_numpy() for other in (both["channel"], usual))
    return float(hit.mean()), float(common.mean()), closer_by(np.ones(len(hit)), hit, common) > 2
