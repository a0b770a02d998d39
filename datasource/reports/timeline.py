"""Everything that ever happened with one customer, newest first: one list made of the records of many subjects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import UNKNOWN
from datasource.query import records
from datasource.question import Filter, Op, Records, Sort
from datasource.reports.customer_search import customers_of
from datasource.result import Page
from datasource.scope import Viewer

PAGE_SIZE = 25
TOUCH = pl.Schema(
    {
        "day": pl.Date(), "kind": pl.String(), "what": pl.String(), "detail": pl.String(), "state_of": pl.String(),
        "state": pl.String(), "owner": pl.String(), "amount": pl.Float64(),
    }
)  # fmt: skip
"""One row per touch. `state` is a member of the dimension `state_of`; `amount` in major units."""


@dataclass(frozen=True)
class Source:
    """Where touches of one kind come from: a subject's rows on one date, and the columns that tell what happened.

    `what`, `detail` and `amount` may be empty. `state` is a dimension or column of the subject with a coded member.
    """

    subject: str
    day: str
    what: str = ""
    detail: str = ""
    state: str = ""
    amount: str = ""
    owner: str = "owner"
    where: tuple[Filter, ...] = ()


_MOVE = Source("owner_changes", "event_date", "old_owner", "new_owner", "owner_move", owner="")
KINDS: Mapping[str, tuple[Source, ...]] = MappingProxyType(
    {
        "activity": (Source("activities", "created_date", "content", "channel", "activity_kind"),),
        "visit": (Source("visits", "visit_date", "comment", "channel", "satisfaction"),),
        "ticket": (
            Source("tickets", "opened_date", "title", "ticket_category"),
            Source("tickets", "resolved_date", "title", "ticket_category"),
        ),
        "opportunity": (
            Source("stage_dwell", "entered_date", "name", "stage", "", "amount"),
            Source("opportunities", "close_date", "name", "loss_reason", "outcome", "amount"),
        ),
        "contract": (Source("contracts", "order_date", "name", "number", "status", "amount"),),
        "receipt": (Source("receipts", "received_date", "method", "number", "status", "amount"),),
        "invoice": (Source("invoices", "issue_date", "kind", "number", "status", "amount"),),
        "pool": (replace(_MOVE, where=(Filter(field="owner_move", op=Op.NE, value="handed_over"),)),),
        "owner": (replace(_MOVE, where=(Filter(field="owner_move", op=Op.EQ, value="handed_over"),)),),
    }
)
"""The kinds of touches in the order in which those of one day stand."""


@dataclass(frozen=True)
class Timeline:
    """One page of touches, columns as in `TOUCH`, and the number of all."""

    rows: pl.DataFrame
    count: int


def timeline(
    catalog: Catalog, viewer: Viewer, customer_id: int, kinds: tuple[str, ...] = (), page: int = 1
) -> Timeline:
    """Page `page` of the touches of one customer that the viewer may see, of `kinds` (all where it is empty).

    Newest first; touches of one day stand in the order of their kinds. Empty for a customer that is hidden or unknown.
    """
    known = customers_of(catalog, viewer, (customer_id,), ("customer", "created_date"))
    if not known.row_count:
        return Timeline(pl.DataFrame(schema=TOUCH), 0)
    only = Filter(field="customer", op=Op.EQ, value=known.rows["customer"][0])
    sources = [source for kind, many in KINDS.items() if kind in kinds or not kinds for source in many]
    pages = [records(catalog, _ask(source, only, page * PAGE_SIZE), viewer) for source in sources]
    parts = [_touches(*part) for part in zip(sources, pages, strict=True)]
    rows = pl.concat([pl.DataFrame(schema=TOUCH), *parts]).sort("day", descending=True, maintain_order=True)
    return Timeline(rows.slice((page - 1) * PAGE_SIZE, PAGE_SIZE), sum(part.row_count for part in pages))


def last_touch(catalog: Catalog, viewer: Viewer, customer: str) -> date | None:
    """The day of the last follow-up on the customer called `customer` that the viewer may see."""
    only = Filter(field="customer", op=Op.EQ, value=customer)
    follow_up = Filter(field="activity_kind", op=Op.EQ, value="follow_up")
    ask = Records(subject="activities", columns=("created_date",), where=(only, follow_up), page_size=1)
    days = records(catalog, ask, viewer).rows["created_date"].to_list()
    return days[0] if days else None


def _ask(source: Source, only: Filter, most: int) -> Records:
    wanted = (source.day, source.what, source.detail, source.state, source.amount, source.owner)
    dated = Filter(field=source.day, op=Op.NOT_NULL)
    return Records(
        subject=source.subject,
        columns=tuple(dict.fromkeys(name for name in wanted if name)),
        where=(only, dated, *source.where),
        sort=(Sort(by=source.day, desc=True),),
        page_size=min(most, 10_000),
    )


def _touches(source: Source, page: Page) -> pl.DataFrame:
    kind = next(kind for kind, sources in KINDS.items() if source in sources)
    cells = {
        "day": pl.col(source.day),
        "kind": pl.lit(kind),
        "state_of": pl.lit(source.state or source.day),
        "state": _text(source.state),
    }
    told = {"what": source.what, "detail": source.detail, "owner": source.owner}
    cells |= {name: _text(column) for name, column in told.items()}
    cells["amount"] = pl.col(source.amount) if source.amount else pl.lit(None)
    return page.rows.select(cells[name].cast(kind).alias(name) for name, kind in TOUCH.items())


def _text(column: str) -> pl.Expr:
    if not column:
        return pl.lit(None, dtype=pl.String)
    return pl.col(column).cast(pl.String).replace(UNKNOWN, None)
