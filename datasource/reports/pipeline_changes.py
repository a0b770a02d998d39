"""What changed in the open pipeline between two days (reports 2.2): parts that add up to the change exactly.

A deal stands in the pipeline on a day when it is open at the end of that day and within the viewer's scope and the
filters as of that day: stage, amount, owner and expected close date are those of then (rule R8). Opening and closing
are the metric `open_amount` of the two days. Every deal that stands there on either day, or stood there in between, is
in exactly one of these cases, and its amounts in the parts that the case names:

- there on both days: `increased` or `decreased` by the difference of its two amounts (none when they are equal);
- there on the closing day only: + its amount of then, as `new` when its first stay ever is the first that stood there,
  else as `moved_in` (it was there before under another owner, in another stage or with another close date than the
  viewer and the filters take in, or had been closed and was opened again);
- there on the opening day only: − its amount of then, as `won`, `lost` or `invalid` when it is closed and the last stay
  that stood there is its last ever, else as `moved_out` (it went on outside the scope or the filters);
- in between only: its last amount there both + as `new` or `moved_in` and − as `won`, `lost`, `invalid` or `moved_out`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.plan import Scan, period_span
from datasource.query import answer
from datasource.query.engine import engine_of, in_its_words, scope_of
from datasource.question import Filter, Period, Query
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_

METRICS = ("open_amount", "open_opportunities")
CAUSES = {
    "new": N_("New"),
    "moved_in": N_("Moved in"),
    "increased": N_("Increased"),
    "decreased": N_("Decreased"),
    "moved_out": N_("Moved out"),
    "won": N_("Won"),
    "lost": N_("Lost"),
    "invalid": N_("Invalid"),
}


@dataclass(frozen=True)
class Change:
    """One part of the change: how many deals and by how much, in major units, with its sign."""

    cause: str
    count: int
    amount: float


@dataclass(frozen=True)
class PipelineChanges:
    """The change from the end of day `start` to the end of day `end`, which is not after today.

    `opening` and `closing` are the answers of `open_amount` and `open_opportunities` on the two days. `deals` has one
    row per deal and part: `cause`, `name`, `customer`, `owner`, `stage` (the last that stood there), `before`, `after`,
    `change` in major units; `before` and `after` are null where it did not stand there.
    """

    start: date
    end: date
    opening: Result
    closing: Result
    changes: tuple[Change, ...]
    deals: pl.DataFrame


def pipeline_changes(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> PipelineChanges:
    """The changes in `period`: from the end of the day before it to its end, or to today where that comes first.

    Raises `MingjingError` for a filter on stages where the data have no stage log, as the metric does.
    """
    start, end = _days(catalog, period)
    opening, closing = (
        answer(catalog, Query(metrics=METRICS, where=where, period=Period(start=day, end=day)), viewer)
        for day in (start, end)
    )
    deals = _deals(_stays(catalog, viewer, where, start, end), start, end)
    scale = catalog.minor_units
    sums = {cause: (count, amount) for cause, count, amount in _by_cause(deals).iter_rows()}
    changes = tuple(Change(cause, sums.get(cause, (0, 0))[0], sums.get(cause, (0, 0))[1] / scale) for cause in CAUSES)
    return PipelineChanges(start, end, opening, closing, changes, _named(catalog, deals, scale))


def _days(catalog: Catalog, period: Period | None) -> tuple[date, date]:
    today = catalog.as_of
    span = period_span(period, today, catalog.manifest.fiscal_start_month)
    if span is None:
        first = catalog.entity("opportunities")["created_date"].min()
        return (first if isinstance(first, date) else today) - timedelta(days=1), today
    return span.start - timedelta(days=1), min(span.end, max(today, span.start))


@in_its_words
def _stays(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...], start: date, end: date) -> pl.DataFrame:
    """The stays that the viewer may see, under the filters, which touch the days from `start` to `end`.

    Those of one deal stand in the order of its log, as the entity has them and the wide fact keeps them.
    """
    engine = engine_of(catalog)
    scan = Scan("stage_stays", "entered_date", None, (), where, ())
    rows = engine.rows(scan, scope_of(catalog, viewer))
    touches = (pl.col("entered_date") <= end) & (
        pl.col("left_date").is_null() | (pl.col("left_date") > start) | (pl.col("entered_date") > start)
    )
    wanted = ("key", "@stages", "@users", "entered_date", "left_date", "outcome", "begins_deal", "ends_deal")
    return rows.filter(touches).select(*wanted, pl.col("amount").fill_null(0)).collect()


def _deals(stays: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    """One row per deal and part in minor units: `key`, `stage_id`, `owner_id`, `cause`, `before`, `after`, `change`."""
    deals = stays.group_by("key", maintain_order=True).agg(
        pl.col("@stages").last().alias("stage_id"),
        pl.col("@users").last().alias("owner_id"),
        pl.col("outcome").last().cast(pl.String),
        pl.col("begins_deal").first(),
        pl.col("ends_deal").last(),
        pl.col("amount").last().alias("last"),
        _standing(start).alias("before"),
        _standing(end).alias("after"),
    )
    both = pl.col("before").is_not_null() & pl.col("after").is_not_null()
    came = deals.filter(pl.col("before").is_null()).with_columns(
        _one(pl.col("begins_deal"), "new", "moved_in"), pl.coalesce("after", "last").alias("change")
    )
    closed = pl.col("ends_deal") & pl.col("outcome").is_in(["won", "lost", "invalid"]).fill_null(value=False)
    cause = pl.when(closed).then("outcome").otherwise(pl.lit("moved_out")).alias("cause")
    went = deals.filter(pl.col("after").is_null()).with_columns(cause, -pl.coalesce("before", "last").alias("change"))
    stayed = deals.filter(both).with_columns((pl.col("after") - pl.col("before")).alias("change"))
    changed = stayed.filter(pl.col("change") != 0).with_columns(_one(pl.col("change") > 0, "increased", "decreased"))
    columns = ("key", "stage_id", "owner_id", "cause", "before", "after", "change")
    return pl.concat(part.select(columns) for part in (came, went, changed))


def _standing(day: date) -> pl.Expr:
    """A deal's amount at the end of `day`; null when it did not stand in the pipeline."""
    left = pl.col("left_date").is_null() | (pl.col("left_date") > day)
    return pl.col("amount").filter((pl.col("entered_date") <= day) & left).last()


