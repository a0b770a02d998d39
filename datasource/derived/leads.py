"""The study of leads: the chance of each open lead to become a customer, in grades, with reasons."""

from datetime import timedelta

import polars as pl

from datasource.analytics.lead_scores import LeadScores, train_scores
from datasource.analytics.method_card import MethodCard
from datasource.derived.study import Found, Rows
from datasource.errors import MingjingError
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import N_

FIELDS = ("source", "industry", "campaign", "weekday", "has_phone", "has_email")
OPEN = ("new", "working", "qualified")
MATURE_DAYS = 90
"""Days after which a lead that has not become a customer is taken for one that will not."""
CONVERTED = "became"


def study_leads(rows: Rows) -> Found:
    """Score and grade of each open lead; `leads`, `hits`, `bins`, `gains`, `leaks`, `points`.

    `leads`: `lead_id`, `p_lead_score`, `p_lead_grade`. `points`: `lead_id`, `field`, `points` it adds or takes.
    """
    known = _leads(rows)
    closed = known.filter(pl.col(CONVERTED).is_not_null())
    scores = train_scores(closed, [name for name in FIELDS if name in known.columns], CONVERTED)
    if scores.withheld:
        raise MingjingError(scores.withheld)
    waiting = known.filter(pl.col(CONVERTED).is_null())
    chances = scores.scorer.chances(waiting)
    scored = waiting.select(
        "lead_id",
        pl.Series("p_lead_score", chances),
        pl.Series("p_lead_grade", scores.scorer.grades(chances), pl.String()),
    )
    points = pl.concat([waiting.select("lead_id"), scores.scorer.points(waiting)], how="horizontal")
    tables = {
        "leads": scored,
        "points": points.unpivot(index="lead_id", variable_name="field", value_name="points"),
        "hits": scores.hits,
        "bins": scores.card.bins,
        "gains": scores.card.gains,
        "leaks": _leaks(scores),
    }
    return Found(tables, _card(scores, rows))


def _leads(rows: Rows) -> pl.DataFrame:
    """One row per lead with the fields known when it came in, and whether it became a customer (null: still open)."""
    leads = rows.entity("leads").filter(pl.col("lead_id") != UNKNOWN_KEY)
    converted = pl.col("converted_date").is_not_null() & (pl.col("converted_date") <= rows.as_of)
    given_up = ~pl.col("status").cast(pl.String).is_in(OPEN).fill_null(value=False)
    old = pl.col("created_date") <= rows.as_of - timedelta(days=MATURE_DAYS)
    became = pl.when(converted).then(pl.lit(value=True)).when(given_up | old).then(pl.lit(value=False))
    return leads.filter(pl.col("created_date") <= rows.as_of).select(
        "lead_id",
        pl.col("created_date").alias("created"),
        pl.col("source").cast(pl.String),
        pl.col("industry").cast(pl.String),
        pl.col("campaign_id").cast(pl.String).alias("campaign"),
        pl.col("created_date").dt.weekday().cast(pl.String).alias("weekday"),
        (pl.col("phone").fill_null("") != "").alias("has_phone"),
        (pl.col("email").fill_null("") != "").alias("has_email"),
        became.alias(CONVERTED),
    )


def _leaks(scores: LeadScores) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "field": one.field,
                "tells": one.tells,
                "filled_yes": one.filled_yes,
                "filled_no": one.filled_no,
                "why": "; ".join(one.why),
            }
            for one in scores.leaks.suspects
        ],
        schema={
            "field": pl.String,
            "tells": pl.Float64,
            "filled_yes": pl.Float64,
            "filled_no": pl.Float64,
            "why": pl.String,
        },
    )


def _card(scores: LeadScores, rows: Rows) -> MethodCard:
    card = scores.card
    return MethodCard(
        does=N_("Tells for each open lead how likely it is to become a customer, and grades it A to D."),
        data=N_("Leads that became customers, were given up, or lay open for more than 90 days; fields as entered."),
        as_of=rows.as_of,
        assumes=(
            N_("Leads of today behave as leads of the past with the same fields did."),
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
