"""Chances that leads or opportunities are won, without leaking fields, calibrated on the newest and judged after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.analytics.evaluation import ReportCard, assess, closer_by, wilson
from datasource.analytics.leaks import Leaks, find_leaks
from datasource.analytics.linear_models import fit_logit
from datasource.analytics.refusals import Floats, need_columns
from datasource.analytics.spline_logit import SplineLogit, fit_spline_logit, need_outcomes
from datasource.errors import MingjingError
from datasource.texts import _

CLEARLY = 1.645
LEARN, CALIBRATE = 0.6, 0.8
GRADES = ("A", "B", "C", "D")
GRADE_SHARES = (0.9, 0.7, 0.4)
DOUBLES = 20 / np.log(2)
EDGE = 1e-6


@dataclass(frozen=True)
class Scorer:
    """A model, its calibration line over the logit, and the lowest chance of grades A, B and C."""

    model: SplineLogit
    slope: float
    intercept: float
    cuts: tuple[float, ...]

    def chances(self, rows: pl.DataFrame) -> Floats:
        """The calibrated chance of each row, 0 to 1."""
        return np.asarray(1 / (1 + np.exp(-(self.intercept + self.slope * _logit(self.model.chances(rows))))))

    def grades(self, chances: Floats) -> list[str]:
        """A for the best tenth of the leads that calibrated it, B up to 30 %, C up to 60 %, D for the rest."""
        return grades_of(chances, self.cuts)

    def points(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What each field adds or takes, in points: 20 points double the odds beside those of an average lead."""
        added = self.model.contributions(rows)
        return added.select(pl.all() * self.slope * DOUBLES)


@dataclass(frozen=True)
class LeadScores:
    """The scorer to use now, and how one made in the same way did on the newest fifth, not having seen it.

    `hits` has a row per grade of that fifth: `grade`, `count`, `won` share, Wilson `low`, `high`. `leaks` tells the
    fields left out; `withheld` is None, or the sentence that says why no score is to be shown.
    """

    scorer: Scorer
    leaks: Leaks
    tested_from: date
    card: ReportCard
    hits: pl.DataFrame
    withheld: str | None


def train_scores(
    rows: pl.DataFrame, fields: Sequence[str], outcome: str, history: pl.DataFrame | None = None
) -> LeadScores:
    """Learn from the oldest leads, calibrate on newer ones (Platt 1999), test on the newest fifth by `created`.

    `rows` has a row per lead whose outcome (yes/no) is known, `created` (Date) and the fields as of scoring. `history`
    is that of `find_leaks`. Raises `MingjingError` when columns are lacking, when all fields leak or none varies, when
    the days do not part into three, or when a part has fewer than 50 rows or 10 of either outcome. Withheld when the
    squared error is not clearly (one-sided 5 %) below that of the base rate.
    """
    need_columns(rows, [*fields, outcome, "created"])
    told = rows.drop_nulls([outcome, "created"]).sort("created", maintain_order=True)
    leaks = find_leaks(told, fields, outcome, history)
    if not leaks.kept:
        raise MingjingError(_("Every field knows the outcome beforehand, so none is left to score by."))
    first, second, newest = _parts(told, outcome)
    tried = _scorer(first, second, leaks.kept, outcome)
    actual, chance = _outcome(newest, outcome), tried.chances(newest)
    base = np.full(len(actual), _outcome(pl.concat([first, second]), outcome).mean())
    text = _("The score says no more about the newest leads than their share of won ones, so it is not shown.")
    day = newest["created"].min()
    assert isinstance(day, date)
    return LeadScores(
        scorer=_scorer(pl.concat([first, second]), newest, leaks.kept, outcome),
        leaks=leaks,
        tested_from=day,
        card=assess(actual, chance),
        hits=hits_of(tried.grades(chance), actual),
        withheld=None if closer_by(actual, chance, base) >= CLEARLY else text,
    )


def grades_of(chances: Floats, cuts: Sequence[float]) -> list[str]:
    """The grade of each chance; `cuts` are the lowest chances of grades A, B and C."""
    return [GRADES[int(place)] for place in (chances[:, None] < np.array(cuts)).sum(axis=1)]


def hits_of(grades: list[str], outcome: Floats) -> pl.DataFrame:
    """A row per grade: `grade`, `count`, share `won` of `outcome` (0 or 1), its Wilson `low`, `high`."""
    marked = pl.DataFrame({"grade": grades, "won": outcome})
    hits = marked.group_by("grade").agg(pl.len().alias("count"), pl.col("won").mean()).sort("grade")
    count = hits["count"].to_numpy().astype(np.float64)
    low, high = wilson(hits["won"].to_numpy() * count, count)
    return hits.with_columns(pl.Series("low", low), pl.Series("high", high))


def _parts(rows: pl.DataFrame, outcome: str) -> list[pl.DataFrame]:
    """Oldest, newer and newest rows, no day in two of them, each with both outcomes."""
    edges = [rows["created"][int(share * len(rows))] for share in (LEARN, CALIBRATE)]
    older = pl.col("created") < edges[0]
    newest = pl.col("created") >= edges[1]
    parts = [rows.filter(older), rows.filter(~older & ~newest), rows.filter(newest)]
    for part in parts:
        need_outcomes(_outcome(part, outcome))
    return parts


def _scorer(older: pl.DataFrame, newer: pl.DataFrame, fields: Sequence[str], outcome: str) -> Scorer:
    """Learned on the older rows, its line through the logits of the newer ones, grades by their chances."""
    model = fit_spline_logit(older, fields, _outcome(older, outcome))
    logits = _logit(model.chances(newer))
    intercept, slope = fit_logit(logits[:, None], _outcome(newer, outcome)).weights
    plain = Scorer(model, float(slope), float(intercept), ())
    cuts = np.quantile(plain.chances(newer), GRADE_SHARES)
    return Scorer(model, plain.slope, plain.intercept, tuple(cuts.tolist()))


def _logit(chances: Floats) -> Floats:
    bounded = np.clip(chances, EDGE, 1 - EDGE)
    return np.asarray(np.log(bounded / (1 - bounded)))


def _outcome(rows: pl.DataFrame, outcome: str) -> Floats:
    return rows[outcome].cast(pl.Float64).to_numpy()
