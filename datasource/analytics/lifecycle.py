"""Lifecycle: which stage each customer was in at the end of each month, and who went from where to where."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from datasource.analytics.refusals import need_columns, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

LEAD, NEW, ACTIVE, LOYAL, AT_RISK, LOST = STAGES = (
    N_("Lead"),
    N_("New"),
    N_("Active"),
    N_("Loyal"),
    N_("At risk"),
    N_("Lost"),
)
YEAR = 365


@dataclass(frozen=True)
class Limits:
    """Days and counts that part the stages, first match first.

    Lead: no purchase yet. Lost: none for more than `lost` days. At risk: none for more than `active` days. Loyal: at
    least `loyal` purchases in the last 365 days. New: the first one not more than `new` days ago. Active: the rest.
    Raises `MingjingError` when they do not rise or are below 1.
    """

    new: int = 90
    active: int = 180
    lost: int = 365
    loyal: int = 4

    def __post_init__(self) -> None:
        if not 1 <= self.new <= self.active < self.lost or self.loyal < 2:
            text = _("The days must rise from new over active to lost, and loyal customers buy at least twice.")
            raise MingjingError(text)


@dataclass(frozen=True)
class Lifecycle:
    """`stages`: one row per customer and month end once known: `customer`, `month` (its last day), `stage`.

    `stocks`: `month`, `stage`, `customers`, every stage in every month. `flows`: `month`, `before` (null: not known a
    month earlier), `stage`, `customers`; a stock is that of the month before plus flows in minus flows out.
    """

    stages: pl.DataFrame
    stocks: pl.DataFrame
    flows: pl.DataFrame


def lifecycle(
    customers: pl.DataFrame, purchases: pl.DataFrame, first: date, until: date, limits: Limits | None = None
) -> Lifecycle:
    """Stages at each month end from `first` to `until`, each from rows up to that day alone.

    `customers`: `customer`, `created` (Date), one row each; `purchases`: `customer`, `day` (Date), one row each. A
    customer is known from the day created or the first purchase, whichever is earlier. Raises `MingjingError` for
    missing columns, customers that stand twice, purchases of customers who are not there, or when no month has ended.
    """
    need_columns(customers, ("customer", "created"))
    need_columns(purchases, ("customer", "day"))
    need_unique(customers, "customer")
    need_rows(len(customers), 1, N_("customers"))
    bought = purchases.drop_nulls(("customer", "day")).filter(pl.col("day") <= until).sort("customer", "day")
    if strangers := bought.join(customers, on="customer", how="anti")["customer"].n_unique():
        text = _("{count} customers have purchases but stand in no row of the customers.")
        raise MingjingError(text.format(count=strangers))
    stages = _stages(_known(customers, bought), bought, _month_ends(first, until), limits or Limits())
    need_rows(len(stages), 1, N_("customers known by the end of a month"))
    return Lifecycle(stages, _stocks(stages), _flows(stages))


def _month_ends(first: date, until: date) -> pl.DataFrame:
    starts = pl.date_range(first.replace(day=1), until, "1mo", eager=True).alias("month").to_frame()
    ends = starts.select(pl.col("month").dt.month_end()).filter(pl.col("month") <= until)
    if ends.is_empty():
        raise MingjingError(_("No month between {first} and {until} has ended.").format(first=first, until=until))
    return ends


def _known(customers: pl.DataFrame, bought: pl.DataFrame) -> pl.DataFrame:
    """`customer`, `first` purchase (null: none) and the day `known` from; who has neither day stands nowhere."""
    first = bought.group_by("customer").agg(pl.col("day").min().alias("first"))
    joined = customers.select("customer", "created").join(first, on="customer", how="left")
    return joined.with_columns(pl.min_horizontal("created", "first").alias("known")).drop_nulls("known")


def _stages(known: pl.DataFrame, bought: pl.DataFrame, months: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    numbered = bought.with_columns(pl.int_range(1, pl.len() + 1).over("customer").alias("number")).sort("day")
    rows = known.join(months, how="cross").filter(pl.col("known") <= pl.col("month")).sort("month")
    with_last = _as_of(rows, numbered, pl.col("month"), "last")
    counted = _as_of(with_last, numbered, pl.col("month").dt.offset_by(f"-{YEAR}d"), "older")
    since = (pl.col("month") - pl.col("last")).dt.total_days()
    age = (pl.col("month") - pl.col("first")).dt.total_days()
    year = pl.col("last_number") - pl.col("older_number").fill_null(0)
    stage = (
        pl.when(pl.col("last").is_null())
        .then(pl.lit(LEAD))
        .when(since > limits.lost)
        .then(pl.lit(LOST))
        .when(since > limits.active)
        .then(pl.lit(AT_RISK))
        .when(year >= limits.loyal)
        .then(pl.lit(LOYAL))
        .when(age <= limits.new)
        .then(pl.lit(NEW))
        .otherwise(pl.lit(ACTIVE))
    )
    return counted.select("customer", "month", stage.alias("stage")).sort("customer", "month")


def _as_of(rows: pl.DataFrame, numbered: pl.DataFrame, day: pl.Expr, name: str) -> pl.DataFrame:
    """The last purchase of each row's customer up to a day: when it was (`name`) and its number (`name`_number)."""
    right = numbered.select("customer", pl.col("day").alias(name), pl.col("number").alias(f"{name}_number"))
    left = rows.with_columns(day.alias("upto")).sort("upto")
    joined = left.join_asof(right, left_on="upto", right_on=name, by="customer", check_sortedness=False, coalesce=False)
    return joined.drop("upto")


def _stocks(stages: pl.DataFrame) -> pl.DataFrame:
    every = stages.select(pl.col("month").unique().sort()).join(pl.DataFrame({"stage": STAGES}), how="cross")
    counts = stages.group_by("month", "stage").agg(pl.len().cast(pl.Int64).alias("customers"))
    joined = every.join(counts, on=("month", "stage"), how="left", maintain_order="left")
    return joined.with_columns(pl.col("customers").fill_null(0))


def _flows(stages: pl.DataFrame) -> pl.DataFrame:
    moved = stages.with_columns(pl.col("stage").shift(1).over("customer", order_by="month").alias("before"))
    later = moved.filter(pl.col("month") > pl.col("month").min())
    counts = later.group_by("month", "before", "stage").agg(pl.len().cast(pl.Int64).alias("customers"))
    return counts.sort("month", "before", "stage")
