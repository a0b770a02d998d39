"""The pipeline forecast made again at past dates with what was known then, beside two simple forecasts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.pace import step
from datasource.analytics.pipeline_forecast import open_pipeline
from datasource.analytics.simulation import FAIR, Draws
from datasource.analytics.win_odds import History, WinOdds
from datasource.errors import MingjingError
from datasource.texts import _


@dataclass(frozen=True)
class Replay:
    """One past period: percentiles as they would have been shown, what came, and what simple rules said.

    `naive` is the amount won in the stretch of the same length just before; `stage_weighted` is what was won by then
    plus each open deal's amount × the share of closed deals won that had reached its stage.
    """

    start: date
    until: date
    p10: float
    p50: float
    p90: float
    naive: float
    stage_weighted: float
    actual: float


@dataclass(frozen=True)
class ReplayScore:
    """Over all replays: share of actuals within P10 to P90, and sums of absolute errors over the sum of actuals."""

    periods: int
    inside: float
    error: float
    naive_error: float
    stage_weighted_error: float


def replay(
    history: History,
    periods: Sequence[tuple[date, date]],
    as_of: date,
    draws: Draws = FAIR,
    odds_on: Callable[[date], WinOdds] | None = None,
) -> list[Replay]:
    """Replays of `periods` (first day, last day), each forecast on the eve of its first day; all over by `as_of`.

    `odds_on` gives the odds as they were known at the end of a day; without it they are learnt from `history`.
    Raises `MingjingError` for a period that is not over, and as `open_pipeline` does where too little was known.
    """
    if any(until > as_of for _start, until in periods):
        raise MingjingError(_("Only periods that are over can be replayed."))
    found = []
    for at, (start, until) in enumerate(periods):
        step(at, len(periods))
        odds = odds_on(start - timedelta(days=1)) if odds_on is not None else None
        found.append(_one(history, start, until, draws, odds))
    return found


def score_replays(replays: Sequence[Replay]) -> ReplayScore:
    """How the replays did; raises `MingjingError` when there are none or nothing was won in any."""
    actual = np.array([one.actual for one in replays])
    if not actual.sum() > 0:
        raise MingjingError(_("Nothing was won in the periods replayed, so no error can be told."))
    error, naive, staged = (
        float(np.abs(np.array(said) - actual).sum() / actual.sum())
        for said in zip(*[(one.p50, one.naive, one.stage_weighted) for one in replays], strict=True)
    )
    inside = float(np.mean([one.p10 <= one.actual <= one.p90 for one in replays]))
    return ReplayScore(len(replays), inside, error, naive, staged)


def _one(history: History, start: date, until: date, draws: Draws, odds: WinOdds | None) -> Replay:
    eve = start - timedelta(days=1)
    found = open_pipeline(history, eve, start, until, odds).forecast(draws=draws)
    before = start - (until - eve)
    return Replay(
        start=start,
        until=until,
        p10=found.p10,
        p50=found.p50,
        p90=found.p90,
        naive=_won(history.deals, before, eve),
        stage_weighted=_stage_weighted(history, eve),
        actual=_won(history.deals, start, until),
    )


def _won(deals: pl.DataFrame, start: date, end: date) -> float:
    return float(deals.filter(pl.col("closed").is_between(start, end) & pl.col("won"))["amount"].sum())


def _stage_weighted(history: History, day: date) -> float:
    closed = history.deals.filter(pl.col("closed") <= day).select("deal", "won")
    reached = history.stages.filter(pl.col("entered") <= day).select("deal", "stage").unique()
    rates = reached.join(closed, on="deal").group_by("stage").agg(rate=pl.col("won").mean())
    there = history.open_on(day).join(rates, on="stage", how="left")
    return float(there.select((pl.col("amount") * pl.col("rate").fill_null(0)).sum()).item())
