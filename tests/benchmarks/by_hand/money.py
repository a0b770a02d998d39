"""Contracts, invoices and receipts, written by hand."""

import polars as pl

from tests.benchmarks.by_hand.writing import (
    EFFECTIVE,
    MONEY,
    MONTH,
    MONTH_BEFORE,
    YEAR,
    YEAR_BEFORE,
    Answer,
    Question,
    Rows,
    beside,
    joined,
    key,
    kpi,
    month,
    months,
    quarters,
    texts,
    within,
)

_COUNT = pl.len().cast(pl.Int64)


def _contract_count(rows: Rows) -> Answer:
    return kpi(rows("contracts").filter(EFFECTIVE), "order_date", (MONTH, MONTH_BEFORE), contract_count=_COUNT)


def _contract_amount(rows: Rows) -> Answer:
    return kpi(rows("contracts").filter(EFFECTIVE), "order_date", (MONTH, MONTH_BEFORE), contract_amount=MONEY)


def _received_amount(rows: Rows) -> Answer:
    return kpi(rows("receipts").filter(EFFECTIVE), "received_date", (MONTH, MONTH_BEFORE), received_amount=MONEY)


def _trend(rows: Rows) -> Answer:
    ordered, received = rows("contracts").filter(EFFECTIVE), rows("receipts").filter(EFFECTIVE)
    parts = []
    for span in (YEAR, YEAR_BEFORE):
        contracts = ordered.filter(within("order_date", span)).group_by(month("order_date", "date"))
        receipts = received.filter(within("received_date", span)).group_by(month("received_date", "date"))
        sums = [contracts.agg(contract_amount=MONEY), receipts.agg(received_amount=MONEY)]
        parts.append(joined(sums, ["date"]))
    now, base = parts[0], parts[1].with_columns(pl.col("date").dt.offset_by("1y"))
    table = beside(now, base, ("date",), ("contract_amount", "received_amount"))
    return Answer(table.sort("date").with_columns(months("date")).collect())


def _ranking(rows: Rows) -> Answer:
    ordered = rows("contracts").filter(EFFECTIVE & within("order_date", YEAR))
    sums = ordered.group_by(key("owner")).agg(contract_amount=MONEY)
    best = sums.sort(["contract_amount", "owner"], descending=[True, False]).head(10)
    return Answer(best.with_columns(texts("owner")).collect())


def _collected(rows: Rows) -> Answer:
    wanted = (("contracts", "order_date", "contract_amount"), ("invoices", "issue_date", "invoiced_amount"),
              ("receipts", "received_date", "received_amount"))  # fmt: skip
    sums = [
        rows(subject).filter(EFFECTIVE & within(column, YEAR))
        .group_by(pl.col(f"{column}@quarter").alias("date")).agg(MONEY.alias(name))
        for subject, column, name in wanted
    ]  # fmt: skip
    return Answer(joined(sums, ["date"]).sort("date").with_columns(quarters("date")).collect())


def _outstanding(rows: Rows) -> Answer:
    owed = pl.col("outstanding_amount").sum() / 100
    ordered = rows("contracts").filter(EFFECTIVE & within("order_date", YEAR))
    sums = ordered.group_by(key("customer")).agg(contract_amount=MONEY, outstanding_amount=owed, contract_count=_COUNT)
    best = sums.sort(["contract_amount", "customer"], descending=[True, False]).head(200)
    return Answer(best.with_columns(texts("customer")).collect())


def _best_customers(rows: Rows) -> Answer:
    ordered = rows("contracts").filter(EFFECTIVE)
    values = {"contract_amount": MONEY, "contract_count": _COUNT}
    sums = ordered.group_by(key("customer")).agg(**values).collect()
    best = sums.sort(["contract_amount", "customer"], descending=[True, False]).head(10)["customer"]
    shown = pl.when(pl.col("customer").is_in(best.implode())).then("customer").alias("customer")
    table = sums.lazy().group_by(shown).agg(pl.col("contract_amount", "contract_count").sum())
    marked = table.with_columns(pl.col("customer").is_null().alias("_others"))
    marked = marked.sort("_others", "contract_amount", "customer", descending=[False, True, False])
    return Answer(marked.with_columns(pl.col("customer").cast(pl.String).fill_null("Others")).collect())


QUESTIONS: dict[str, Question] = {
    "cockpit/contract_count": _contract_count,
    "cockpit/contract_amount": _contract_amount,
    "cockpit/received_amount": _received_amount,
    "cockpit/trend": _trend,
    "cockpit/ranking": _ranking,
    "people-and-money/collected": _collected,
    "people-and-money/outstanding": _outstanding,
    "asked/best-customers-and-others": _best_customers,
}
