"""What a period will bring: deals already won, open deals by their chances, deals that are not there yet.

Commit, best case and weighted beside a simulated distribution; what-if as differences under the same luck.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.simulation import FAIR, Draws, simulate
from datasource.analytics.smoothing import Floats
from datasource.analytics.win_odds import History, WinOdds, check_deals, fit_odds
from datasource.errors import MingjingError
from datasource.texts import _

COMMIT, BEST_CASE = 0.7, 0.3
_PERCENTILES: Final = (10, 50, 90)
_PAST_WINDOWS: Final = 13
_PAST_EVERY: Final = timedelta(days=28)
_HALF_YEAR: Final = timedelta(days=182)


@dataclass(frozen=True)
class WhatIf:
    """Factors on what was found: odds of winning (all, or by stage), deal size, days to close, number of new deals."""

    win_odds: float = 1.0
    stage_odds: tuple[tuple[str, float], ...] = ()
    deal_size: float = 1.0
    cycle: float = 1.0
    volume: float = 1.0


AS_IS: Final = WhatIf()


@dataclass(frozen=True)
class PipelineForecast:
    """Amounts of one period, in the deals' unit.

    `won` is already won in it; `weighted` adds chance × amount of each open deal; `commit` adds the amounts of those of
    a chance of 0.7 or more, `best_case` of 0.3 or more; `mean`, `p10`, `p50`, `p90` are of the simulation, which also
    draws deals not yet there (`expected_new` on average). `coverage` is open amount over what the target still lacks,
    `chance` that of reaching it; both NaN without a target, coverage also once it is reached. `deals` are the open ones
    with their `chance`.
    """

    won: float
    commit: float
    best_case: float
    weighted: float
    expected_new: float
    mean: float
    p10: float
    p50: float
    p90: float
    coverage: float
    chance: float
    deals: pl.DataFrame
    totals: Floats = field(repr=False)


@dataclass(frozen=True)
class Difference:
    """What a what-if changes: mean over the runs, its standard error, and the middle 80 % of the runs' differences."""

    mean: float
    error: float
    p10: float
    p90: float
    chance: float


@dataclass(frozen=True)
class Pipeline:
    """The pipeline at the end of `as_of`, ready to be forecast to the end of `until`; made by `open_pipeline`."""

    as_of: date
    until: date
    open_deals: pl.DataFrame
    odds: WinOdds
    won: float
    new_amounts: Floats

    def forecast(self, target: float | None = None, change: WhatIf = AS_IS, draws: Draws = FAIR) -> PipelineForecast:
        """The forecast under `change`; raises `MingjingError` for factors or targets of zero or less."""
        _check(target, change)
        chances = self._chances(change)
        amounts = self.open_deals["amount"].to_numpy().astype(np.float64) * change.deal_size
        new = _drawn(self.new_amounts, draws) * change.volume * change.deal_size
        totals = self.won + simulate(chances, amounts, draws) + new
        lacks = (target or 0) - self.won
        low, middle, high = np.percentile(totals, _PERCENTILES).tolist()
        return PipelineForecast(
            won=self.won,
            commit=self.won + float(amounts[chances >= COMMIT].sum()),
            best_case=self.won + float(amounts[chances >= BEST_CASE].sum()),
            weighted=self.won + float(chances @ amounts),
            expected_new=float(new.mean()),
            mean=float(totals.mean()),
            p10=low,
            p50=middle,
            p90=high,
            coverage=float(amounts.sum()) / lacks if target and lacks > 0 else float("nan"),
            chance=float((totals >= target).mean()) if target else float("nan"),
            deals=self.open_deals.select("deal", "stage", "age", "active", "amount", chance=pl.Series(chances)),
            totals=totals,
        )

    def what_if(self, change: WhatIf, target: float | None = None, draws: Draws = FAIR) -> Difference:
        """How the forecast differs under `change`, run by run with the same luck; `chance` as of the target."""
        before, after = self.forecast(target, draws=draws), self.forecast(target, change, draws)
        moved = after.totals - before.totals
        low, high = np.percentile(moved, (10, 90)).tolist()
        error = float(moved.std(ddof=1)) / len(moved) ** 0.5
        return Difference(float(moved.mean()), error, low, high, after.chance - before.chance)

    def _chances(self, change: WhatIf) -> Floats:
        days = (self.until - self.as_of).days / change.cycle
        found = self.odds.chances(self.open_deals, days)
        stages = dict(change.stage_odds)
        factor = np.array([stages.get(stage, 1.0) for stage in self.open_deals["stage"]]) * change.win_odds
        return found * factor / (1 - found + found * factor)


def open_pipeline(history: History, as_of: date, start: date, until: date, odds: WinOdds | None = None) -> Pipeline:
    """The pipeline as known at the end of `as_of`, for the period `start` to `until` inclusive.

    `start` is no later than the day after `as_of`. `odds` are those learnt from other deals too, known on that day;
    without them they are learnt from `history`. New deals are drawn from past stretches as long as what is left of the
    period. Raises `MingjingError` as `fit_odds` does, for a period that is over, and for one that begins later.
    """
    if until <= as_of:
        raise MingjingError(_("The period is over by the day of the forecast, so nothing is left to forecast."))
    if start > as_of + timedelta(days=1):
        raise MingjingError(_("The period begins later than tomorrow; what is won until then would be counted in it."))
    if odds is None:
        odds = fit_odds(history, as_of)
    else:
        check_deals(history.deals, as_of)
    won = history.deals.filter(pl.col("closed").is_between(start, as_of) & pl.col("won"))["amount"].sum()
    return Pipeline(as_of, until, history.open_on(as_of), odds, float(won), _new_business(history.deals, as_of, until))


def _new_business(deals: pl.DataFrame, as_of: date, until: date) -> Floats:
    """Amount won in past stretches of the same length by deals created in them, newest first, at least one.

    Those of the last year, every 28 days, so that each season is there once. Each is taken times how much more was won
    in the half year before `as_of` than in the half year before it, from a half to double: a company that grows would
    be forecast as small as it was.
    """
    length, first = until - as_of, deals["created"].min()
    found: list[float] = []
    end, now = as_of, _won_before(deals, as_of)
    while isinstance(first, date) and end - length >= first and len(found) < _PAST_WINDOWS:
        inside = (pl.col("created") > end - length) & (pl.col("closed") <= end) & pl.col("won")
        before = _won_before(deals, end - length)
        growth = min(max(now / before, 0.5), 2.0) if before > 0 else 1.0
        found.append(float(deals.filter(inside)["amount"].sum()) * growth)
        end -= _PAST_EVERY
    if not found:
        raise MingjingError(_("The past is shorter than the period to forecast."))
    return np.array(found)


def _won_before(deals: pl.DataFrame, day: date) -> float:
    lately = (pl.col("closed") > day - _HALF_YEAR) & (pl.col("closed") <= day) & pl.col("won")
    return float(deals.filter(lately)["amount"].sum())


def _drawn(past: Floats, draws: Draws) -> Floats:
    picked: Floats = past[np.random.default_rng((draws.seed, 1)).integers(len(past), size=draws.runs)]
    return picked


def _check(target: float | None, change: WhatIf) -> None:
    factors = (
        change.win_odds,
        change.deal_size,
        change.cycle,
        change.volume,
        *(one for _stage, one in change.stage_odds),
    )
    if not all(np.isfinite(one) and one > 0 for one in factors):
        raise MingjingError(_("What-if factors must be above zero."))
    if target is not None and not target > 0:
        raise MingjingError(_("A target must be above zero."))
