"""What customers bring after goods and service (reports 2.10): margin, cost to serve, whale curve, concentration."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.value import Concentration, Whale, concentration, whale
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.periods import Span
from datasource.plan import period_span
from datasource.query import answer
from datasource.question import Filter, Period, Query
from datasource.reports.customer_past import seen_customers
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import N_, _

SERVED = ("follow_ups", "visits", "tickets")
"""What serving customers is counted by: follow-ups, return visits, tickets opened."""
ENOUGH_COSTED = 0.5
"""The share of revenue whose cost must be known before the rest is taken to cost as much."""
PROFITS = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("revenue", N_("Revenue"), Kind.NUMBER, Unit.MONEY),
    Column("goods", N_("Cost of goods"), Kind.NUMBER, Unit.MONEY),
    Column("served", N_("Cost to serve"), Kind.NUMBER, Unit.MONEY),
    Column("profit", N_("Profit"), Kind.NUMBER, Unit.MONEY),
    Column("profit_sum", N_("Profit up to here"), Kind.NUMBER, Unit.MONEY),
    Column("follow_ups", N_("Follow-ups"), Kind.NUMBER, Unit.COUNT),
    Column("visits", N_("Return visits"), Kind.NUMBER, Unit.COUNT),
    Column("tickets", N_("Tickets"), Kind.NUMBER, Unit.COUNT),
)
TOPS = (
    Column("share", N_("Largest customers"), Kind.NUMBER, Unit.RATE),
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT),
    Column("value", N_("Revenue"), Kind.NUMBER, Unit.MONEY),
    Column("value_share", N_("Share of revenue"), Kind.NUMBER, Unit.RATE),
)


@dataclass(frozen=True)
class Rates:
    """What serving costs, in major units: one follow-up, one return visit, one ticket."""

    follow_ups: float = 0.0
    visits: float = 0.0
    tickets: float = 0.0


@dataclass(frozen=True)
class CustomerMoney:
    """`rows` has one row per customer in sight who has bought by the end of the period, and who bought or was served in
    it: `customer`, `label`, `owner`, `revenue`, `goods` (major units), and the counts of `SERVED`.

    `costed` is the share of the revenue whose cost is known, None without revenue; `goods` are null where it is below
    half, and beyond the known ones as dear as these. `base` answers the contract amount of the same filters.
    """

    rows: pl.DataFrame
    costed: float | None
    base: Result
    card: MethodCard

    @property
    def has_goods(self) -> bool:
        """Whether enough costs are known for a margin."""
        return self.costed is not None and self.costed >= ENOUGH_COSTED


def customer_money(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> CustomerMoney:
    """What the customers that `viewer` may see have bought, and how often they were served, in the period.

    Raises `MingjingError` where none of them has bought or was served.
    """
    span = _span(catalog, period)
    seen = seen_customers(catalog, viewer, where).filter(pl.col("customer") != UNKNOWN_KEY)
    contracts = catalog.entity("contracts").filter("is_effective", pl.col("order_date") <= span.end)
    clients = seen.join(contracts.select(pl.col("customer_id").alias("customer")), on="customer", how="semi")
    met = clients
    for part in (_sold(catalog, contracts, span), *_served(catalog, span)):
        met = met.join(part, on="customer", how="left", maintain_order="left")
    counts = ("revenue", "known_cost", "costed", *SERVED)
    rows = met.with_columns(pl.col(counts).fill_null(0)).filter(pl.any_horizontal(pl.col(counts) != 0))
    if rows.is_empty():
        raise MingjingError(_("None of the customers that you see here bought or was served in the period."))
    base = answer(catalog, Query(metrics=("contract_amount",), where=where, period=period), viewer)
    return _with_goods(rows, catalog.minor_units, base)


def profit(money: CustomerMoney, rates: Rates) -> Whale:
    """The whale curve at these rates; its `customers` have the columns `PROFITS` and `customer` too.

    Raises `MingjingError` as `whale` does.
    """
    goods = ("goods",) if money.has_goods else ()
    found = whale(money.rows, goods, vars(rates))
    served = pl.sum_horizontal(pl.col(name) * rate for name, rate in vars(rates).items()).alias("served")
    more = money.rows.select("customer", "label", "owner", "goods", served, *SERVED)
    return replace(found, customers=found.customers.join(more, on="customer", maintain_order="left"))


def revenue_concentration(money: CustomerMoney) -> Concentration:
    """How much of the revenue hangs on few of the customers who bought; raises `MingjingError` as `concentration`."""
    return concentration(money.rows.filter(pl.col("revenue") != 0)["revenue"].to_numpy())


def _span(catalog: Catalog, period: Period | None) -> Span:
    """The days that count: none after today."""
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    return Span(date.min, catalog.as_of) if span is None else Span(span.start, min(span.end, catalog.as_of))


def _sold(catalog: Catalog, contracts: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Per customer, minor units: `revenue`, `known_cost` of goods and the `costed` revenue that it belongs to."""
    signed = contracts.filter(pl.col("order_date") >= span.start)
    lines = catalog.entity("contract_lines").group_by("contract_id").agg(
        pl.col("cost_amount").sum().alias("known_cost"), pl.col("costed_amount").sum().alias("costed")
    )  # fmt: skip
    met = signed.select("contract_id", pl.col("customer_id").alias("customer"), "amount").join(
        lines, on="contract_id", how="left", maintain_order="left"
    )
    sums = pl.col("amount", "known_cost", "costed").fill_null(0).sum()
    return met.group_by("customer", maintain_order=True).agg(sums).rename({"amount": "revenue"})


