"""A chosen set put to the test: some of its members are hidden among the others, and the better way finds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import polars as pl

from datasource.analytics.learned_likeness import learned_likeness
from datasource.analytics.look_alikes import Measured, Way, look_alikes, measure_look_alikes
from datasource.analytics.pace import step
from datasource.texts import N_

HIDDEN = 0.2
LEAST_HELD_BACK = 60
"""Members of the set below which each part is hidden in turn, as a fifth of them would be too few to tell anything."""
LEAST_FIFTHS, FOLDS = 20, 5
"""Members below which that part is one of them; above, it is a fifth."""
MEASURES = ("lift", "industry_lift", "auc")
NEAREST, LEARNED = "nearest", "learned"
WAYS: Mapping[str, Way] = MappingProxyType({NEAREST: look_alikes, LEARNED: learned_likeness})
SAID: Mapping[str, str] = MappingProxyType(
    {
        NEAREST: N_("likeness to the nearest members of the set (Gower)"),
        LEARNED: N_("what tells the set from all others (logistic regression)"),
    }
)


@dataclass(frozen=True)
class Tested:
    """The way (a key of `WAYS`) that found more of what was hidden, and how it did on members hidden from both.

    `in_turn`: every member was hidden once, part by part, for want of enough of them.
    """

    way: str
    measured: Measured
    in_turn: bool


def hide_and_seek(accounts: pl.DataFrame, fields: Sequence[str], chosen: Sequence[str], industry: str) -> Tested:
    """Put `chosen`, oldest members first, to the test: the newest fifth is hidden, or all in turn where there are few.

    The way is chosen by hiding the newest fifth of what is left, so that the test has had no part in it. Raises as
    `measure_look_alikes`.
    """
    if len(chosen) < LEAST_HELD_BACK:
        return Tested(NEAREST, _in_turn(accounts, fields, chosen, industry), in_turn=True)
    known, hidden = _parted(chosen)
    way = _better(accounts, fields, known, industry)
    step(3, 4)
    rows = _among_others(accounts, chosen, known, hidden)
    return Tested(way, measure_look_alikes(rows, fields, known, hidden, industry, WAYS[way]), in_turn=False)


def _better(accounts: pl.DataFrame, fields: Sequence[str], chosen: Sequence[str], industry: str) -> str:
    known, hidden = _parted(chosen)
    rows = _among_others(accounts, chosen, known, hidden)
    tried = {}
    for place, (name, way) in enumerate(WAYS.items()):
        step(place + 1, 4)
        tried[name] = measure_look_alikes(rows, fields, known, hidden, industry, way)
    return max(tried, key=lambda name: (tried[name].lift, tried[name].auc))


def _parted(chosen: Sequence[str]) -> tuple[list[str], list[str]]:
    edge = round(len(chosen) * (1 - HIDDEN))
    return list(chosen[:edge]), list(chosen[edge:])


def _among_others(
    accounts: pl.DataFrame, chosen: Sequence[str], known: Sequence[str], hidden: Sequence[str]
) -> pl.DataFrame:
    """All accounts but those members that are neither known nor hidden now."""
    gone = set(chosen) - set(known) - set(hidden)
    return accounts.filter(~pl.col("account").is_in(list(gone)))


def _in_turn(accounts: pl.DataFrame, fields: Sequence[str], chosen: Sequence[str], industry: str) -> Measured:
    folds = len(chosen) if len(chosen) < LEAST_FIFTHS else FOLDS
    found = []
    for fold in range(folds):
        step(fold, folds)
        hidden = chosen[fold::folds]
        known = [one for one in chosen if one not in hidden]
        found.append(measure_look_alikes(accounts, fields, known, hidden, industry))
    counts = np.array([one.hidden for one in found], dtype=np.float64)
    lift, industry_lift, auc = (np.array([getattr(one, name) for one in found]) for name in MEASURES)
    gap = lift - industry_lift
    spread = float(gap.std(ddof=1)) / np.sqrt(folds)
    return Measured(
        hidden=int(counts.sum()),
        others=found[0].others,
        lift=float(np.average(lift, weights=counts)),
        industry_lift=float(np.average(industry_lift, weights=counts)),
        auc=float(np.average(auc, weights=counts)),
        surer=float(gap.mean()) / spread if spread > 0 else 0.0,
        gains=pl.concat([one.gains for one in found]).group_by("share").mean().sort("share"),
    )
