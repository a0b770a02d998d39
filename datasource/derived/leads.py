"""The study of leads: the chance of each open lead to become a customer, in grades, with reasons.

Beside the chances it tells which fields knew the outcome beforehand, and whether the leads of late are like those that
it learned from.
"""

import polars as pl

from datasource.analytics.drift import drift_table
from datasource.analytics.lead_scores import LeadScores, train_scores
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.derived.lead_fields import (
    CONVERTED,
    FEWEST,
    fields_of,
    scored_leads,
    worded_values,
)
from datasource.derived.study import Found, Rows
from datasource.errors import MingjingError
from datasource.texts import N_

SCORE = "score"
"""The name of the score among the fields whose drift is told."""


def study_leads(rows: Rows) -> Found:
    """Score and grade of each open lead; `leads`, `points`, `worth`, `hits`, `bins`, `gains`, `leaks`, `drift`.

    `leads`: `lead_id`, `p_lead_score`, `p_lead_grade`. `points`: `lead_id`, `field`, `value` (in words), `points` it
    adds or takes. `worth`: `field`, `value` (null: all rarer ones), `points` (mean), `leads` of all times.
    `drift`: `field` (`SCORE` for the score itself) and its stability `index`; empty when too few leads came of late.
    """
    assert isinstance(rows, Catalog)
    known = scored_leads(rows)
    closed = known.filter(pl.col(CONVERTED).is_not_null())
    scores = train_scores(closed, fields_of(rows), CONVERTED)
    if scores.withheld:
        raise MingjingError(scores.withheld)
    waiting = known.filter(pl.col(CONVERTED).is_null() & pl.col("is_open"))
    chances = scores.scorer.chances(waiting)
    scored = waiting.select(
        "lead_id",
        pl.Series("p_lead_score", chances),
        pl.Series("p_lead_grade", scores.scorer.grades(chances), pl.String()),
    )
    told = _points(known, scores)
    tables = {
        "leads": scored,
        "points": told.join(waiting.select("lead_id"), on="lead_id", how="semi"),
        "worth": _worth(told),
        "hits": scores.hits,
        "bins": scores.card.bins,
        "gains": scores.card.gains,
        "leaks": _leaks(scores),
        "drift": _drift(known, scores),
    }
    return Found(tables, _card(scores, rows))


def _points(known: pl.DataFrame, scores: LeadScores) -> pl.DataFrame:
    """One row per lead and field of the model."""
    points = scores.scorer.points(known)
    parts = [
        pl.DataFrame(
            {
                "lead_id": known["lead_id"],
                "field": pl.Series([field] * len(known), dtype=pl.String),
                "value": worded_values(known[field]),
                "points": points[field],
            }
        )
        for field in points.columns
    ]
    return pl.concat(parts)


def _worth(points: pl.DataFrame) -> pl.DataFrame:
    """What each value of a field is worth; rare ones stand together."""
    count = pl.len().over("field", "value")
    named = points.with_columns(value=pl.when(count >= FEWEST).then("value"))
    worth = named.group_by("field", "value").agg(pl.col("points").mean(), pl.len().cast(pl.Int64).alias("leads"))
    return worth.sort("field", "points", "value", descending=[False, True, False])


def _leaks(scores: LeadScores) -> pl.DataFrame:
    told = [
        {
            "field": one.field,
            "tells": one.tells,
            "filled_yes": one.filled_yes,
            "filled_no": one.filled_no,
            "why": list(one.why),
        }
        for one in scores.leaks.suspects
    ]
    return pl.DataFrame(told, schema_overrides={"why": pl.List(pl.String())})


def _drift(known: pl.DataFrame, scores: LeadScores) -> pl.DataFrame:
    """Leads of the last days, whatever became of them, beside the older ones: open ones alone are slow ones."""
    scored = known.with_columns(pl.Series(SCORE, scores.scorer.chances(known)))
    before, after = (scored.filter(part) for part in (pl.col(CONVERTED).is_not_null(), pl.col(CONVERTED).is_null()))
    return drift_table(before, after, [SCORE, *(field.name for field in scores.scorer.model.fields)])


def _card(scores: LeadScores, rows: Rows) -> MethodCard:
    card = scores.card
    return MethodCard(
        does=N_(
            "Tells for each open lead of the last 90 days how likely it was to become a customer within 90 days of"
            " being entered, and grades it A to D."
        ),
        data=N_("All leads entered more than 90 days ago: those that became customers within 90 days, and the others."),
        as_of=rows.as_of,
        assumes=(
            N_("Leads of today behave as leads of the past with the same fields did."),
            N_("The chance is that of the day a lead came in; one that has waited for weeks has less of it left."),
            N_("Fields that are filled in after the outcome are left out, as the table of leaks says."),
        ),
        quality=(
            (N_("Tested on leads entered from"), f"{scores.tested_from:%Y-%m-%d}"),
            (N_("Leads tested"), f"{card.rows}"),
            (N_("Share of them that became customers"), f"{card.base_rate:.1%}"),
            (N_("Ranks a lead that became a customer above another (AUC)"), f"{card.auc:.3f}"),
            (N_("Better than the mean of all (Brier skill)"), f"{card.skill:.1%}"),
            (N_("Chances are off by (calibration error)"), f"{card.error:.1%}"),
            (N_("Customers in the best tenth, times the mean"), f"{card.lift:.2f}"),
        ),
        avoid=(
            N_("When sources or campaigns are new: leads of a kind not seen before get the score of an average one."),
            N_("To drop leads for good: even grade D becomes a customer now and then."),
        ),
        sources=("Platt 1999, Advances in Large Margin Classifiers", "Wilson 1927, JASA 22:209"),
    )
