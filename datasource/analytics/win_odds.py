"""Chance that an open deal is won within so many days, from what became of deals that stood as it stands now.

Deals are looked at every fortnight of the past as they stood that day: stage, days in the stage, activity of late.
From there on they are won, lost or still open, week by week; open ones count as long as they were watched (Aalen &
Johansen 1978). Small groups lean on larger ones: stage, age and activity on stage and age, those on stage, that on all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.refusals import need_rows
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from datasource.texts import N_, _

WEEKS: Final = 104
_AGES: Final = (14, 30, 60, 120)
_LATELY: Final = 30
_EVERY: Final = 14
_MOST_LOOKS: Final = 78
# A group of this many deals leans on the larger one with half of its weight.
_LEAN: Final = 20.0
_LEAST_CLOSED: Final = 20
Cell = tuple[str | None, int | None, bool | None]
Counts = dict[Cell, Floats]


@dataclass(frozen=True)
class History:
    """What the forecast reads: one row a deal, one a step into a stage, one an activity.

    `deals`: deal, created (Date), closed (Date, null while open), won (Boolean), amount (zero or more).
    `stages`: deal, stage (text), entered (Date). `activities`: deal, day (Date); may be empty.
    """

    deals: pl.DataFrame
    stages: pl.DataFrame
    activities: pl.DataFrame

    def open_on(self, day: date) -> pl.DataFrame:
        """Deals open at the end of `day` as they stood then: deal, amount, stage, age (0 to 4), active, created.

        A deal without a stage by then has an empty one.
        """
        there = self.deals.filter((pl.col("created") <= day) & (pl.col("closed").is_null() | (pl.col("closed") > day)))
        stage = (
            self.stages.filter(pl.col("entered") <= day).sort("entered", maintain_order=True).group_by("deal").last()
        )
        recent = self.activities.filter(pl.col("day").is_between(day - timedelta(days=_LATELY), day))
        days = (pl.lit(day) - pl.coalesce("entered", "created")).dt.total_days()
        return there.join(stage, on="deal", how="left", maintain_order="left").with_columns(
            stage=pl.col("stage").fill_null(""),
            age=pl.sum_horizontal(*[(days > limit).cast(pl.Int64) for limit in _AGES]),
            active=pl.col("deal").is_in(recent["deal"].unique().implode()),
        )


@dataclass(frozen=True)
class WinOdds:
    """Chance to be won by each week from now (`WEEKS` + 1,), for each group of deals; wider groups for those unseen."""

    curves: Mapping[Cell, Floats]

    def chances(self, deals: pl.DataFrame, days: float) -> Floats:
        """Chance (deal,) of each row of `History.open_on` to be won within `days` from then."""
        week = min(max(days, 0.0) / 7, WEEKS)
        keys = zip(deals["stage"], deals["age"], deals["active"], strict=True)
        return np.array([np.interp(week, np.arange(WEEKS + 1), self._curve(*key)) for key in keys], dtype=np.float64)

    def reasons(self, deals: pl.DataFrame, days: float) -> Floats:
        """Chance (deal, 4) as one learns of each deal: nothing, its stage, its age there too, its activity too.

        The last is that of `chances`; a group without deals of the past says what the wider one does.
        """
        week = min(max(days, 0.0) / 7, WEEKS)
        at = {cell: float(np.interp(week, np.arange(WEEKS + 1), curve)) for cell, curve in self.curves.items()}
        rows = []
        for stage, age, active in zip(deals["stage"], deals["age"], deals["active"], strict=True):
            told = [at[None, None, None]]
            for cell in ((stage, None, None), (stage, age, None), (stage, age, active)):
                told.append(at.get(cell, told[-1]))
            rows.append(told)
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def _curve(self, stage: str | None, age: int, active: bool) -> Floats:
        cells: tuple[Cell, ...] = ((stage, age, active), (stage, age, None), (stage, None, None))
        return next((self.curves[cell] for cell in cells if cell in self.curves), self.curves[None, None, None])


def fit_odds(history: History, as_of: date) -> WinOdds:
    """The odds as they were known at the end of `as_of`: nothing dated later is read.

    Raises `MingjingError` for duplicate deals, negative or unknown amounts, closed deals without an outcome, fewer than
    20 closed deals or 20 looks at deals while they were open, and deals all of one outcome.
    """
    check_deals(history.deals, as_of)
    known = history.deals.filter(pl.col("closed") <= as_of)["won"]
    if len(known) < _LEAST_CLOSED:
        raise MingjingError(
            _("Only {count} deals are closed; chances need at least {least}.").format(
                count=len(known), least=_LEAST_CLOSED
            )
        )
    if known.n_unique() < 2:
        raise MingjingError(_("All closed deals had the same outcome, so there is nothing to tell chances from."))
    fates = _fates(history, as_of)
    need_rows(fates.height, _LEAST_CLOSED, N_("looks at deals while they were open"))
    counts = _counts(fates)
    hazards: dict[Cell, tuple[Floats, Floats]] = {}
    for cell in sorted(counts, key=lambda one: sum(part is not None for part in one)):
        hazards[cell] = _hazards(counts[cell], hazards.get(_wider(cell)))
    return WinOdds({cell: _incidence(*pair) for cell, pair in hazards.items()})


def check_deals(deals: pl.DataFrame, as_of: date) -> None:
    """Raise `MingjingError` for deals that no chance can be told from; later deals and outcomes are not looked at."""
    known = deals.filter((pl.col("created") <= as_of).fill_null(value=True))
    if known["deal"].is_duplicated().any():
        raise MingjingError(_("Some deals are there twice; each needs one row."))
    if known["created"].null_count() or known["amount"].null_count():
        raise MingjingError(_("Some deals have no creation date or no amount."))
    if (known["amount"].cast(pl.Float64) < 0).any():
        raise MingjingError(_("Some deals have negative amounts; take refunds out of the pipeline first."))
    if known.filter((pl.col("closed") <= as_of) & pl.col("won").is_null()).height:
        raise MingjingError(_("Some closed deals are neither won nor lost."))


def _fates(history: History, as_of: date) -> pl.DataFrame:
    """One row a deal and look: stage, age, active, weeks until it closed or the watch ended, and how it ended."""
    first = history.deals["created"].min()
    looks: list[pl.DataFrame] = []
    day = as_of - timedelta(days=_EVERY)
    while isinstance(first, date) and day >= first and len(looks) < _MOST_LOOKS:
        looks.append(history.open_on(day).with_columns(day=pl.lit(day)))
        day -= timedelta(days=_EVERY)
    if not looks:
        raise MingjingError(_("The deals are younger than a fortnight; chances need a longer past."))
    ended = pl.col("closed").is_not_null() & (pl.col("closed") <= as_of)
    until = pl.when(ended).then("closed").otherwise(pl.lit(as_of))
    days = (until - pl.col("day")).dt.total_days()
    return pl.concat(looks).select(
        "stage",
        "age",
        "active",
        week=pl.when(ended).then((days + 6) // 7).otherwise(days // 7).clip(0, WEEKS),
        end=pl.when(ended & ((days + 6) // 7 <= WEEKS)).then(pl.when("won").then(1).otherwise(2)).otherwise(0),
    )


def _counts(fates: pl.DataFrame) -> Counts:
    """Per cell (3, `WEEKS` + 1): watched through the week, won in it, lost in it."""
    out: Counts = {}
    for names in ((), ("stage",), ("stage", "age"), ("stage", "age", "active")):
        groups = fates.group_by(names) if names else [((), fates)]
        for key, rows in groups:
            padded = (*key, None, None, None)[:3]
            out[padded] = _table(rows)
    return out


def _table(rows: pl.DataFrame) -> Floats:
    week, end = rows["week"].to_numpy(), rows["end"].to_numpy()
    last = np.bincount(week, minlength=WEEKS + 1)
    watched = last[::-1].cumsum()[::-1]
    won, lost = (np.bincount(week[end == code], minlength=WEEKS + 1) for code in (1, 2))
    return np.stack([watched, won, lost]).astype(np.float64)


def _wider(cell: Cell) -> Cell:
    stage, age, active = cell
    if active is not None:
        return stage, age, None
    return (stage, None, None) if age is not None else (None, None, None)


def _hazards(table: Floats, wider: tuple[Floats, Floats] | None) -> tuple[Floats, Floats]:
    watched, won, lost = table
    above = wider or (np.zeros(WEEKS + 1), np.zeros(WEEKS + 1))
    lean = _LEAN if wider else 0.0
    whole = np.maximum(watched + lean, 1e-9)
    return (won + lean * above[0]) / whole, (lost + lean * above[1]) / whole


def _incidence(win: Floats, loss: Floats) -> Floats:
    still = np.cumprod(1 - np.minimum(win + loss, 1))
    before = np.concatenate([[1.0], still[:-1]])
    return np.cumsum(before * win)
