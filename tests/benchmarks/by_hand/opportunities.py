"""Deals and the funnel, written by hand."""

import polars as pl

from tests.benchmarks.by_hand.writing import (
    LAST_YEAR,
    MONEY,
    MONTH,
    MONTH_BEFORE,
    YEAR,
    YEAR_BEFORE,
    Answer,
    Question,
    Rows,
    beside,
    key,
    kpi,
    month,
    months,
    quarters,
    texts,
    within,
)

_PIPELINE = pl.col("dim:pipeline") == "新客户销售流程"
_WON = pl.col("outcome") == "won"
_LOST = pl.col("outcome") == "lost"
_OPEN = pl.col("outcome") == "open"
_CLOSED = _WON | _LOST
_COUNT = pl.len().cast(pl.Int64)


def _won_amount(rows: Rows) -> Answer:
    return kpi(rows("opportunities").filter(_WON), "close_date", (YEAR, YEAR_BEFORE), won_amount=MONEY)


def _won_count(rows: Rows) -> Answer:
    return kpi(rows("opportunities").filter(_WON), "close_date", (YEAR, YEAR_BEFORE), won_count=_COUNT)


def _win_rate(rows: Rows) -> Answer:
    closed = rows("opportunities").filter(_CLOSED)
    return kpi(closed, "close_date", (YEAR, YEAR_BEFORE), win_rate=_WON.sum() / pl.len())


def _average(rows: Rows) -> Answer:
    won = rows("opportunities").filter(_WON)
    return kpi(won, "close_date", (YEAR, YEAR_BEFORE), avg_won_amount=MONEY / pl.len())


def _new(rows: Rows) -> Answer:
    return kpi(rows("opportunities"), "created_date", (MONTH, MONTH_BEFORE), new_opportunities=_COUNT)


def _new_amount(rows: Rows) -> Answer:
    return kpi(rows("opportunities"), "created_date", (MONTH, MONTH_BEFORE), new_opportunity_amount=MONEY)


def _by_month(rows: Rows) -> Answer:
    closed = rows("opportunities").filter(_CLOSED)
    amounts = {"won_amount": MONEY_WON, "lost_amount": MONEY_LOST}
    by = month("close_date", "close_date")
    now, base = (closed.filter(within("close_date", span)).group_by(by).agg(**amounts) for span in (YEAR, YEAR_BEFORE))
    moved = base.with_columns(pl.col("close_date").dt.offset_by("1y"))
    table = beside(now, moved, ("close_date",), tuple(amounts))
    return Answer(table.sort("close_date").with_columns(months("close_date")).collect())


MONEY_WON = pl.col("amount").filter(_WON).sum() / 100
MONEY_LOST = pl.col("amount").filter(_LOST).sum() / 100


def _by_product(rows: Rows) -> Answer:
    won = rows("opportunities", split=True).filter(_WON)
    sums = [
        won.filter(within("close_date", span)).group_by(key("product")).agg(won_amount=MONEY)
        for span in (YEAR, YEAR_BEFORE)
    ]
    now, base = pl.collect_all(sums)
    best = now.sort(["won_amount", "product"], descending=[True, False]).head(5)["product"]
    shown = pl.when(pl.col("product").is_in(best.implode())).then("product").alias("product")
    now, base = (part.group_by(shown).agg(pl.col("won_amount").sum()) for part in (now, base))
    table = beside(now.lazy(), base.lazy(), ("product",), ("won_amount",))
    is_rest = pl.col("product").is_null()
    ranked = table.sort(is_rest, "won_amount", "product", descending=[False, True, False], nulls_last=True)
    return Answer(_others(ranked, "product").collect())


def _by_team(rows: Rows) -> Answer:
    won = rows("opportunities", "close_date", split=True).filter(_WON)
    keys = ("sales_team", "product")
    now, base = (
        won.filter(within("close_date", span)).group_by(key("sales_team"), key("product")).agg(won_amount=MONEY)
        for span in (YEAR, YEAR_BEFORE)
    )
    return Answer(beside(now, base, keys, ("won_amount",)).sort(keys).with_columns(texts(*keys)).collect())


def _stages(rows: Rows) -> Answer:
    found = rows("opportunities").filter(_OPEN).group_by(key("stage")).agg(open_opportunities=_COUNT)
    return Answer(found.sort("stage").with_columns(texts("stage")).collect())


