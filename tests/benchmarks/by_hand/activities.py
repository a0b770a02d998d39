"""Follow-ups, written by hand."""

import polars as pl

from tests.benchmarks.by_hand.writing import (
    LAST_YEAR,
    MONTH,
    MONTH_BEFORE,
    Answer,
    Question,
    Rows,
    key,
    kpi,
    month,
    months,
    texts,
    within,
)

_FOLLOW_UP = pl.col("kind") == "follow_up"
_COUNT = pl.len().cast(pl.Int64)


def _kpi(rows: Rows) -> Answer:
    return kpi(rows("activities").filter(_FOLLOW_UP), "created_date", (MONTH, MONTH_BEFORE), follow_ups=_COUNT)


def _all(rows: Rows) -> Answer:
    return Answer(rows("activities").filter(_FOLLOW_UP).select(follow_ups=_COUNT).collect())


def _by_owner(rows: Rows) -> Answer:
    made = rows("activities").filter(_FOLLOW_UP & within("created_date", LAST_YEAR))
    counted = made.group_by(key("owner")).agg(follow_ups=_COUNT)
    return Answer(counted.sort("owner").with_columns(texts("owner")).collect())


def _by_channel_and_month(rows: Rows) -> Answer:
    made = rows("activities").filter(_FOLLOW_UP)
    counted = made.group_by(key("channel"), month("created_date", "date")).agg(follow_ups=_COUNT)
    return Answer(counted.sort("channel", "date").with_columns(*texts("channel"), months("date")).collect())


def _by_month(rows: Rows) -> Answer:
    made = rows("activities").filter(_FOLLOW_UP)
    counted = made.group_by(month("created_date", "date")).agg(follow_ups=_COUNT)
    return Answer(counted.sort("date").with_columns(months("date")).collect())


def _by_industry(rows: Rows) -> Answer:
    made = rows("activities").filter(_FOLLOW_UP & pl.col("dim:channel").is_in(["电话", "微信"]))
    counted = made.group_by(key("industry")).agg(follow_ups=_COUNT)
    return Answer(counted.sort("industry").with_columns(texts("industry")).collect())


def _by_team(rows: Rows) -> Answer:
    made = rows("activities").filter(_FOLLOW_UP & within("created_date", LAST_YEAR))
    followed = pl.col("customer_id").drop_nulls().n_unique().cast(pl.Int64)
    values = {"customers_followed": followed, "follow_ups": _COUNT}
    by_team = made.group_by(key("sales_team")).agg(**values).sort("sales_team").with_columns(texts("sales_team"))
    table, whole = pl.collect_all([by_team, made.select(**values)])
    return Answer(table, whole.row(0, named=True))


QUESTIONS: dict[str, Question] = {
    "cockpit/follow_ups": _kpi,
    "asked/follow-ups": _all,
    "asked/follow-ups-by-owner": _by_owner,
    "asked/follow-ups-by-channel-and-month": _by_channel_and_month,
    "asked/follow-ups-by-month": _by_month,
    "asked/follow-ups-by-industry-of-two-channels": _by_industry,
    "asked/customers-followed-by-team": _by_team,
}
