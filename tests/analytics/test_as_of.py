"""What is dated after the cut changes no prediction made at the cut, whatever it says."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.analytics.attribution.credit import attribute
from datasource.analytics.attribution.journeys import journeys_from_touches
from datasource.analytics.churn.examples import FIELDS, customers_as_of, examples
from datasource.analytics.churn.training import train
from datasource.analytics.dwell import stage_dwell, stage_visits
from datasource.analytics.forecast import project
from datasource.analytics.lead_scores import train_scores
from datasource.analytics.look_alikes import look_alikes
from datasource.analytics.pipeline_forecast import open_pipeline
from datasource.analytics.purchases.bg_nbd import COARSE, fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import fold
from datasource.analytics.purchases.pareto_nbd import fit_pareto_nbd
from datasource.analytics.refusals import Floats
from datasource.analytics.series import whole_buckets
from datasource.analytics.slow_stages import slow_stages
from datasource.analytics.win_odds import History
from datasource.field import Grain
from tests.analytics.pipeline_world import known_on, sales

CUT = date(2022, 5, 15)
CUSTOMERS = 200

Later = list[tuple[int, int, float | None]]
"""Rows to come: who (some of them new), days after the cut, an amount that may be missing, negative or huge."""

later_rows = st.lists(
    st.tuples(
        st.integers(0, CUSTOMERS + 20),
        st.integers(1, 900),
        st.one_of(st.none(), st.floats(-1e6, 1e9, allow_nan=False)),
    ),
    max_size=60,
)


def _purchases() -> pl.DataFrame:
    draw = np.random.default_rng(4)
    who = np.repeat(np.arange(CUSTOMERS), 1 + draw.poisson(draw.gamma(1.0, 5.0, CUSTOMERS)))
    first = draw.integers(0, 1000, CUSTOMERS)[who]
    day = np.datetime64(CUT) - first.astype(np.int64) + (draw.random(len(who)) * first).astype(np.int64)
    return pl.DataFrame({"customer": who, "day": day, "amount": draw.gamma(4.0, 20.0, len(who))}).with_columns(
        pl.col("day").cast(pl.Date)
    )


PURCHASES = _purchases()
WORLD = known_on(sales(0, 700), CUT)


def _with_purchases(later: Later) -> pl.DataFrame:
    rows = [(who, CUT + timedelta(days=days), amount) for who, days, amount in later]
    return pl.concat([PURCHASES, pl.DataFrame(rows, schema=PURCHASES.schema, orient="row")])


def _with_history(later: Later) -> History:
    """New deals, later stages and activities of all, and the later ends of deals that were open at the cut."""
    start = 10_000
    named = [(start + at, CUT + timedelta(days=days), amount) for at, (_who, days, amount) in enumerate(later)]
    new = pl.DataFrame(
        [(deal, day, None, None, amount) for deal, day, amount in named], schema=WORLD.deals.schema, orient="row"
    )
    moves = [(who, CUT + timedelta(days=days)) for who, days, _amount in later]
    ends = dict(moves)
    ended = pl.col("closed").is_null() & pl.col("deal").is_in(list(ends))
    closing = pl.col("deal").replace_strict(ends, default=None, return_dtype=pl.Date)
    deals = WORLD.deals.with_columns(
        won=pl.when(ended).then(pl.col("deal") % 2 == 0).otherwise("won"),
        closed=pl.when(ended).then(closing).otherwise("closed"),
    )
    stages = pl.DataFrame([(who, "contract", day) for who, day in moves], schema=WORLD.stages.schema, orient="row")
    calls = pl.DataFrame(moves, schema=WORLD.activities.schema, orient="row")
    return History(pl.concat([deals, new]), pl.concat([WORLD.stages, stages]), pl.concat([WORLD.activities, calls]))


def forecast_of_months(later: Later) -> list[Floats]:
    by_month = _with_purchases(later).group_by(bucket=pl.col("day").dt.truncate("1mo")).agg(value=pl.len())
    found = project(whole_buckets(by_month.cast({"value": pl.Float64}), Grain.MONTH, CUT).values, 12, 6)
    return [found.values, found.errors, *(part for one in found.intervals for part in (one.low, one.high))]


def pipeline(later: Later) -> list[Floats]:
    found = open_pipeline(_with_history(later), CUT, date(2022, 4, 1), date(2022, 6, 30)).forecast(1e6)
    return [found.totals, found.deals["chance"].to_numpy(), np.array([found.commit, found.weighted])]


def churn(later: Later) -> list[Floats]:
    rows = _with_purchases(later)
    learnt = examples(rows, [CUT - timedelta(days=back) for back in (90, 180, 270)], 90, CUT)
    model = train(learnt, FIELDS, 90)
    return [model.model.chances(customers_as_of(rows, CUT)), np.array([model.card.auc, model.advantage])]


def purchases_to_come(later: Later) -> list[Floats]:
    past = fold(_with_purchases(later), CUT)
    buying = fit_bg_nbd(past)
    return [buying.expected(past, 13.0), buying.alive(past), fit_gamma_gamma(past).expected(past)]


def purchases_until_customers_leave(later: Later) -> list[Floats]:
    past = fold(_with_purchases(later), CUT)
    buying = fit_pareto_nbd(past, COARSE)
    return [buying.expected(past, 13.0), buying.alive(past)]


def dwell(later: Later) -> list[Floats]:
    history = _with_history(later)
    deals = history.deals.with_columns(owner=pl.col("deal") % 5)
    visits = stage_visits(deals, history.stages, CUT)
    kept = [one for one in stage_dwell(visits) if one.dwell is not None]
    slow = [one.held_up for one in slow_stages(visits, "owner")]
    return [*(one.dwell.curve["lasting"].to_numpy() for one in kept if one.dwell), np.array(slow)]


def attribution(later: Later) -> list[Floats]:
    draw = np.random.default_rng(1)
    channels = np.array(["ad", "fair", "mail"])
    begun = np.datetime64(CUT) - np.repeat(draw.integers(1, 60, 200), 2)
    touches = pl.DataFrame(
        {"journey": np.arange(200).repeat(2), "channel": channels[draw.integers(0, 3, 400)], "at": begun}
    )
    ended = np.datetime64(CUT) - draw.integers(0, 2, 200)
    outcomes = pl.DataFrame({"journey": np.arange(200), "won": draw.random(200) < 0.4, "ended": ended, "value": 10.0})
    soon = [(who % 200, "fair", CUT + timedelta(days=days)) for who, days, _amount in later]
    new = [(200 + at, True, CUT + timedelta(days=days), amount) for at, (_who, days, amount) in enumerate(later)]
    found = attribute(
        journeys_from_touches(
            pl.concat([touches, pl.DataFrame(soon, schema=touches.schema, orient="row")]),
            pl.concat([outcomes, pl.DataFrame(new, schema=outcomes.schema, orient="row")]),
            CUT,
        )
    )
    return [found.credits.select(pl.col(pl.Float64)).to_numpy()]


PREDICTIONS: dict[str, Callable[[Later], list[Floats]]] = {
    made.__name__: made
    for made in (
        forecast_of_months,
        pipeline,
        churn,
        purchases_to_come,
        purchases_until_customers_leave,
        dwell,
        attribution,
    )
}
AT_THE_CUT: dict[str, list[Floats]] = {}


# Churn is trained five times over, trees beside the model: seconds.
SLOW = {"churn": pytest.mark.slow}


@pytest.mark.parametrize("name", [pytest.param(name, marks=SLOW.get(name, ())) for name in PREDICTIONS])
@settings(max_examples=4)
@given(later=later_rows)
def test_rows_after_the_cut_change_no_prediction(name: str, later: Later) -> None:
    if name not in AT_THE_CUT:
        AT_THE_CUT[name] = PREDICTIONS[name]([])

    for before, after in zip(AT_THE_CUT[name], PREDICTIONS[name](later), strict=True):
        np.testing.assert_array_equal(before, after)


def _leads(rows: int, seed: int) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    visits = draw.normal(5, 2, rows)
    days = [CUT - timedelta(days=int(back)) for back in draw.integers(0, 600, rows)]
    won = draw.random(rows) < 1 / (1 + np.exp(2 - visits / 3))
    return pl.DataFrame({"created": days, "visits": visits, "source": draw.choice(["web", "fair"], rows), "won": won})


def test_leads_scored_together_change_no_score_of_each_other() -> None:
    scorer = train_scores(_leads(1500, 1), ["visits", "source"], "won").scorer
    open_leads, newer = _leads(50, 2), _leads(200, 3).with_columns(pl.col("visits") * 100)

    together = scorer.chances(pl.concat([open_leads, newer]))[: open_leads.height]
    np.testing.assert_allclose(together, scorer.chances(open_leads), rtol=1e-12)


@settings(max_examples=6)
@given(later=later_rows)
def test_accounts_that_come_later_change_no_likeness(later: Later) -> None:
    draw = np.random.default_rng(2)
    accounts = pl.DataFrame(
        {
            "account": [f"A{place:03}" for place in range(120)],
            "size": draw.gamma(2.0, 50.0, 120),
            "city": draw.choice(["u", "v", "w"], 120),
        }
    )
    new = [(f"new {at}", amount, "x") for at, (_who, _days, amount) in enumerate(later)]
    more = pl.concat([accounts, pl.DataFrame(new, schema=accounts.schema, orient="row")])
    chosen = accounts["account"].head(20).to_list()
    before = look_alikes(accounts, ["size", "city"], chosen).select("account", "likeness")
    after = look_alikes(more, ["size", "city"], chosen).select("account", "likeness")

    assert after.filter(pl.col("account").is_in(accounts["account"].implode())).equals(before)