def _one(test: pl.Expr, yes: str, no: str) -> pl.Expr:
    return pl.when(test).then(pl.lit(yes)).otherwise(pl.lit(no)).alias("cause")


def _by_cause(deals: pl.DataFrame) -> pl.DataFrame:
    return deals.group_by("cause").agg(pl.len(), pl.col("change").sum())


def _named(catalog: Catalog, deals: pl.DataFrame, scale: int) -> pl.DataFrame:
    """The deals with their names, the largest change first; all of them stood in the viewer's pipeline."""
    heads = catalog.entity("opportunities").select(pl.col("opportunity_id").alias("key"), "name", "customer_id")
    labels = {
        "customer": catalog.entity("customers").select("customer_id", pl.col("label").alias("customer")),
        "owner": catalog.entity("users").select(pl.col("user_id").alias("owner_id"), pl.col("label").alias("owner")),
        "stage": catalog.entity("stages").select("stage_id", pl.col("label").alias("stage")),
    }
    met = deals.join(heads, on="key", how="left")
    for name, key in (("customer", "customer_id"), ("owner", "owner_id"), ("stage", "stage_id")):
        met = met.join(labels[name], on=key, how="left")
    money = [(pl.col(name) / scale).alias(name) for name in ("before", "after", "change")]
    ordered = met.sort(pl.col("change").abs(), "key", descending=[True, False])
    return ordered.select("cause", "name", "customer", "owner", "stage", *money)
