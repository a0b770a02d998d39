"""Accounts most like a chosen set of won ones, with the fields that make them so, measured against their industry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.analytics.evaluation import auc, gains, lift
from datasource.analytics.refusals import Floats, need_columns, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

NEAREST = 5
FEWEST_CHOSEN = 5
FEWEST_OTHERS = 20
REASONS = 3
ALIKE = 0.9
UNKNOWN = 0.5
BLOCK = 1000
FIRST = 0.1
Way = Callable[[pl.DataFrame, Sequence[str], Sequence[str]], pl.DataFrame]
"""A way to rank the accounts outside of a set: `look_alikes`, or one that answers as it does."""


@dataclass(frozen=True)
class Measured:
    """How early hidden members of the set come among the `others`: lift in the first tenth, and AUC.

    `industry_lift` is that of the rule to take accounts of the set's industries, most frequent first; `surer` by how
    many standard errors the first tenth holds more hidden members than by that rule (paired by member). `gains`: the
    share of the hidden `found` in the first `share` of accounts, in steps of a tenth, and by `industry`.
    """

    hidden: int
    others: int
    lift: float
    industry_lift: float
    auc: float
    surer: float
    gains: pl.DataFrame


def look_alikes(accounts: pl.DataFrame, fields: Sequence[str], chosen: Sequence[str]) -> pl.DataFrame:
    """The other accounts, most alike first: `account`, `likeness` (0 to 1) and up to three `reasons` (field names).

    `accounts` has a row per `account` (text) and fields of numbers or words. Likeness is 1 - the mean distance of Gower
    (1971, Biometrics 27:857) to the 5 nearest chosen accounts, numbers over the range of the chosen (farther counts as
    wholly different), so that other accounts change no likeness; empty cells are skipped. Reasons are fields in which
    these are at least 90 % alike, those that are rare among all accounts first. Raises `MingjingError` when columns are
    lacking, an account stands twice, no field varies, or fewer than 5 chosen or 20 other accounts are there.
    """
    need_columns(accounts, ["account", *fields])
    need_unique(accounts, "account")
    inside = accounts["account"].is_in(list(chosen)).to_numpy()
    need_rows(int(inside.sum()), FEWEST_CHOSEN, N_("chosen accounts"))
    need_rows(int((~inside).sum()), FEWEST_OTHERS, N_("other accounts"))
    likeness, alike = _likeness(accounts, fields, inside)
    used = np.array(list(fields))
    rarity = np.where(np.isfinite(alike), alike, 0.0) - np.nanmean(np.where(np.isfinite(alike), alike, 0.0), axis=0)
    order = np.argsort(-rarity, axis=1, kind="stable")
    reasons = [
        [str(used[place]) for place in places if row[place] >= ALIKE][:REASONS]
        for row, places in zip(np.nan_to_num(alike), order, strict=True)
    ]
    others = pl.DataFrame({"account": accounts["account"].filter(~inside), "likeness": likeness, "reasons": reasons})
    return others.sort(["likeness", "account"], descending=[True, False])


def measure_look_alikes(  # noqa: PLR0913, PLR0917  (a set, what is hidden of it, and how the others are ranked)
    accounts: pl.DataFrame,
    fields: Sequence[str],
    chosen: Sequence[str],
    hidden: Sequence[str],
    industry: str,
    way: Way = look_alikes,
) -> Measured:
    """Hide members of the set (those won later, or a fifth) among the others and see how early they come by `way`.

    Raises as that does, and when none of the hidden is an account outside of `chosen`.
    """
    found = way(accounts, fields, chosen)
    need_columns(accounts, [industry])
    is_hidden = found["account"].is_in(list(hidden)).to_numpy().astype(np.float64)
    need_rows(int(is_hidden.sum()), 1, N_("hidden accounts"))
    if is_hidden.all():
        raise MingjingError(_("All other accounts are hidden ones, so there is nothing to tell them from."))
    won = accounts.filter(pl.col("account").is_in(list(chosen))).group_by(industry).len()
    joined = found.join(accounts.select("account", industry), on="account", how="left", maintain_order="left")
    by_industry = joined.join(won, on=industry, how="left", maintain_order="left")["len"].fill_null(0).cast(pl.Float64)
    likeness, counts = found["likeness"].to_numpy(), by_industry.to_numpy()
    return Measured(
        hidden=int(is_hidden.sum()),
        others=len(is_hidden),
        lift=lift(is_hidden, likeness),
        industry_lift=lift(is_hidden, counts),
        auc=auc(is_hidden, likeness),
        surer=_surer(_within(likeness)[is_hidden == 1], _within(counts)[is_hidden == 1]),
        gains=gains(is_hidden, likeness).select(
            "share", "found", pl.Series("industry", gains(is_hidden, counts)["found"])
        ),
    )


def _within(scores: Floats) -> Floats:
    """How much of each account lies in the first tenth by score: all, nothing, or the part that those of a tie have."""
    most = FIRST * len(scores)
    cut = np.sort(scores)[::-1][min(int(most), len(scores) - 1)]
    above, tied = scores > cut, scores == cut
    part = (most - above.sum()) / tied.sum()
    return np.where(above, 1.0, np.where(tied, part, 0.0))


def _surer(one: Floats, other: Floats) -> float:
    if len(one) < 2:
        return 0.0
    spread = float((one - other).std(ddof=1)) / np.sqrt(len(one))
    return float((one - other).mean() / spread) if spread > 0 else 0.0


def _likeness(accounts: pl.DataFrame, fields: Sequence[str], inside: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Likeness of each other account to its nearest chosen ones (n), and that of each field to them (n by fields)."""
    columns = [_scaled(accounts[field], inside) for field in fields]
    if not columns or all(np.isnan(values).all() or np.nanmax(values) == np.nanmin(values) for values, _n in columns):
        raise MingjingError(_("Every field is empty or the same in all rows, so nothing can be told apart by them."))
    places = np.flatnonzero(~inside)
    parts = [_block(columns, places[start : start + BLOCK], inside) for start in range(0, len(places), BLOCK)]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _block(
    columns: Sequence[tuple[Floats, bool]], places: npt.NDArray[np.int64], inside: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    apart = []
    for values, number in columns:
        gap = np.abs(values[places][:, None] - values[inside][None, :])
        apart.append(np.minimum(gap, 1.0) if number else np.where(np.isnan(gap), np.nan, (gap > 0).astype(np.float64)))
    cube = np.stack(apart, axis=2)
    known = np.isfinite(cube)
    counts = known.sum(axis=2)
    distance = np.where(counts > 0, np.where(known, cube, 0.0).sum(axis=2) / np.maximum(counts, 1), UNKNOWN)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :NEAREST]
    close = np.take_along_axis(cube, nearest[:, :, None], axis=1)
    filled = np.isfinite(close).sum(axis=1)
    alike = 1 - np.where(np.isfinite(close), close, 0.0).sum(axis=1) / np.maximum(filled, 1)
    likeness = 1 - np.take_along_axis(distance, nearest, axis=1).mean(axis=1)
    return likeness, np.where(filled > 0, alike, np.nan)


def _scaled(values: pl.Series, inside: npt.NDArray[np.bool_]) -> tuple[Floats, bool]:
    """Numbers over the chosen accounts' range, or words as numbers of their own; NaN where empty.

    Not over the range of all: one huge account that comes later would change how alike the others are.
    """
    if values.dtype.is_numeric():
        raw = values.cast(pl.Float64).to_numpy().copy()
        raw[~np.isfinite(raw)] = np.nan
        known = raw[inside & np.isfinite(raw)]
        reach = float(np.ptp(known)) if len(known) else 0.0
        return raw / (reach or 1.0), True
    return values.cast(pl.String).replace({"": None}).rank("dense").cast(pl.Float64).to_numpy(), False