def _served(catalog: Catalog, span: Span) -> tuple[pl.DataFrame, ...]:
    """Per customer how often it was served within the days, one frame a kind."""
    done = catalog.entity("activities").filter(pl.col("kind") == "follow_up")
    kinds = zip(
        SERVED,
        (done, catalog.entity("visits"), catalog.entity("tickets")),
        ("created_date", "visit_date", "opened_date"),
        strict=True,
    )
    return tuple(
        rows.filter(pl.col(day).is_between(span.start, span.end))
        .group_by(pl.col("customer_id").alias("customer"))
        .agg(pl.len().cast(pl.Int64).alias(name))
        for name, rows, day in kinds
    )


def _with_goods(rows: pl.DataFrame, major: int, base: Result) -> CustomerMoney:
    revenue, costed, cost = (float(rows[name].sum()) for name in ("revenue", "costed", "known_cost"))
    known = min(costed / revenue, 1.0) if revenue > 0 else None
    enough = known is not None and known >= ENOUGH_COSTED
    rest = (pl.col("revenue") - pl.col("costed")).clip(lower_bound=0) * (cost / costed if costed > 0 else 0.0)
    goods = pl.when(enough).then((pl.col("known_cost") + rest) / major).alias("goods")
    told = rows.select("customer", "label", "owner", pl.col("revenue") / major, goods, *SERVED)
    return CustomerMoney(told, known, base, _card(base))


def _card(base: Result) -> MethodCard:
    return MethodCard(
        does=N_(
            "Profit = revenue − cost of goods − cost to serve, customer by customer; the curve adds the profits up, the"
            " best first, so that it falls where customers cost more than they bring."
        ),
        data=N_(
            "Effective contracts of the period and the costs on their lines; follow-ups, return visits and tickets of"
            " the period, of customers who have bought."
        ),
        as_of=base.proof.as_of,
        assumes=(
            N_("Every follow-up, visit and ticket costs the same as the others of its kind: the rates set here."),
            N_("Discounts are in the amounts of the contracts already; overheads are left out."),
            N_("Gini is 0 when all customers bring the same and 1 when one brings all; HHI is the sum of the squared"
               " shares, 1 over the number of customers when they are alike."),
            CUSTOMER_PAST.sentence,
        ),
        quality=(),
        avoid=(
            N_("For a short period: serving a customer now may pay in the next one."),
            N_("To part with customers: what they cost is a supposition until rates are measured."),
        ),
        sources=(
            "Kaplan and Narayanan 2001, Harvard Business Review (whale curve)",
            "Gini 1912, Variabilità e mutabilità",
            "Herfindahl 1950, Concentration in the Steel Industry",
        ),
    )  # fmt: skip
