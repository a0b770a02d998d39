"""Two segments of customers on any metric that can be told apart by customer, with the interval of their difference.

A mean or median stands on the metric's own records, a ratio of counts on the records below its line (each a yes or a
no), a ratio of an amount on a count on the amounts of those records. Any other sum or count is told per customer, and
customers without a record of it count as 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.analytics.method_card import MethodCard
from datasource.analytics.segment_compare import Comparison, Measure, compare
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.metric import Aggregate, Combination, How, Join, Metric
from datasource.metrics.registry import METRICS, SUBJECTS, metric
from datasource.plan import Scan, period_span
from datasource.query import links, values
from datasource.query.engine import engine_of, scope_of
from datasource.question import Filter, Op, Period, Records
from datasource.reports.marketing_rows import seen_leads, seen_touches
from datasource.result import Unit
from datasource.scope import Viewer
from datasource.texts import N_, Filled, _

FIELDS = ("industry", "level", "source", "region", "company_size", "owner", "sales_team")
TOUCHED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "touched_channel": ("channel", N_("Touched by channel")),
        "touched_content_kind": ("content_kind", N_("Touched by content of kind")),
        "touched_campaign_kind": ("campaign_kind", N_("Touched by or joined a campaign of kind")),
        "touched_campaign": ("campaign_name", N_("Touched by or joined the campaign")),
    }
)
"""Conditions on the touches of a customer and its leads, and on the campaigns they joined: column and label."""
_MOST_NAMED = 500


@dataclass(frozen=True)
class Condition:
    """One condition of a segment: a dimension of customers or a row of `TOUCHED`, and the members that fit."""

    field: str
    members: tuple[str, ...]


Segment = tuple[Condition, ...]
"""All of these hold; none is everybody."""


@dataclass(frozen=True)
class Compared:
    """`found` with values in major units; `customers` of both segments.

    `per_customer` says that values are totals per customer. `behind`: filters that tell each segment's records, None
    where its customers are too many to name.
    """

    found: Comparison
    customers: tuple[int, int]
    per_customer: bool
    behind: tuple[tuple[Filter, ...] | None, tuple[Filter, ...] | None]
    card: MethodCard


def comparable() -> tuple[str, ...]:
    """The metrics that two segments can be compared on."""
    return tuple(name for name, item in METRICS.items() if _kind(item) is not None)


def offered(catalog: Catalog, viewer: Viewer, field: str) -> tuple[str, ...]:
    """The members of `field`, a dimension or a row of `TOUCHED`, among what `viewer` may see."""
    if field not in TOUCHED:
        return tuple(values(catalog, field, viewer))
    column = TOUCHED[field][0]
    return tuple(_reached(catalog, viewer)[column].drop_nulls().unique().sort())


def compare_segments(  # noqa: PLR0913, PLR0917  (who is compared with whom, on what, when)
    catalog: Catalog,
    viewer: Viewer,
    name: str,
    first: Segment,
    second: Segment | None = None,
    period: Period | None = None,
) -> Compared:
    """Metric `name` of segment `first` against `second`, or against all other customers where it is None.

    Raises `MingjingError` for a metric that cannot be compared, a customer in both segments, and as `compare` does.
    """
    kind = _kind(metric(name))
    if kind is None:
        text = _("'{name}' cannot be told by customer, so segments cannot be compared on it.")
        raise MingjingError(text.format(name=name))
    everybody = _customers(catalog, viewer, ())
    ours = _customers(catalog, viewer, first)
    rest = everybody.filter(~everybody.is_in(ours.implode()))
    theirs = rest if second is None else _customers(catalog, viewer, second)
    _need_apart(ours, theirs)
    rows = _valued(catalog, viewer, metric(name), period)
    per_customer = _per_customer(metric(name))
    sides = [_side(rows, keys, per_customer=per_customer) for keys in (ours, theirs)]
    found = compare(sides[0].to_numpy(), sides[1].to_numpy(), kind)
    others = _named(catalog, ours, Op.NOT_IN) if second is None else _named(catalog, theirs, Op.IN)
    card = _card(catalog, found, per_customer=per_customer)
    return Compared(found, (ours.len(), theirs.len()), per_customer, (_named(catalog, ours, Op.IN), others), card)


_ALONE: Mapping[How, Measure] = MappingProxyType(
    {How.MEAN: "mean", How.MEDIAN: "median", How.SUM: "mean", How.KNOWN_SUM: "mean", How.COUNT: "mean"}
)
_OVER_COUNT: Mapping[How, Measure] = MappingProxyType({How.COUNT: "rate", How.SUM: "mean"})
"""How a metric is compared by its aggregation: alone, and above the count of a ratio."""


def _kind(item: Metric) -> Measure | None:
    """How the metric is compared; None where it is not."""
    if item.as_of or item.needs:
        return None
    match item.measure:
        case Aggregate(subject=subject, how=how) if "customers" in SUBJECTS[subject].links:
            return _ALONE.get(how)
        case Combination(join=Join.RATIO, left=left, right=right):
            above, below = metric(left), metric(right)
            return _of_ratio(above, below)
        case _:
            return None


def _of_ratio(above: Metric, below: Metric) -> Measure | None:
    """A ratio over a count of the same records: yes or no, or a mean amount."""
    one, other = above.measure, below.measure
    if not (isinstance(one, Aggregate) and isinstance(other, Aggregate)) or above.as_of or below.as_of:
        return None
    if one.subject != other.subject or other.how is not How.COUNT or "customers" not in SUBJECTS[one.subject].links:
        return None
    return _OVER_COUNT.get(one.how)


def _per_customer(item: Metric) -> bool:
    return isinstance(item.measure, Aggregate) and item.measure.how not in {How.MEAN, How.MEDIAN}


def _valued(catalog: Catalog, viewer: Viewer, item: Metric, period: Period | None) -> pl.DataFrame:
    """One row per value: `customer` and `value` (money in major units); of totals, one row per customer with any."""
    if isinstance(item.measure, Combination):
        above, below = metric(item.measure.left), metric(item.measure.right)
        over = _rows(catalog, viewer, above, period)
        under = _rows(catalog, viewer, below, period).drop("value")
        if over.join(under, on="key", how="anti").height:
            raise MingjingError(
                _("Some records of “{above}” are none of “{below}”, so this ratio is no share of them.").format(
                    above=_(above.label), below=_(below.label)
                )
            )
        met = under.join(over.select("key", "value"), on="key", how="left")
        return met.select("customer", pl.col("value").fill_null(0.0))
    rows = _rows(catalog, viewer, item, period)
    if not _per_customer(item):
        return rows.select("customer", "value")
    return rows.group_by("customer").agg(pl.col("value").sum())


def _rows(catalog: Catalog, viewer: Viewer, item: Metric, period: Period | None) -> pl.DataFrame:
    """The records that an aggregated metric counts: `key`, `customer`, `value` (1 for a count)."""
    measured = item.measure
    assert isinstance(measured, Aggregate)
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    scan = Scan(measured.subject, item.date, span, (), (), (item,))
    rows = engine_of(catalog).rows(scan, scope_of(catalog, viewer))
    scale = catalog.minor_units if item.unit is Unit.MONEY else 1
    value = pl.col(measured.column) / scale if measured.column else pl.lit(1.0)
    return rows.select(
        "key", pl.col("@customers").cast(pl.Int64).alias("customer"), value.cast(pl.Float64).alias("value")
    ).collect()


def _side(rows: pl.DataFrame, customers: pl.Series, *, per_customer: bool) -> pl.Series:
    """The values of one segment; of totals, 0 for its customers without any record."""
    if per_customer:
        return customers.to_frame("customer").join(rows, on="customer", how="left")["value"].fill_null(0.0)
    return rows.filter(pl.col("customer").is_in(customers.implode()))["value"]


def _customers(catalog: Catalog, viewer: Viewer, segment: Segment) -> pl.Series:
    """The keys of the customers that `viewer` may see and that meet every condition."""
    where = tuple(Filter(field=one.field, op=Op.IN, value=one.members) for one in segment if one.field not in TOUCHED)
    keys = links(catalog, Records(subject="customers", where=where), (), viewer)["key"].cast(pl.Int64)
    for one in segment:
        if one.field in TOUCHED:
            column = TOUCHED[one.field][0]
            met = _reached(catalog, viewer).filter(pl.col(column).is_in(one.members))["customer"]
            keys = keys.filter(keys.is_in(met.implode()))
    return keys.unique()


def _reached(catalog: Catalog, viewer: Viewer) -> pl.DataFrame:
    """One row per touch or joined campaign of a customer, whose `customer`, and the columns that `TOUCHED` names."""
    contents = catalog.entity("contents").select(
        pl.col("content_id").alias("content"), pl.col("kind").alias("content_kind")
    )
    campaigns = catalog.entity("campaigns").select(
        pl.col("campaign_id").alias("campaign"),
        pl.col("kind").alias("campaign_kind"),
        pl.col("label").alias("campaign_name"),
    )
    touches = seen_touches(catalog, viewer).select("customer", "channel", "content", "campaign")
    leads = seen_leads(catalog, viewer).select(pl.col("lead").alias("lead_id"), "customer")
    joined = (
        catalog.entity("campaign_members")
        .join(leads, on="lead_id")
        .select(
            "customer",
            pl.lit(None, pl.String).alias("channel"),
            pl.lit(None).alias("content"),
            pl.col("campaign_id").alias("campaign"),
        )
    )
    every = pl.concat([touches, joined], how="vertical_relaxed").drop_nulls("customer")
    met = every.join(contents, on="content", how="left").join(campaigns, on="campaign", how="left")
    return met.with_columns(pl.col("customer").cast(pl.Int64))


def _need_apart(ours: pl.Series, theirs: pl.Series) -> None:
    if both := int(ours.is_in(theirs.implode()).sum()):
        text = _("{count} customers are in both segments; make the segments exclude each other.")
        raise MingjingError(text.format(count=both))


def _named(catalog: Catalog, keys: pl.Series, op: Op) -> tuple[Filter, ...] | None:
    """The filter that tells these customers by name (or all others), where they are few enough."""
    if keys.len() > _MOST_NAMED or keys.is_empty():
        return None
    names = catalog.entity("customers").filter(pl.col("customer_id").cast(pl.Int64).is_in(keys.implode()))["label"]
    return (Filter(field="customer", op=op, value=tuple(names)),)


def _card(catalog: Catalog, found: Comparison, *, per_customer: bool) -> MethodCard:
    rows, missing = found.rows, found.missing
    counted = N_("customers") if per_customer else N_("records")
    return MethodCard(
        does=N_(
            "First segment less second, with a 95 % interval: means by Welch, rates by Newcombe, medians by bootstrap."
        ),
        data=Filled(
            N_("{first} against {second} {counted} with a value; {missing} without one are left out."),
            first=str(rows[0]),
            second=str(rows[1]),
            counted=counted,
            missing=str(sum(missing)),
        ),
        as_of=catalog.as_of,
        assumes=(N_("Records are independent of each other; several of one customer make the interval too narrow."),),
        quality=(),
        avoid=(N_("To say why: segments differ in more than what defines them. The difference is no effect."),),
        sources=("Welch 1947, Biometrika 34:28", "Newcombe 1998, Statistics in Medicine 17:873"),
    )
