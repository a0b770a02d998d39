"""The pages of the performance section."""

from functools import partial

import polars as pl

from tests.benchmarks.by_hand.pages import numbers
from tests.benchmarks.by_hand.pages.writing import (
    COUNT,
    Asked,
    HandWritten,
    Part,
    Told,
    back,
    best,
    distinct,
    figures,
    money,
    part,
    ratio,
    table,
)
from tests.benchmarks.by_hand.writing import EFFECTIVE, MONEY

_MONTHS_BACK = {"previous_base": "1mo", "last_year_base": "1y"}


def _growth(name: str, page: Asked) -> Told:
    signed, paid = numbers.contracts(page), numbers.receipts(page)
    shown = paid if name == "received_amount" else signed
    one = Part(shown.rows, shown.date, {name: shown.values[name]})
    told = table([one], "date", page.now)
    for base, later in _MONTHS_BACK.items():
        before = table([one], "date", back(page.now, later)).select(
            pl.col("date").dt.offset_by(later), pl.col(name).alias(base)
        )
        told = told.join(before, on="date", how="left").with_columns(
            pl.when(pl.col(base) != 0)
            .then((pl.col(name) - pl.col(base)) / pl.col(base))
            .alias(base.replace("base", "change"))
        )
    return [((), figures([signed, paid], page.now, page.before)), (("date",), told)]


def _summary(page: Asked) -> Told:
    every = [numbers.contracts(page), numbers.collected(page), numbers.receipts(page)]
    rate = ratio("collection_rate", "received_on_contracts", "contract_amount")
    return [
        ((), figures(every, page.now, page.before, rates=[rate])),
        *(((by,), table(every, by, page.now, rate)) for by in ("date", "owner")),
    ]


def _invoices(page: Asked) -> Told:
    issued = part(page.rows("invoices").filter(EFFECTIVE), "issue_date", invoiced_amount=MONEY)
    gaps = {name: pl.col(name).filter(pl.col(name) > 0).sum() / 100 for name in _GAPS}
    open_gap = pl.any_horizontal(pl.col(name) > 0 for name in _GAPS)
    netted = Part(page.rows("contracts").filter(EFFECTIVE & open_gap), "order_date", gaps)
    every = [netted, numbers.receipts(page), issued]
    return [
        ((), figures(every, page.now, page.before)),
        *(((by,), table(every, by, page.now)) for by in ("date", "customer")),
    ]


_GAPS = ("received_not_invoiced_amount", "invoiced_not_received_amount")


def _credits(page: Asked) -> pl.LazyFrame:
    return page.rows("split_credits").filter("is_counted")


def _split_detail(page: Asked) -> Told:
    incomplete = distinct("split_key", pl.col("split_status") == "incomplete")
    values = {
        "split_record_count": distinct("split_key"), "split_share_count": COUNT,
        "split_credit_amount": money("allocated_amount"), "incomplete_split_count": incomplete,
    }  # fmt: skip
    shares = Part(_credits(page), "record_date", values)
    newest = shares.during(page.now).sort("record_date", "key", descending=True).head(50)
    return [
        ((), figures([shares], page.now).drop("split_credit_amount")),
        *(
            (by, table([shares], by, page.now))
            for by in (("date", "split_record"), ("split_status",), ("split_record",))
        ),
        (("page",), newest.select(COUNT.alias("rows"))),
    ]


def _split_summary(page: Asked) -> Told:
    kinds = {"contract": "split_contract_amount", "receipt": "split_received_amount", "opportunity": "split_won_amount"}
    allocated = {
        name: pl.col("allocated_amount").filter(pl.col("split_record") == kind).sum() / 100
        for kind, name in kinds.items()
    }
    shares = Part(_credits(page), "record_date", {**allocated, "split_record_count": distinct("split_key")})
    own = [numbers.contracts(page), numbers.receipts(page), numbers.closed(page)]
    return [
        ((), figures([shares], page.now, page.before)),
        *(((by,), table([*own, shares], by, page.now)) for by in ("owner", "department", "date")),
        (
            ("owner",),
            table([*own, shares], "owner", page.now)
            .head(12)
            .select("owner", "contract_amount", "split_contract_amount"),
        ),
    ]


def _ageing(page: Asked) -> Told:
    owed = page.rows("receivable_plans").filter(pl.col("is_due") & (pl.col("outstanding_amount") > 0))
    ages = {
        "receivable_not_due": "not_due",
        "overdue_1_30": "1-30",
        "overdue_31_60": "31-60",
        "overdue_61_90": "61-90",
        "overdue_over_90": "over_90",
    }
    of_age = {
        name: pl.col("outstanding_amount").filter(pl.col("ageing") == age).sum() / 100 for name, age in ages.items()
    }
    overdue = pl.col("outstanding_amount").filter(pl.col("days_overdue") > 0).sum() / 100
    values = {
        "receivable_amount": money("outstanding_amount"),
        "receivable_count": COUNT,
        "overdue_amount": overdue,
        **of_age,
    }
    parts, share = [Part(owed, "", values)], ratio("overdue_share", "overdue_amount", "receivable_amount")
    return [
        ((), figures(parts, rates=[share])),
        *(((by,), table(parts, by, None, share)) for by in ("ageing", "owner", "customer")),
        (("owner",), best(parts, "owner")),
    ]


PAGES: dict[str, HandWritten] = {
    "performance/contract_count.py": partial(_growth, "contract_count"),
    "performance/contract_amount.py": partial(_growth, "contract_amount"),
    "performance/received_amount.py": partial(_growth, "received_amount"),
    "performance/contract_summary.py": _summary,
    "performance/invoices.py": _invoices,
    "performance/split_detail.py": _split_detail,
    "performance/split_summary.py": _split_summary,
    "performance/receivables_ageing.py": _ageing,
}
