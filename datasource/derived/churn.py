"""The churn study: who buys no more within the horizon, with reasons, judged on days it has not seen.

Beside what a customer bought it looks at what was done for it: follow-ups, tickets, answers at return visits.
"""

from datetime import date, timedelta

import polars as pl

from datasource.analytics.churn.examples import AS_OF, FIELDS, customers_as_of, examples, horizon_of
from datasource.analytics.churn.training import ChurnModel, train
from datasource.analytics.evaluation import ReportCard
from datasource.analytics.method_card import MethodCard
from datasource.derived.purchases import purchases
from datasource.derived.study import Found, Rows
from datasource.errors import MingjingError
from datasource.texts import N_, Filled

DAYS = 4
"""Past days that the model learns from, a horizon apart each; the newest of them tests it."""
REASONS = 3
CARE = ("silence", "follow_ups_90", "tickets_180", "late_tickets_180", "last_score")


def study_churn(rows: Rows) -> Found:
    """Risk per customer who bought in the last year; `customers`, `bins`, `gains`, `measures`.

    `customers`: `customer_id`, `p_churn_risk`, `p_risk_amount` (risk x money of the last 365 days, minor units),
    `spend`, `recency`, `silence`, `reasons` (fields that raise the risk most), `effects` (what each adds to the logit).
    """
    bought, today = purchases(rows), rows.as_of
    horizon = horizon_of(bought)
    days = [today - timedelta(days=horizon * count) for count in range(1, DAYS + 1)]
    past = examples(bought, days, horizon, today)
    known = pl.concat([with_care(rows, part) for part in past.partition_by(AS_OF)])
    model = train(known, (*FIELDS, *CARE), horizon)
    if model.withheld:
        raise MingjingError(model.withheld)
    standing = with_care(rows, customers_as_of(bought, today))
    tables = {"customers": _risks(model, standing), "bins": model.card.bins, "gains": model.card.gains}
    return Found({**tables, "measures": _measures(model)}, _card(model, rows))


def with_care(rows: Rows, customers: pl.DataFrame) -> pl.DataFrame:
    """`customers`, all as of one day, with the fields of `CARE` as they were known at the end of that day.

    Days since the last follow-up (`silence`) and follow-ups of the last 90 days, tickets of the last 180 and those of
    them that were not resolved within the promised hours by then, and the last answer at a return visit, 1 to 5.
    """
    day = customers[AS_OF][0] if len(customers) else rows.as_of
    done = _before(rows.entity("activities").filter(pl.col("kind") == "follow_up"), "created_date", day)
    cared = done.group_by("customer").agg(
        pl.col("since").min().alias("silence"), (pl.col("since") < 90).sum().alias("follow_ups_90")
    )
    opened = _before(rows.entity("tickets"), "opened_date", day).filter(pl.col("since") < 180)
    due = pl.col("opened_at") + pl.duration(seconds=pl.col("sla_hours") * 3600)
    night = pl.lit(day + timedelta(days=1)).cast(pl.Datetime("us"))
    late = (due < night) & (pl.col("resolved_at").is_null() | (pl.col("resolved_at") > due))
    troubled = opened.group_by("customer").agg(pl.len().alias("tickets_180"), late.sum().alias("late_tickets_180"))
    asked = _before(rows.entity("visits"), "visit_date", day).drop_nulls("score").sort("since", descending=True)
    felt = asked.group_by("customer").agg(pl.col("score").last().alias("last_score"))
    met = customers
    for part in (cared, troubled, felt):
        met = met.join(part, on="customer", how="left", maintain_order="left")
    counts = ("follow_ups_90", "tickets_180", "late_tickets_180")
    return met.with_columns(pl.col(counts).fill_null(0)).with_columns(pl.col(CARE).cast(pl.Float64))


def _before(records: pl.DataFrame, date_column: str, day: date) -> pl.DataFrame:
    """The records up to `day`, with `customer` and how many days `since` they lie back."""
    since = (pl.lit(day) - pl.col(date_column)).dt.total_days().alias("since")
    return records.filter(pl.col(date_column) <= day).with_columns(pl.col("customer_id").alias("customer"), since)


def _risks(model: ChurnModel, standing: pl.DataFrame) -> pl.DataFrame:
    risk = pl.Series("p_churn_risk", model.model.chances(standing))
    told = model.model.reasons(standing, REASONS)
    amount = (risk * standing["spend_365"]).round().cast(pl.Int64).alias("p_risk_amount")
    return standing.select(
        pl.col("customer").alias("customer_id"),
        risk,
        amount,
        pl.col("spend_365").cast(pl.Int64).alias("spend"),
        "recency",
        "silence",
        pl.Series("reasons", [[name for name, _effect in one] for one in told], pl.List(pl.String())),
        pl.Series("effects", [[effect for _name, effect in one] for one in told], pl.List(pl.Float64())),
    )


def _measures(model: ChurnModel) -> pl.DataFrame:
    cards = {"model": model.card, "recency": model.recency_card, "trees": model.tree_card}
    return pl.DataFrame([{"rule": name, **_numbers(card)} for name, card in cards.items()])


def _numbers(card: ReportCard) -> dict[str, float]:
    return {name: value for name, value in vars(card).items() if isinstance(value, int | float)}


def _card(model: ChurnModel, rows: Rows) -> MethodCard:
    card, recency = model.card, model.recency_card
    return MethodCard(
        does=Filled(
            N_(
                "Tells for each customer who bought in the last year how likely it is to buy nothing in the next "
                "{days} days."
            ),
            days=str(model.horizon),
        ),
        data=N_(
            "Effective contracts, follow-ups, tickets and return visits by customer and day; only what was known on "
            "each day is learned from."
        ),
        as_of=rows.as_of,
        assumes=(
            N_("Customers go on as those before them did who had bought as often, as lately and for as much."),
            N_("A customer who buys again after the horizon counts as lost until then."),
        ),
        quality=(
            (N_("Tested as of"), f"{model.tested_on:%Y-%m-%d}"),
            (N_("Customers tested"), f"{card.rows}"),
            (N_("Share of them that were lost"), f"{card.base_rate:.1%}"),
            (N_("Ranks a lost customer above one who stayed (AUC)"), f"{card.auc:.3f}"),
            (N_("The same by days since the last purchase alone"), f"{recency.auc:.3f}"),
            (N_("Better than the mean of all (Brier skill)"), f"{card.skill:.1%}"),
            (N_("Chances are off by (calibration error)"), f"{card.error:.1%}"),
            (N_("Lost customers in the riskiest tenth, times the mean"), f"{card.lift:.2f}"),
        ),
        avoid=(
            N_("For customers under contract who renew once a year or later: their silence is no sign."),
            N_("To judge one customer: a risk of 80 % is wrong for one in five."),
            N_("As proof of a cause: a reason tells what such customers have in common, not what made them leave."),
        ),
        sources=(
            "Wuebben and von Wangenheim 2008, Journal of Marketing 72:82",
            "Hastie, Tibshirani and Friedman 2009, section 5.6",
        ),
    )
