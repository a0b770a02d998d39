"""The study of odds: the chance of each open deal to be won, from the log of stages and how active it is.

It reads the past of deals as the pipeline forecast does.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.drift import drift_table
from datasource.analytics.evaluation import ReportCard, assess, closer_by
from datasource.analytics.lead_scores import GRADE_SHARES, grades_of, hits_of
from datasource.analytics.method_card import MethodCard
from datasource.analytics.refusals import Floats
from datasource.analytics.win_odds import History, WinOdds, fit_odds
from datasource.catalog.catalog import Catalog
from datasource.derived.study import Found, Rows
from datasource.errors import MingjingError
from datasource.reports.deal_odds import deal_history
from datasource.texts import N_, _

AHEAD = 365
"""Days within which a deal counts as won."""
CLEARLY = 1.645
PARTS = ("by_stage", "by_age", "by_activity")
SCORE = "score"
"""The name of the chance among the fields whose drift is told."""


def study_odds(rows: Rows) -> Found:
    """Chance of each open deal; `opportunities`, `hits`, `bins`, `gains`, `drift`.

    `opportunities`: `opportunity_id`, `p_win_chance` (within a year), `p_expected_amount` (minor units, half up),
    `stage`, `age` (0 to 4, how long in the stage), `active` (an activity lately), `grade`, and why: `base` (chance of
    any open deal), `by_stage`, `by_age`, `by_activity` (points that each adds, as fractions; with `base` they sum to
    the chance). Grades are those of the deals tested: A the best tenth, B up to 30 %, C up to 60 %; `hits` has their
    shares won. `drift`: `field`, its stability `index`, deals open now beside those tested. Refused when the chances
    told a year ago were not clearly closer than the share of won deals.
    """
    assert isinstance(rows, Catalog)
    history, today = deal_history(rows), rows.as_of
    tested = _tested(history, today - timedelta(days=AHEAD), today)
    standing = history.open_on(today)
    odds = fit_odds(history, today)
    chances = odds.chances(standing, AHEAD)
    told = odds.reasons(standing, AHEAD)
    expected = np.floor(chances * standing["amount"].to_numpy() * rows.minor_units + 0.5).astype(np.int64)
    deals = standing.select(
        pl.col("deal").alias("opportunity_id"),
        pl.Series("p_win_chance", chances),
        pl.Series("p_expected_amount", expected),
        "stage", "age", "active",
        pl.Series("grade", grades_of(chances, tested.cuts), pl.String()),
        pl.Series("base", told[:, 0]),
        *(pl.Series(name, told[:, place + 1] - told[:, place]) for place, name in enumerate(PARTS)),
    )  # fmt: skip
    tables = {
        "opportunities": deals,
        "hits": tested.hits,
        "bins": tested.card.bins,
        "gains": tested.card.gains,
        "drift": drift_table(
            tested.standing.with_columns(pl.Series(SCORE, odds.chances(tested.standing, AHEAD))),
            standing.with_columns(pl.Series(SCORE, chances)),
            [SCORE, "stage", "age", "active"],
        ),
    }
    return Found(tables, _card(tested.card, rows))


@dataclass(frozen=True)
class _Tested:
    """Chances told a year ago: how good they were, the bounds of their grades, what these came to, and the deals."""

    card: ReportCard
    cuts: tuple[float, ...]
    hits: pl.DataFrame
    standing: pl.DataFrame


def _tested(history: History, cut: date, today: date) -> _Tested:
    """How good the chances of `cut` were, of the deals open then: won by today or not."""
    standing = history.open_on(cut)
    won = standing.select((pl.col("won") & (pl.col("closed") <= today)).fill_null(value=False).cast(pl.Float64))
    actual: Floats = won.to_series().to_numpy()
    odds: WinOdds = fit_odds(history, cut)
    chance = odds.chances(standing, (today - cut).days)
    card = assess(actual, chance)
    known = history.deals.filter(pl.col("closed") <= cut)["won"].mean()
    if closer_by(actual, chance, np.full(len(actual), known)) < CLEARLY:
        raise MingjingError(
            _("The chances told a year ago were no closer than the share of won deals, so none are shown.")
        )
    cuts = tuple(np.quantile(chance, GRADE_SHARES).tolist())
    hits = hits_of(grades_of(chance, cuts), actual)
    return _Tested(card, cuts, hits, standing)


def _card(card: ReportCard, rows: Rows) -> MethodCard:
    return MethodCard(
        does=N_("Tells for each open deal how likely it is to be won within a year."),
        data=N_("All deals, the log of their stages and their activities; those dropped as invalid count as not won."),
        as_of=rows.as_of,
        assumes=(
            N_("A deal goes on as deals before it did in the same stage, as long there, and as active lately."),
            N_("Small groups of deals lean on the larger group they are part of."),
        ),
        quality=(
            (N_("Deals open a year ago that it was tested on"), f"{card.rows}"),
            (N_("Share of them won since"), f"{card.base_rate:.1%}"),
            (N_("Ranks a won deal above another (AUC)"), f"{card.auc:.3f}"),
            (N_("Better than the mean of all (Brier skill)"), f"{card.skill:.1%}"),
            (N_("Chances are off by (calibration error)"), f"{card.error:.1%}"),
        ),
        avoid=(
            N_("When stages are moved only at the end: the log then says nothing of how a deal goes."),
            N_("To judge one deal: it tells how often deals like it were won, not whether this one will be."),
        ),
        sources=("Kalbfleisch and Prentice 2002, The Statistical Analysis of Failure Time Data, chapter 8",),
    )
