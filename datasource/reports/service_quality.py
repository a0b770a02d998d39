"""Escalated, repeated and reopened tickets as rates of what could have been so (reports 2.10), and their limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.service_rates import ControlChart, over_represented, p_chart, u_chart
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.query import answer
from datasource.question import Filter, Period, Query
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.service_rows import (
    REPEAT_DAYS,
    customer_months,
    seen_tickets,
    tickets_of,
)
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, Filled, _


@dataclass(frozen=True)
class Rate:
    """One rate: the columns of tickets that say what could have happened and what did, and the metric behind it."""

    label: str
    could: str
    did: str
    metric: str
    by: tuple[str, ...] = ("month", "product", "ticket_category", "owner")


RATES: Mapping[str, Rate] = MappingProxyType(
    {
        "volume": Rate(N_("Tickets a month per 100 active customers"), "", "", "tickets_opened", ("month", "product")),
        "escalated": Rate(N_("Escalated"), "opened_date", "is_escalated", "escalated_tickets"),
        "repeat": Rate(N_("Repeated problems"), "repeat", "repeat", "tickets_opened"),
        "reopened": Rate(N_("Reopened"), "was_resolved", "is_reopened", "reopened_tickets"),
    }
)
BY: Mapping[str, str] = MappingProxyType(
    {
        "month": N_("By month"),
        "product": N_("By product"),
        "ticket_category": N_("By category"),
        "owner": N_("By handler"),
    }
)
LEVEL = 0.10


@dataclass(frozen=True)
class ServiceRates:
    """One rate by group; `base` answers the metric behind it over the page's rows."""

    rate: str
    by: str
    chart: ControlChart
    base: Result
    card: MethodCard


@dataclass(frozen=True)
class Problems:
    """`found` as `over_represented` has it, `base` the answer behind; `tried` pairs of product and category."""

    found: pl.DataFrame
    base: Result
    tried: int


def service_rates(  # noqa: PLR0913, PLR0917  (what is told, of which rows)
    catalog: Catalog, viewer: Viewer, rate: str, by: str, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> ServiceRates:
    """`rate` (a key of `RATES`) by `by`; months in their order, other groups with the highest rate first.

    Raises `MingjingError` for unknown names and without any ticket or exposure.
    """
    if rate not in RATES:
        raise MingjingError(unknown(N_("rate of service"), rate, RATES))
    kind = RATES[rate]
    if by not in kind.by:
        raise MingjingError(unknown(N_("group of tickets"), by, kind.by))
    if rate == "volume":
        chart = u_chart(_ordered(_volume(catalog, viewer, by, period, where), by))
    else:
        chart = p_chart(_ordered(_shares(seen_tickets(catalog, viewer, period, where), kind, by), by))
    base = answer(catalog, Query(metrics=(kind.metric,), period=period, where=where), viewer)
    return ServiceRates(rate, by, chart, base, _card(catalog, chart, rate))


def problem_products(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> Problems:
    """Which products have a category of problem more often than the others have it, as a share of their tickets.

    Raises `MingjingError` where no ticket names both.
    """
    tickets = seen_tickets(catalog, viewer, period, where)
    met = tickets.filter(pl.col("products") > 0).select("product", pl.col("category").alias("issue")).drop_nulls()
    if met.is_empty():
        raise MingjingError(_("No ticket under these filters names both a product and a category of problem."))
    every = met.select(pl.col("product").unique()).join(met.select(pl.col("issue").unique()), how="cross")
    counts = met.group_by("product", "issue").agg(events=pl.len())
    exposure = met.group_by("product").agg(exposure=pl.len())
    rows = every.join(counts, on=["product", "issue"], how="left").join(exposure, on="product")
    found = over_represented(rows.with_columns(pl.col("events").fill_null(0)), LEVEL)
    base = answer(catalog, Query(metrics=("tickets_opened",), period=period, where=where), viewer)
    return Problems(found, base, rows.height)


def _shares(tickets: pl.DataFrame, kind: Rate, by: str) -> pl.DataFrame:
    """`group`, `events`, `exposure`: the tickets that could, and those of them that did."""
    could = tickets.filter(pl.col(kind.could)) if kind.could == "was_resolved" else tickets.drop_nulls(kind.could)
    if could.is_empty():
        raise MingjingError(_("No ticket under these filters could have been so; choose a longer period."))
    did = pl.col(kind.did).fill_null(value=False).sum().cast(pl.Int64)
    return could.group_by(pl.col(by).alias("group")).agg(events=did, exposure=pl.len().cast(pl.Int64))


def _volume(
    catalog: Catalog, viewer: Viewer, by: str, period: Period | None, where: tuple[Filter, ...]
) -> pl.DataFrame:
    """`group`, `events` (tickets of active customers), `exposure` (hundreds of customer months)."""
    by_product = by == "product"
    active = customer_months(catalog, viewer, period, where, by_product=by_product)
    if active.is_empty():
        raise MingjingError(_("None of the customers under these filters bought within the year before."))
    pair = ["month", "customer_id", *(["product"] if by_product else [])]
    tickets = tickets_of(catalog, period).select(pair).join(active, on=pair)
    exposure = active.group_by(pl.col(by).alias("group")).agg(pl.col("exposure").sum())
    events = tickets.group_by(pl.col(by).alias("group")).agg(events=pl.len().cast(pl.Int64))
    met = exposure.join(events, on="group", how="left")
    return met.with_columns(pl.col("events").fill_null(0))


def _ordered(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    if by == "month":
        return rows.sort("group")
    return rows.sort(pl.col("events") / pl.col("exposure"), "exposure", "group", descending=[True, True, False])


def _card(catalog: Catalog, chart: ControlChart, rate: str) -> MethodCard:
    outside = chart.points["signal"].drop_nulls().len()
    counted = N_(
        "{exposure} hundred customer months: customers in your data who bought within the year before a month's end, "
        "and {events} tickets of theirs, whoever handled them."
    )
    shares = N_("{exposure} tickets that could have been so, {events} of them were.")
    told = {"exposure": f"{chart.points['exposure'].sum():,.0f}", "events": f"{chart.points['events'].sum():,}"}
    return MethodCard(
        does=N_(
            "Divides what happened by what could have happened, and draws limits three standard errors around the mean "
            "of all: a group within them differs from the others by no more than chance may do."
        ),
        data=Filled(counted if rate == "volume" else shares, **told),
        as_of=catalog.as_of,
        assumes=(
            N_("Tickets come about one by one: one customer's flood of tickets looks like a signal."),
            Filled(
                N_(
                    "A problem repeats when its customer had one of that category with that product {days} days before."
                ),
                days=str(REPEAT_DAYS),
            ),
            *((CUSTOMER_PAST.sentence,) if rate in {"volume", "repeat"} else ()),
        ),
        quality=(
            (N_("Groups outside the limits"), f"{outside} / {chart.points.height}"),
            (N_("As many would be so by chance alone"), f"{0.0027 * chart.points.height:.1f}"),
        ),
        avoid=(
            N_("To judge a person: who handles the hardest tickets has more of them escalated."),
            N_("For the newest days: tickets just opened may still be escalated or opened again."),
        ),
        sources=(
            "Montgomery 2013, Statistical Quality Control, chapter 7",
            "Garwood 1936, Biometrika 28:437",
            "Przyborowski and Wilenski 1940, Biometrika 31:313",
        ),
    )
