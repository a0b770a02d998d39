"""The pipeline forecast: planted odds are found, simulation and exact sums agree, past quarters are replayed."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from datasource.analytics.pipeline_forecast import WhatIf, open_pipeline
from datasource.analytics.pipeline_replay import replay, score_replays
from datasource.analytics.simulation import Draws, exact_counts, exact_moments, simulate
from datasource.analytics.win_odds import History, fit_odds
from datasource.errors import MingjingError
from tests.analytics.pipeline_world import known_on, sales

AS_OF, START, UNTIL = date(2022, 5, 15), date(2022, 4, 1), date(2022, 6, 30)
QUARTERS = [
    (date(year, month, 1), date(year, month + 2, 30 if month in (4, 7) else 31))
    for year in (2020, 2021, 2022)
    for month in (1, 4, 7, 10)
]


@pytest.fixture(scope="module")
def world() -> History:
    return sales(0)


def test_chances_of_being_won_at_all_are_those_planted() -> None:
    """Of the deals without haste: contact .5 × .6 × .8 of even odds, offer .6 × .8, contract .8, busy ones above."""
    odds = fit_odds(sales(1, 6000), AS_OF)
    rows = [("contact", False), ("offer", False), ("contract", False), ("contract", True)]
    found = odds.chances(
        pl.DataFrame([(stage, 0, busy) for stage, busy in rows], ["stage", "age", "active"], orient="row"), 700
    )
    assert found == pytest.approx([0.41 * 0.515 * 0.74, 0.515 * 0.74, 0.74, 0.85], abs=0.06)


def test_chances_grow_with_the_days_left_and_are_nothing_today(world: History) -> None:
    odds, deals = fit_odds(world, AS_OF), world.open_on(AS_OF)
    assert (odds.chances(deals, 0) == 0).all()
    assert (odds.chances(deals, 30) < odds.chances(deals, 90)).all()


def test_what_happens_after_the_cut_changes_nothing(world: History) -> None:
    now = open_pipeline(world, AS_OF, START, UNTIL).forecast(1e6)
    then = open_pipeline(known_on(world, AS_OF), AS_OF, START, UNTIL).forecast(1e6)
    assert (now.totals == then.totals).all()
    assert now.weighted == then.weighted


def test_chances_are_calibrated_on_later_deals(world: History) -> None:
    said, came = 0.0, 0
    for start, until in QUARTERS[4:10]:
        deals = open_pipeline(world, start, start, until).forecast().deals
        after = deals.join(world.deals, on="deal", how="left").filter((pl.col("closed") <= until) & pl.col("won"))
        said, came = said + float(deals["chance"].sum()), came + after.height
    assert said == pytest.approx(came, rel=0.15)


def test_the_simulation_agrees_with_exact_sums_of_independent_deals() -> None:
    draw = np.random.default_rng(0)
    chances, amounts = draw.beta(2, 3, 200), draw.lognormal(10, 0.8, 200)
    totals = simulate(chances, amounts, Draws(shock=0))
    mean, spread = exact_moments(chances, amounts)
    assert abs(totals.mean() - mean) / (spread / len(totals) ** 0.5) < 4
    assert totals.std() == pytest.approx(spread, rel=0.02)


def test_numbers_won_follow_the_poisson_binomial() -> None:
    chances = np.array([0.1, 0.5, 0.5, 0.9])
    assert exact_counts(chances) == pytest.approx(
        [0.0225, 0.25 * 0.9 * 0.9 + 0.0225, 0.455, 0.2275 - 0.0025, 0.0225], abs=0.03
    )
    totals = simulate(chances, np.ones(4), Draws(shock=0))
    assert np.bincount(totals.astype(int)) / len(totals) == pytest.approx(exact_counts(chances), abs=0.01)


def test_a_common_shock_widens_the_spread_and_keeps_the_mean() -> None:
    chances, amounts = np.full(200, 0.3), np.full(200, 10.0)
    alone, together = simulate(chances, amounts, Draws(shock=0)), simulate(chances, amounts, Draws(shock=0.5))
    assert together.mean() == pytest.approx(alone.mean(), rel=0.01)
    assert together.std() > 2 * alone.std()


def test_commit_weighted_and_best_case_are_sums_a_hand_can_make(world: History) -> None:
    found = open_pipeline(world, AS_OF, START, UNTIL).forecast(target=1e6)
    deals = found.deals
    won = _sum(world.deals.filter(pl.col("closed").is_between(START, AS_OF) & pl.col("won"))["amount"])
    assert found.won == won
    assert found.commit == pytest.approx(won + _sum(deals.filter(pl.col("chance") >= 0.7)["amount"]))
    assert found.weighted == pytest.approx(won + _sum(deals["chance"] * deals["amount"]))
    assert found.commit <= found.best_case
    assert found.coverage == pytest.approx(_sum(deals["amount"]) / (1e6 - won))
    assert found.p10 < found.p50 < found.p90
    assert found.mean == pytest.approx(found.weighted + found.expected_new, rel=0.02)


def _sum(amounts: pl.Series) -> float:
    return float(amounts.sum())


def test_a_what_if_is_far_surer_than_the_forecasts_it_compares(world: History) -> None:
    pipeline = open_pipeline(world, AS_OF, START, UNTIL)
    larger = pipeline.what_if(WhatIf(deal_size=1.1))
    base = pipeline.forecast()
    assert larger.mean == pytest.approx(0.1 * (base.mean - base.won), rel=1e-9)
    odds = pipeline.what_if(WhatIf(win_odds=1.1))
    assert odds.mean > 0
    assert odds.p10 >= 0
    assert odds.error < 0.3 * base.totals.std() / len(base.totals) ** 0.5


@pytest.mark.parametrize(
    "change", [WhatIf(cycle=0.8), WhatIf(volume=1.5), WhatIf(stage_odds=(("offer", 2.0),)), WhatIf(win_odds=2.0)]
)
def test_faster_more_or_better_brings_more(world: History, change: WhatIf) -> None:
    found = open_pipeline(world, AS_OF, START, UNTIL).what_if(change, target=5e5)
    assert found.mean > 0
    assert found.chance >= 0


def test_replayed_quarters_beat_both_simple_forecasts(world: History) -> None:
    found = score_replays(replay(world, QUARTERS, date(2023, 6, 1), Draws(runs=4000)))
    assert found.periods == 12
    assert 0.6 <= found.inside <= 1
    assert found.error < found.naive_error
    assert found.error < found.stage_weighted_error


def test_a_company_that_grows_is_not_forecast_as_small_as_it_was() -> None:
    """Each deal is worth 0.2 % more than one created the day before: twice as much within a year."""
    days = (pl.col("created") - date(2018, 1, 1)).dt.total_days()
    grown = _with(sales(1), amount=pl.col("amount") * (days * 0.002).exp())
    found = replay(grown, QUARTERS[:8], date(2023, 6, 1), Draws(runs=4000))
    said, came = sum(one.p50 for one in found), sum(one.actual for one in found)
    assert said == pytest.approx(came, rel=0.1)


def test_the_reasons_of_a_chance_end_at_the_chance(world: History) -> None:
    odds, deals = fit_odds(world, AS_OF), world.open_on(AS_OF)
    reasons = odds.reasons(deals, 60)
    assert reasons[:, -1] == pytest.approx(odds.chances(deals, 60), abs=1e-12)
    assert len(set(reasons[:, 0])) == 1
    busy = deals["active"].to_numpy()
    assert (reasons[busy, 3] - reasons[busy, 2]).mean() > 0


def test_odds_learnt_elsewhere_forecast_a_few_deals(world: History) -> None:
    few = History(world.deals.tail(60), world.stages, world.activities)
    with pytest.raises(MingjingError, match="deals are closed"):
        open_pipeline(History(world.deals.tail(3), world.stages, world.activities), AS_OF, START, UNTIL)
    odds = fit_odds(world, AS_OF)
    found = open_pipeline(few, AS_OF, START, UNTIL, odds)
    assert found.odds is odds


def _with(world: History, **columns: pl.Expr) -> History:
    return History(world.deals.with_columns(**columns), world.stages, world.activities)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda world: _with(world, won=pl.lit(value=True)), "same outcome"),
        (lambda world: _with(world, won=pl.lit(None, pl.Boolean)), "neither won nor lost"),
        (lambda world: _with(world, deal=pl.lit(1)), "there twice"),
        (lambda world: _with(world, amount=-pl.col("amount")), "negative amounts"),
        (lambda world: _with(world, amount=pl.lit(None, pl.Float64)), "no amount"),
        (lambda world: _with(world, created=pl.lit(date(2040, 1, 1)), closed=pl.lit(date(2041, 1, 1))), "Only 0 deals"),
        (lambda world: History(world.deals.head(3), world.stages, world.activities), "deals are closed"),
    ],
)
def test_bad_deals_are_refused_with_the_reason(world: History, spoil, reason: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MingjingError, match=reason):
        open_pipeline(spoil(world), AS_OF, START, UNTIL)


def test_a_period_that_is_over_and_factors_of_nothing_are_refused(world: History) -> None:
    with pytest.raises(MingjingError, match="over by the day"):
        open_pipeline(world, AS_OF, START, AS_OF)
    with pytest.raises(MingjingError, match="later than tomorrow"):
        open_pipeline(world, AS_OF, date(2022, 5, 17), UNTIL)
    with pytest.raises(MingjingError, match="above zero"):
        open_pipeline(world, AS_OF, START, UNTIL).forecast(change=WhatIf(cycle=0))
    with pytest.raises(MingjingError, match="over can be replayed"):
        replay(world, QUARTERS, AS_OF)
