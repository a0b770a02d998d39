"""Where deals are held up: stages that take one group (a region, a team, a product) longer than all others."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.analytics.survival import kaplan_meier, log_rank
from datasource.texts import N_

FALSE_SHARE: Final = 0.10
_FEWEST: Final = 20


@dataclass(frozen=True)
class SlowStage:
    """A group in a stage beside all others: median days of each, those still there counted as long as they have been.

    `held_up` is what the difference costs in money-days: extra days x the amounts of the group's deals. `chance` is the
    log-rank p-value, `adjusted` by Benjamini and Hochberg over all stages and groups.
    """

    stage: str
    group: str
    stays: int
    days: float
    others: float
    held_up: float
    chance: float
    adjusted: float


def slow_stages(visits: pl.DataFrame, by: str) -> list[SlowStage]:
    """Stages that hold up the deals of one group, the most money-days first; empty where all groups are alike.

    `visits` as `dwell.stage_visits` makes them, with the column `by`. Of what is named 10 % is false on average. Groups
    with fewer than 20 stays on either side, or without a median yet, are not judged. Raises `MingjingError` for lacking
    columns and fewer than 40 stays.
    """
    need_columns(visits, ("stage", "days", "left", "amount", by))
    known = visits.drop_nulls(by).with_columns(pl.col(by).cast(pl.String))
    need_rows(known.height, 2 * _FEWEST, N_("stays in a stage"))
    judged = [one for _key, rows in known.group_by("stage", maintain_order=True) for one in _judged(rows, by)]
    adjusted = benjamini_hochberg([chance for *_rest, chance in judged])
    found = [
        SlowStage(*facts, _held_up(facts, amount), chance, share)
        for (facts, amount, chance), share in zip(judged, adjusted.tolist(), strict=True)
        if share <= FALSE_SHARE and facts[3] > facts[4]
    ]
    return sorted(found, key=lambda one: -one.held_up)


_Facts = tuple[str, str, int, float, float]


def _held_up(facts: _Facts, amount: float) -> float:
    return (facts[3] - facts[4]) * amount


def _judged(rows: pl.DataFrame, by: str) -> list[tuple[_Facts, float, float]]:
    """Each group of one stage: the facts of `SlowStage` up to `others`, its amounts, the chance."""
    days, left = (rows[name].cast(pl.Float64).to_numpy() for name in ("days", "left"))
    out = []
    for group in rows[by].unique().sort():
        inside = (rows[by] == group).to_numpy()
        if min(inside.sum(), (~inside).sum()) < _FEWEST:
            continue
        medians = [_median(days[part], left[part]) for part in (inside, ~inside)]
        if medians[0] is None or medians[1] is None:
            continue
        facts = (str(rows["stage"][0]), str(group), int(inside.sum()), medians[0], medians[1])
        amount = float(rows["amount"].filter(pl.Series(inside)).sum())
        out.append((facts, amount, log_rank(days, left, inside)))
    return out


def _median(days: Floats, left: Floats) -> float | None:
    return kaplan_meier(days, left).quantile() if left.any() else None