def _expected(rows: Rows) -> Answer:
    by = month("expected_close_date", "expected_close_date")
    weighted = pl.col("weighted_amount").sum() / 100
    found = rows("opportunities").filter(_OPEN).group_by(by).agg(open_amount=MONEY, weighted_amount=weighted)
    ordered = found.sort("expected_close_date", nulls_last=True)
    return Answer(ordered.with_columns(months("expected_close_date")).collect())


def _quarters(rows: Rows) -> Answer:
    by = pl.col("expected_close_date@quarter").alias("expected_close_date")
    dated = rows("opportunities").filter(_OPEN & pl.col("expected_close_date").is_not_null())
    found = dated.group_by(by, key("stage")).agg(open_amount=MONEY).sort("expected_close_date", "stage")
    return Answer(found.with_columns(quarters("expected_close_date"), *texts("stage")).collect())


def _snapshot(rows: Rows) -> Answer:
    weighted = pl.col("weighted_amount").sum() / 100
    values = {"open_opportunities": _COUNT, "open_amount": MONEY, "weighted_amount": weighted}
    found = rows("opportunities").filter(_OPEN & _PIPELINE).group_by(key("stage")).agg(**values)
    table = found.sort("stage").with_columns(texts("stage")).collect()
    return Answer(table, table.select(pl.col(*values).sum()).row(0, named=True))


def _cumulative(rows: Rows) -> Answer:
    reached = rows("stage_reach").filter(_PIPELINE & within("created_date", YEAR))
    values = {"reached_opportunities": pl.col("opportunity_id").n_unique().cast(pl.Int64), "reached_amount": MONEY}
    by_stage = reached.group_by(key("stage")).agg(**values).sort("stage").with_columns(texts("stage"))
    table, whole = pl.collect_all([by_stage, reached.select(reached_opportunities=values["reached_opportunities"])])
    return Answer(table, {"reached_opportunities": whole.item(), "reached_amount": None})


def _win_rate_by_team(rows: Rows) -> Answer:
    closed = rows("opportunities", "close_date").filter(_CLOSED & within("close_date", LAST_YEAR))
    found = closed.group_by(key("sales_team"), month("close_date", "date")).agg(
        won_amount=MONEY_WON, win_rate=_WON.sum() / pl.len()
    )
    return Answer(found.sort("sales_team", "date").with_columns(*texts("sales_team"), months("date")).collect())


def _best_regions(rows: Rows) -> Answer:
    won = rows("opportunities", split=True).filter(_WON & within("close_date", LAST_YEAR))
    found = won.group_by(key("region"), key("product")).agg(won_amount=MONEY).collect()
    by_region = found.group_by("region").agg(pl.col("won_amount").sum())
    best = by_region.sort(["won_amount", "region"], descending=[True, False]).head(5)["region"]
    shown = pl.when(pl.col("region").is_in(best.implode())).then("region").alias("region")
    table = found.lazy().group_by(shown, "product").agg(pl.col("won_amount").sum())
    ordered = table.sort("region", "product", nulls_last=True).with_columns(texts("product"))
    return Answer(_others(ordered, "region").collect())


def _others(table: pl.LazyFrame, name: str) -> pl.LazyFrame:
    marked = table.with_columns(pl.col(name).is_null().alias("_others"))
    return marked.with_columns(pl.col(name).cast(pl.String).fill_null("Others"))


QUESTIONS: dict[str, Question] = {
    "sales-overview/won-amount": _won_amount,
    "sales-overview/won-count": _won_count,
    "sales-overview/win-rate": _win_rate,
    "sales-overview/average": _average,
    "sales-overview/by-month": _by_month,
    "sales-overview/by-product": _by_product,
    "sales-overview/by-team": _by_team,
    "funnel-and-outlook/stages": _stages,
    "funnel-and-outlook/expected": _expected,
    "funnel-and-outlook/quarters": _quarters,
    "cockpit/new_opportunities": _new,
    "cockpit/new_opportunity_amount": _new_amount,
    "funnel/snapshot": _snapshot,
    "funnel/cumulative": _cumulative,
    "asked/win-rate-by-team-and-month": _win_rate_by_team,
    "asked/products-of-the-best-regions": _best_regions,
}
