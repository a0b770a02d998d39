"""The pages of the office section."""

import polars as pl

from tests.benchmarks.by_hand.pages.writing import (
    COUNT,
    Asked,
    HandWritten,
    Part,
    Told,
    count,
    figures,
    known,
    part,
    ratio,
    table,
)


def _work_logs(page: Asked) -> Told:
    commented = pl.col("is_commented").fill_null(value=False)
    logs = part(
        page.rows("work_logs"), "created_date",
        work_logs=COUNT, work_logs_commented=count(commented), work_logs_not_commented=count(~commented),
    )  # fmt: skip
    missing = count(~pl.col("is_logged").fill_null(value=False))
    days = part(page.rows("log_days"), "log_date", log_days=COUNT, missing_log_days=missing)
    rates = (
        ratio("log_comment_rate", "work_logs_commented", "work_logs"),
        ratio("missing_log_rate", "missing_log_days", "log_days"),
    )
    return [
        ((), figures([logs, days], page.now, page.before, rates=rates)),
        (("date",), table([logs], "date", page.now)),
        (("owner",), table([logs, days], "owner", page.now, *rates)),
        (("owner",), _most_missing(table([days], "owner", page.now))),
        (("log_category",), table([logs], "log_category", page.now, rates[0])),
    ]


def _most_missing(by_owner: pl.LazyFrame) -> pl.LazyFrame:
    return (
        by_owner.sort("missing_log_days", "owner", descending=[True, False])
        .head(10)
        .select("owner", "missing_log_days")
    )


def _approvals(page: Asked) -> Told:
    status = pl.col("status")
    sent, passed = status != "draft", status.is_in(["approved", "not_required"])
    values = {
        "approvals_submitted": count(sent), "approvals_approved": count(passed),
        "approvals_rejected": count(status == "rejected"), "approvals_pending": count(status == "pending"),
        "approval_decision_hours": pl.col("decision_hours").median(),
        **{f"{name}_{unit}": known(column, scale, test) for name, test in (("requested", sent), ("approved", passed))
           for unit, column, scale in (("amount", "amount", 100), ("days", "days", 1))},
    }  # fmt: skip
    asked = Part(page.rows("approvals"), "created_date", values)
    return [
        ((), figures([asked], page.now, page.before)),
        *(
            (by, table([asked], by, page.now))
            for by in (("date",), ("approval_category",), ("owner", "approval_category"))
        ),
    ]


PAGES: dict[str, HandWritten] = {"office/work_logs.py": _work_logs, "office/approvals.py": _approvals}
