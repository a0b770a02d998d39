"""The pages of the sales section."""

from datetime import timedelta

import polars as pl

from tests.benchmarks.by_hand.pages import numbers
from tests.benchmarks.by_hand.pages.writing import (
    COUNT,
    Asked,
    HandWritten,
    Part,
    Told,
    count,
    distinct,
    figures,
    known,
    part,
    table,
)
from tests.benchmarks.by_hand.writing import MONEY, within


def pipeline(page: Asked) -> pl.Expr:
    """The rows of the first pipeline."""
    first = page.catalog.entity("pipelines").sort("position", "pipeline_id", nulls_last=True)["label"][0]
    return pl.col("dim:pipeline").eq(first)


def cumulative(page: Asked) -> Told:
    """What reached each stage of the first pipeline."""
    reached = page.rows("stage_reach").filter(pipeline(page))
    values = part(reached, "created_date", reached_opportunities=distinct("opportunity_id"), reached_amount=MONEY)
    return [
        (("stage",), table([values], "stage", page.now)),
        ((), values.during(page.now).select(values.values["reached_opportunities"].alias("reached"))),
    ]


def _funnel(page: Asked) -> Told:
    now, before = numbers.open_deals(page), numbers.open_deals(page, "before")
    closed = numbers.closed(page)
    stands = Part(now.rows.filter(pipeline(page)), "", now.values)
    return [
        ((), figures([now])),
        ((), figures([before]).select(pl.all().name.suffix("__base"))),
        ((), figures([closed], page.now, page.before, rates=[numbers.WIN_RATE])),
        (("stage",), table([stands], "stage")),
        *cumulative(page)[:1],
    ]


def _dwell(page: Asked) -> Told:
    stays = page.rows("stage_dwell")
    ours = stays.filter(pipeline(page))
    days, over = pl.col("stay_days"), pl.col("days_over_benchmark")
    values = {
        "stays": COUNT, "dwell_days": days.mean(), "dwell_days_median": days.median(), "slow_stays": count(over > 0),
        "ongoing_stays": count(pl.col("is_ongoing")), "days_over_benchmark": known("days_over_benchmark", 1),
    }  # fmt: skip
    by_stage = table([Part(ours, "until_date", values)], "stage", page.now)
    worst = by_stage.sort("days_over_benchmark", descending=True, nulls_last=True).select("stage").head(1)
    at_worst = ours.filter(within("until_date", page.now)).join(
        worst.select(pl.col("stage").alias("at")),
        left_on=pl.col("dim:stage").cast(pl.String),
        right_on="at",
        how="semi",
    )
    return [
        ((), figures([Part(stays, "until_date", values)], page.now, page.before)),
        (("stage",), by_stage),
        (("sales_team",), table([Part(at_worst, "", values)], "sales_team")),
    ]


def _new(page: Asked) -> Told:
    new = numbers.new_deals(page)
    values = [
        Part(new.rows, new.date, {name: new.values[name] for name in ("new_opportunities", "new_opportunity_amount")})
    ]
    return [
        ((), figures(values, page.now, page.before)),
        *(((by,), table(values, by, page.now)) for by in ("date", "owner", "source")),
    ]


def _win_rate(page: Asked) -> Told:
    parts, rates = [numbers.closed(page), numbers.new_deals(page)], [numbers.WIN_RATE, numbers.COHORT_RATE]
    return [
        ((), figures(parts, page.now, page.before, rates=rates)),
        *(((by,), table(parts, by, page.now, *rates)) for by in ("date", "owner")),
    ]


def _loss_reasons(page: Asked) -> Told:
    closed = numbers.closed(page)
    lost = Part(
        closed.rows.filter(numbers.LOST),
        "close_date",
        {name: closed.values[name] for name in ("lost_amount", "lost_count")},
    )
    return [
        ((), figures([closed], page.now, page.before, rates=[numbers.WIN_RATE])),
        (("loss_reason",), table([lost], "loss_reason", page.now)),
        (("owner",), table([closed], "owner", page.now, numbers.WIN_RATE)),
    ]


