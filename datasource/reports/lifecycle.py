"""Where customers stand in their life with the company, month by month, and who went from where to where (2.10)."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from datasource.analytics.lifecycle import STAGES, Limits, lifecycle
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.customer_past import all_bought
from datasource.reports.studied import seen_rows
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_, _

DAYS_BACK = 365
LIMITS = Limits()
NOT_KNOWN = "-"
"""The stage before of a customer that was not known a month earlier."""
NET = (
    Column("stage", N_("Stage of life"), Kind.TEXT),
    Column("start", N_("A month earlier"), Kind.NUMBER, Unit.COUNT),
    Column("came", N_("Came in"), Kind.NUMBER, Unit.COUNT),
    Column("went", N_("Went out"), Kind.NUMBER, Unit.COUNT),
    Column("end", N_("At the end"), Kind.NUMBER, Unit.COUNT),
    Column("net", N_("Difference"), Kind.NUMBER, Unit.COUNT),
)
STOOD = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("lifecycle_stage", N_("Stage of life"), Kind.TEXT),
    Column("before", N_("A month earlier"), Kind.TEXT),
)


@dataclass(frozen=True)
class LifeReport:
    """Month ends of the last year over the customers in sight, by `LIMITS`.

    `stocks`: `month` (its last day), `stage`, `customers`; `flows`: `month`, `before` (`NOT_KNOWN`: not known a month
    earlier), `stage`, `customers`; `stages`: one row per customer and month: `customer_id`, `month`, `stage`, `before`.
    """

    base: Result
    stocks: pl.DataFrame
    flows: pl.DataFrame
    stages: pl.DataFrame
    names: pl.DataFrame
    card: MethodCard

    @property
    def months(self) -> list[date]:
        """The month ends, newest first."""
        return sorted(set(self.stocks["month"]), reverse=True)

    def net(self, month: date) -> pl.DataFrame:
        """One row per stage: `NET`; the start and what came and went add up to the end."""
        moved = self.flows.filter((pl.col("month") == month) & (pl.col("before") != pl.col("stage")))
        came = moved.group_by("stage").agg(pl.col("customers").sum().alias("came"))
        went = moved.group_by(pl.col("before").alias("stage")).agg(pl.col("customers").sum().alias("went"))
        end = self.stocks.filter(pl.col("month") == month).select("stage", pl.col("customers").alias("end"))
        told = end.join(came, on="stage", how="left").join(went, on="stage", how="left").fill_null(0)
        ordered = pl.DataFrame({"stage": STAGES}).join(told, on="stage", maintain_order="left")
        net = (pl.col("came") - pl.col("went")).alias("net")
        return ordered.with_columns(net, (pl.col("end") - pl.col("came") + pl.col("went")).alias("start"))

    def crossed(self, month: date) -> pl.DataFrame:
        """One row per stage before (those that anybody left) and a column per stage: customers who went there."""
        moved = self.flows.filter(pl.col("month") == month)
        wide = moved.pivot("stage", index="before", values="customers", aggregate_function="sum")
        lacking = [pl.lit(0, pl.Int64).alias(stage) for stage in STAGES if stage not in wide.columns]
        every = pl.DataFrame({"before": [NOT_KNOWN, *STAGES]})
        return (
            every.join(wide.with_columns(lacking), on="before", how="left", maintain_order="left")
            .fill_null(0)
            .select("before", *STAGES)
        )

    def customers(self, month: date, stage: str, before: str = "") -> pl.DataFrame:
        """`customer_id` and `STOOD`: who was in `stage` at the end of `month`, having come from `before` if given."""
        there = self.stages.filter((pl.col("month") == month) & (pl.col("stage") == stage))
        there = there.filter(pl.col("before") == before) if before else there
        met = there.rename({"stage": "lifecycle_stage"}).join(self.names, on="customer_id", maintain_order="left")
        return met.select("customer_id", *(column.name for column in STOOD)).sort("label", "customer_id")


def life(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> LifeReport:
    """The stages of the customers that `viewer` may see; raises `MingjingError` when nobody is in sight."""
    names = seen_rows(catalog, viewer, "customers", where)
    if names.is_empty():
        raise MingjingError(_("You see no customer here, so there are no stages to tell."))
    created = catalog.entity("customers").select("customer_id", pl.col("created_date").alias("created"))
    known = names.join(created, on="customer_id").select(pl.col("customer_id").alias("customer"), "created")
    bought = all_bought(catalog).join(known, on="customer", how="semi")
    until = catalog.as_of
    found = lifecycle(known, bought, until - timedelta(days=DAYS_BACK), until, LIMITS)
    before = pl.col("stage").shift(1).over("customer", order_by="month").fill_null(NOT_KNOWN).alias("before")
    stages = found.stages.with_columns(before).rename({"customer": "customer_id"})
    flows = found.flows.with_columns(pl.col("before").fill_null(NOT_KNOWN))
    base = answer(catalog, Query(metrics=("customer_count",), where=where), viewer)
    return LifeReport(base, found.stocks, flows, stages, names, _card(catalog))


def _card(catalog: Catalog) -> MethodCard:
    return MethodCard(
        does=N_("Puts each customer into one stage at each month's end, by what was known on that day, and counts"
                " who went from which stage to which."),
        data=N_("Effective contracts by customer and day, and the day each customer was entered."),
        as_of=catalog.as_of,
        assumes=(
            N_("The limits in days are the same for all customers and all products."),
            N_("Customers belong to whom they belong to today, in earlier months too."),
        ),
        quality=(),
        avoid=(
            N_("For the month that has not ended: it has no stage yet."),
            N_("Where customers buy once in several years: they would be called lost between two purchases."),
        ),
    )  # fmt: skip
