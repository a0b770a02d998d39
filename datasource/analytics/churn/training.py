"""A churn model trained on older days, judged on the newest one beside the plain rule of recency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.churn.examples import AS_OF, CHURNED, CUSTOMER, RECENCY
from datasource.analytics.evaluation import ReportCard, assess, closer_by
from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.analytics.spline_logit import SplineLogit, fit_spline_logit, need_outcomes
from datasource.analytics.threads import one_thread
from datasource.errors import MingjingError
from datasource.texts import N_, _

CLEARLY = 1.645
MOST_FOR_TREES = 20_000


@dataclass(frozen=True)
class ChurnModel:
    """The model to use now, and how it did on the newest day whose outcome is known, not having seen it.

    `card` is that of the model, `recency_card` of the chance by days since the last purchase alone, `tree_card` of
    boosted trees as a challenger. `advantage` is by how many standard errors the model's squared error lies below the
    recency rule's. `withheld` is None, or the sentence that says why no risk is to be shown.
    """

    model: SplineLogit
    horizon: int
    trained_until: date
    tested_on: date
    card: ReportCard
    recency_card: ReportCard
    tree_card: ReportCard
    advantage: float
    withheld: str | None


def train(rows: pl.DataFrame, fields: Sequence[str], horizon: int) -> ChurnModel:
    """Train on days at least `horizon` days before the newest, test on the newest, then fit again on all rows.

    `rows` has one row per customer and day: `customer`, `as_of` (Date), `churned` (Boolean), `recency` (days) and
    `fields`. Raises `MingjingError` when a customer stands twice on one day, when there are no two days that far
    apart, or when either part has fewer than 50 rows or 10 of either outcome. Withheld when the error is not clearly
    (one-sided 5 %) below that of recency and of the base rate (Wuebben and von Wangenheim 2008, J. Marketing 72:82).
    """
    older, newest = split(rows, horizon)
    known, outcome = _outcome(older), _outcome(newest)
    need_outcomes(outcome)
    model = fit_spline_logit(older, fields, known)
    chance = model.chances(newest)
    recency = _recency_chance(older, newest, known)
    better = closer_by(outcome, chance, recency)
    base = closer_by(outcome, chance, np.full(len(outcome), known.mean()))
    return ChurnModel(
        model=fit_spline_logit(pl.concat([older, newest]), fields, np.concatenate([known, outcome])),
        horizon=horizon,
        trained_until=_day(older, last=True),
        tested_on=_day(newest, last=True),
        card=assess(outcome, chance),
        recency_card=assess(outcome, recency),
        tree_card=assess(outcome, tree_chance(older, newest, fields, known)),
        advantage=better,
        withheld=_withheld(better, base),
    )


def split(rows: pl.DataFrame, horizon: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows to train on, whose outcomes were known on the newest day, and the rows of that day; raises as `train`."""
    need_columns(rows, (CUSTOMER, AS_OF, CHURNED, RECENCY))
    told = rows.drop_nulls(CHURNED).sort(AS_OF, CUSTOMER)
    need_rows(len(told), 1, N_("rows with a known outcome"))
    if told.select(CUSTOMER, AS_OF).is_duplicated().any():
        raise MingjingError(_("Some customers stand in the data twice on the same day."))
    newest = _day(told, last=True)
    older = told.filter(pl.col(AS_OF) <= newest - timedelta(days=horizon))
    if older.is_empty():
        text = _(
            "The history is too short: days {days} days apart are needed to train and to test, the first is {day}."
        )
        raise MingjingError(text.format(days=horizon, day=_day(told, last=False)))
    return older, told.filter(pl.col(AS_OF) == newest)


def tree_chance(older: pl.DataFrame, newest: pl.DataFrame, fields: Sequence[str], outcome: Floats) -> Floats:
    """Chances of the newest rows by small boosted trees (150 of 8 leaves, rate 0.05), on at most 20,000 rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

    chosen = np.random.default_rng(0).permutation(len(older))[:MOST_FOR_TREES]
    both = pl.concat([older.select(fields), newest.select(fields)])
    codes = both.with_columns(pl.col(pl.String, pl.Boolean).cast(pl.String).rank("dense")).cast(pl.Float64).to_numpy()
    trees = HistGradientBoostingClassifier(learning_rate=0.05, max_leaf_nodes=8, max_iter=150, random_state=0)
    with one_thread():
        trees.fit(codes[: len(older)][chosen], outcome[chosen])
        return np.asarray(trees.predict_proba(codes[len(older) :])[:, 1])


def _recency_chance(older: pl.DataFrame, newest: pl.DataFrame, outcome: Floats) -> Floats:
    """Chances by days since the last purchase alone; where all are equal, the base rate."""
    if older[RECENCY].n_unique() < 2:
        return np.full(len(newest), outcome.mean())
    return fit_spline_logit(older, [RECENCY], outcome).chances(newest)


def _withheld(than_recency: float, than_base: float) -> str | None:
    if than_base < CLEARLY:
        return _("The model says no more about the newest customers than their share of lost ones, so it is not shown.")
    if than_recency < CLEARLY:
        return _("The days since the last purchase tell as much as the model, so use these; it is not shown.")
    return None


def _outcome(rows: pl.DataFrame) -> Floats:
    return rows[CHURNED].cast(pl.Float64).to_numpy()


def _day(rows: pl.DataFrame, *, last: bool) -> date:
    found = rows[AS_OF].max() if last else rows[AS_OF].min()
    assert isinstance(found, date)
    return found