def _changes(page: Asked) -> Told:
    """Each deal that stood in the pipeline on either day or in between, and what became of it."""
    start, end = page.now[0] - timedelta(days=1), page.now[1]
    left = pl.col("left_date")
    touches = (pl.col("entered_date") <= end) & (left.is_null() | (left > start) | (pl.col("entered_date") > start))
    stands = [
        pl.when((pl.col("entered_date") <= day) & (left.is_null() | (left > day))).then("amount")
        for day in (start, end)
    ]
    stays = page.rows("stage_stays").filter(touches).with_columns(pl.col("amount").fill_null(0))
    stays.sort("entered_date", "left_date", nulls_last=True, maintain_order=True)
    deals = stays.group_by("key").agg(
        stands[0].max().alias("before"), stands[1].max().alias("after"),
        pl.col("amount", "outcome", "ends_deal").last(), pl.col("begins_deal").first(),
        pl.col("@customers", "@users", "@stages").last(),
    )  # fmt: skip
    came = deals.filter(pl.col("before").is_null()).select(
        "key", pl.when("begins_deal").then(pl.lit("new")).otherwise(pl.lit("moved_in")).alias("cause"),
        pl.coalesce("after", "amount").alias("change"), "@customers", "@users", "@stages",
    )  # fmt: skip
    is_closed = pl.col("ends_deal") & pl.col("outcome").is_in(["won", "lost", "invalid"]).fill_null(value=False)
    went = deals.filter(pl.col("after").is_null()).select(
        "key", pl.when(is_closed).then(pl.col("outcome").cast(pl.String)).otherwise(pl.lit("moved_out")).alias("cause"),
        -pl.coalesce("before", "amount").alias("change"), "@customers", "@users", "@stages",
    )  # fmt: skip
    moved = deals.with_columns((pl.col("after") - pl.col("before")).alias("change")).filter(pl.col("change") != 0)
    changed = moved.select(
        "key", pl.when(pl.col("change") > 0).then(pl.lit("increased")).otherwise(pl.lit("decreased")).alias("cause"),
        "change", "@customers", "@users", "@stages",
    )  # fmt: skip
    every = pl.concat([came, went, changed])
    return [
        (("cause",), every.group_by("cause").agg(count=COUNT, amount=pl.col("change").sum() / 100)),
        (("deals",), _named(page, every).select(pl.col("change").abs().sum() / 100)),
        ((), figures([numbers.open_deals(page)])),
    ]


def _named(page: Asked, deals: pl.LazyFrame) -> pl.LazyFrame:
    named = deals.join(
        page.catalog.entity("opportunities").lazy().select(pl.col("opportunity_id").alias("key"), "name"),
        on="key",
        how="left",
    )
    for table_name, key in (("customers", "customer_id"), ("users", "user_id"), ("stages", "stage_id")):
        labels = page.catalog.entity(table_name).lazy().select(key, pl.col("label").alias(table_name))
        named = named.join(labels, left_on=f"@{table_name}", right_on=key, how="left")
    return named.sort(pl.col("change").abs(), "key", descending=[True, False])


def _stalled(page: Asked) -> Told:
    opened = page.rows("opportunities").filter(pl.col("outcome") == "open")
    tests = {
        "idle": pl.col("days_without_activity") >= 30,
        "late": pl.col("days_past_close") > 0,
        "slow": pl.col("stage_age") > 2,
    }
    values = {"open_opportunities": COUNT, "open_amount": MONEY}
    found = opened.filter(pl.any_horizontal(*tests.values())).sort("amount", descending=True, nulls_last=True)
    return [
        *(((), figures([Part(opened.filter(test), "", values)])) for test in (pl.lit(value=True), *tests.values())),
        (("stalled",), found.select(COUNT.alias("deals"), pl.col("amount").sum() / 100)),
    ]


PAGES: dict[str, HandWritten] = {
    "sales/funnel.py": _funnel,
    "sales/dwell.py": _dwell,
    "sales/new_opportunities.py": _new,
    "sales/win_rate.py": _win_rate,
    "sales/loss_reasons.py": _loss_reasons,
    "sales/pipeline_changes.py": _changes,
    "sales/stalled_deals.py": _stalled,
}
