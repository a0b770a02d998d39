"""Open deals that stand still today (reports 2.2): idle, past their expected close date, or slow in their stage."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.deal_stages import SLOW_STAGE
from datasource.query import answer, records
from datasource.question import Filter, Op, Query, Records
from datasource.result import Column, Result
from datasource.scope import Viewer
from datasource.texts import N_

METRICS = ("open_opportunities", "open_amount")
REASONS = {
    "idle": N_("No activity"),
    "past_close": N_("Past expected close"),
    "slow_stage": N_("Slow in its stage"),
}
COLUMNS = (
    "name", "customer", "owner", "stage", "amount", "days_without_activity", "days_past_close", "days_in_stage",
    "stage_age",
)  # fmt: skip
PAGE = 10_000


@dataclass(frozen=True)
class Stalled:
    """Today's stalled deals: one row per deal (`columns`, amounts in major units, the most reasons first).

    Three Boolean columns called as `REASONS` say why each stands there; `by_reason` has the answer of `METRICS` for
    each reason (a deal may stand under several), `open` that of all open deals.
    """

    columns: tuple[Column, ...]
    deals: pl.DataFrame
    by_reason: tuple[tuple[str, Result], ...]
    open: Result


def stalled(catalog: Catalog, viewer: Viewer, idle_days: int, where: tuple[Filter, ...] = ()) -> Stalled:
    """The open deals that `viewer` may see and that stand still: no activity for `idle_days` (from 1 on) or more."""
    tests = reason_filters(idle_days)
    by_reason = tuple(
        (reason, answer(catalog, Query(metrics=METRICS, where=(*where, test)), viewer))
        for reason, test in tests.items()
    )
    pages = list(_pages(catalog, viewer, where))
    deals = pl.concat(rows for _, rows in pages)
    flags = deals.with_columns(
        (pl.col("days_without_activity") >= idle_days).fill_null(value=False).alias("idle"),
        (pl.col("days_past_close") > 0).fill_null(value=False).alias("past_close"),
        (pl.col("stage_age") > SLOW_STAGE).fill_null(value=False).alias("slow_stage"),
    )
    reasons = pl.sum_horizontal(*REASONS)
    found = flags.filter(reasons > 0).sort(reasons, "amount", descending=True, nulls_last=True, maintain_order=True)
    whole = answer(catalog, Query(metrics=METRICS, where=where), viewer)
    return Stalled(pages[0][0], found, by_reason, whole)


def reason_filters(idle_days: int) -> dict[str, Filter]:
    """The condition of an open deal to stand under each reason."""
    return {
        "idle": Filter(field="days_without_activity", op=Op.GTE, value=idle_days),
        "past_close": Filter(field="days_past_close", op=Op.GT, value=0),
        "slow_stage": Filter(field="stage_age", op=Op.GT, value=SLOW_STAGE),
    }


def _pages(
    catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...]
) -> Iterator[tuple[tuple[Column, ...], pl.DataFrame]]:
    """All open deals, page by page; at least one page."""
    ask = Records(subject="opportunities", metric=METRICS[0], where=where, columns=COLUMNS, page_size=PAGE)
    page = records(catalog, ask, viewer)
    yield page.columns, page.rows
    for number in range(2, -(-page.row_count // PAGE) + 1):
        yield page.columns, records(catalog, ask.model_copy(update={"page": number}), viewer).rows
