"""The study of odds: the chance of each open deal to be won, from the log of stages and how active it is.

It reads the past of deals as the pipeline forecast does.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.evaluation import ReportCard, assess, closer_by
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


def study_odds(rows: Rows) -> Found:
    """Chance of each open deal; `opportunities`, `bins`, `gains`.

    `opportunities`: `opportunity_id`, `p_win_chance` (within a year), `p_expected_amount` (minor units, half up),
    `stage`, `age` (0 to 4, how long in the stage), `active` (an activity lately). Refused when the chances told a year
    ago were not clearly closer than the share of won deals.
    """
    assert isinstance(rows, Catalog)
    history, today = deal_history(rows), rows.as_of
    card = _tested(history, today - timedelta(days=AHEAD), today)
    standing = history.open_on(today)
    chances = fit_odds(history, today).chances(standing, AHEAD)
    expected = np.floor(chances * standing["amount"].to_numpy() * rows.minor_units + 0.5).astype(np.int64)
    deals = standing.select(
        pl.col("deal").alias("opportunity_id"),
        pl.Series("p_win_chance", chances),
        pl.Series("p_expected_amount", expected),
        "stage", "age", "active",
    )  # fmt: skip
    return Found({"opportunities": deals, "bins": card.bins, "gains": card.gains}, _card(card, rows))


def _tested(history: History, cut: date, today: date) -> ReportCard:
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
    return card


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
