"""The rows that the quality of service is judged by: tickets in sight, and customers who could have had any."""

from datetime import date, timedelta

import polars as pl

from datasource.analytics.service_rates import repeated
from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import NOBODY, UNKNOWN, can_reach
from datasource.metrics.registry import dimension
from datasource.metrics.subjects.every import SUBJECTS
from datasource.periods import Span, bucket_end, bucket_label, bucket_start, buckets
from datasource.plan import period_span
from datasource.query import links
from datasource.question import Filter, Grain, Period, Records
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY

REPEAT_DAYS = 30
ACTIVE_DAYS = 365
Where = tuple[Filter, ...]


def seen_tickets(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per ticket opened in the period: `month`, `product`, `ticket_category`, `ticket_priority`, `owner` in
    words, `opened_at`, `opened_date`, `first_response_at`, `resolved_at`, `is_escalated`, `is_reopened`,
    `was_resolved`, and `repeat`: its customer had the same category of problem with the same product within 30 days
    before, whoever handled it.
    """
    ask = Records(subject="tickets", metric="tickets_opened", period=period, where=where)
    known = links(catalog, ask, ("users", "products"), viewer).rename({"key": "ticket_id"})
    rows = catalog.entity("tickets").drop("product_id", "owner_id")
    met = known.join(rows, on="ticket_id", how="left", maintain_order="left")
    met = met.join(_repeats(catalog, met), on="ticket_id", how="left", maintain_order="left")
    owners = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    products = catalog.entity("products").select(
        pl.col("product_id").alias("products"), pl.col("label").alias("product")
    )
    named = met.join(owners, on="users", how="left", maintain_order="left")
    named = named.join(products, on="products", how="left", maintain_order="left")
    return named.with_columns(
        month=pl.col("opened_date").dt.strftime("%Y-%m"),
        product=pl.col("product").fill_null(UNKNOWN),
        owner=pl.col("owner").fill_null(NOBODY),
        ticket_category=pl.col("category").fill_null(UNKNOWN),
        ticket_priority=pl.col("priority").fill_null(UNKNOWN),
    )


def span_of(catalog: Catalog, period: Period | None) -> Span:
    """The days of the period up to today; without one, those since the first ticket."""
    today = catalog.as_of
    first = catalog.entity("tickets")["opened_date"].min()
    since = first if isinstance(first, date) else today
    span = period_span(period, today, catalog.fiscal_start) or Span(min(since, today), today)
    return Span(min(span.start, today), min(span.end, today))


def customer_months(
    catalog: Catalog, viewer: Viewer, period: Period | None, where: Where, *, by_product: bool
) -> pl.DataFrame:
    """One row per month and customer in sight who bought within the year before the month's end: `month`,
    `customer_id`, `owner` in words, `exposure` (hundreds of customer months, less for a month that is cut).

    With `by_product`, one row per product bought as well: `product`.
    """
    customers = _customers(catalog, viewer, where)
    bought = _bought(catalog, by_product=by_product).join(customers, on="customer_id", how="semi")
    names = ["customer_id", *(["product"] if by_product else [])]
    months = [
        bought.filter(pl.col("order_date").is_between(last - timedelta(days=ACTIVE_DAYS - 1), last))
        .select(names)
        .unique(maintain_order=True)
        .with_columns(month=pl.lit(bucket_label(cut.start, Grain.MONTH)), exposure=pl.lit(share / 100))
        for cut, last, share in _months(span_of(catalog, period))
    ]
    return pl.concat(months).join(customers, on="customer_id", how="left", maintain_order="left")


def tickets_of(catalog: Catalog, period: Period | None) -> pl.DataFrame:
    """All tickets opened in the period, whoever handled them: `month`, `customer_id`, `product` in words."""
    span = span_of(catalog, period)
    products = catalog.entity("products").select("product_id", pl.col("label").alias("product"))
    tickets = catalog.entity("tickets").filter(pl.col("opened_date").is_between(span.start, span.end))
    return tickets.join(products, on="product_id", how="left").select(
        pl.col("opened_date").dt.strftime("%Y-%m").alias("month"), "customer_id", "product"
    )


def _repeats(catalog: Catalog, tickets: pl.DataFrame) -> pl.DataFrame:
    """`ticket_id` and `repeat` of all tickets since a month before the first of `tickets`."""
    if tickets.is_empty():
        return pl.DataFrame(schema={"ticket_id": tickets.schema["ticket_id"], "repeat": pl.Boolean})
    since = tickets["opened_date"].min()
    assert isinstance(since, date)
    every = catalog.entity("tickets").filter(pl.col("opened_date") >= since - timedelta(days=REPEAT_DAYS + 1))
    named = every.select(
        pl.col("ticket_id").alias("ticket"),
        pl.when(pl.col("customer_id") != UNKNOWN_KEY).then("customer_id").alias("customer"),
        pl.concat_str(pl.col("product_id").fill_null(UNKNOWN_KEY), "category", separator="/").alias("issue"),
        pl.coalesce("opened_at", pl.col("opened_date").cast(pl.Datetime("us"))).alias("opened"),
    )
    found = repeated(named, catalog.as_of, REPEAT_DAYS)
    return found.select(pl.col("ticket").alias("ticket_id"), "repeat")


def _customers(catalog: Catalog, viewer: Viewer, where: Where) -> pl.DataFrame:
    """`customer_id` and `owner` of the customers in sight; filters that customers do not have are left out."""
    own = tuple(part for part in where if can_reach(SUBJECTS["customers"], dimension(part.field)))
    seen = links(catalog, Records(subject="customers", where=own), ("users",), viewer).rename({"key": "customer_id"})
    owners = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    met = seen.join(owners, on="users", how="left", maintain_order="left")
    return met.select("customer_id", pl.col("owner").fill_null(NOBODY))


def _bought(catalog: Catalog, *, by_product: bool) -> pl.DataFrame:
    made = pl.col("is_effective") & pl.col("order_date").is_not_null() & (pl.col("customer_id") != UNKNOWN_KEY)
    contracts = catalog.entity("contracts").filter(made).select("contract_id", "customer_id", "order_date")
    if not by_product:
        return contracts
    products = catalog.entity("products").select("product_id", pl.col("label").alias("product"))
    lines = catalog.entity("contract_lines").select("contract_id", "product_id").join(products, on="product_id")
    return contracts.join(lines.unique(maintain_order=True), on="contract_id")


def _months(span: Span) -> list[tuple[Span, date, float]]:
    """Each month that meets the span: its own days, the last of them within the span, and the share within it."""
    return [(cut, cut.end, _days(cut.start, cut.end) / _days(*_whole(cut))) for cut in buckets(span, Grain.MONTH)]


def _whole(cut: Span) -> tuple[date, date]:
    return bucket_start(cut.start, Grain.MONTH), bucket_end(cut.start, Grain.MONTH)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
