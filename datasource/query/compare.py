"""Comparison with the period before (环比) or the same period a year before (同比), rule R4."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from datasource.periods import Span, add_months, base_bucket, base_span, bucket_end, bucket_start, buckets, month_end
from datasource.plan import GroupKey, Plan
from datasource.question import Grain, Query


@dataclass(frozen=True)
class BaseBuckets:
    """The days to compare with; with a date bucket among the keys, which base bucket stands beside which bucket.

    `alone` is a bucket without a base: the running week 53, whose base week stands whole beside week 52.
    """

    span: Span
    key: str = ""
    moves: tuple[tuple[date, date], ...] = ()
    alone: date | None = None


def base_of(plan: Plan, today: date) -> Span:
    """The days that the whole period is compared with; a running period with the same part of the one before."""
    assert plan.span is not None
    assert plan.query.compare is not None
    preset = plan.query.period.preset if plan.query.period is not None else None
    part = _so_far(plan.span, today)
    whole = base_span(plan.span, plan.query.compare, preset)
    if part == plan.span or not (plan.span.whole_months or plan.span.whole_week):
        return base_span(part, plan.query.compare, preset)
    if plan.span.whole_week:
        return Span(whole.start, whole.start + (part.end - part.start))
    return Span(whole.start, _months_later(part, whole.start))


def base_buckets(plan: Plan, today: date) -> BaseBuckets:
    """As `base_of`; where rows are buckets of the period's own date, each bucket is compared with its own base."""
    assert plan.span is not None
    assert plan.query.compare is not None
    key = period_key(plan)
    if key is None or key.grain is None:
        return BaseBuckets(base_of(plan, today))
    grain, how = key.grain, plan.query.compare
    span = _so_far(plan.span, today)
    parts = buckets(span, grain)
    moves = tuple((base_bucket(part.start, grain, how), part.start) for part in _whole(parts, grain))
    first, last = moves[0][0], moves[-1][0]
    start, end = _as_far(span.start, first, grain), bucket_end(last, grain)
    alone = None
    if span.end != bucket_end(span.end, grain):
        if [old for old, _new in moves].count(last) > 1:
            alone = moves[-1][1]
        else:
            end = _as_far(span.end, last, grain)
            end = month_end(end) if span.whole_months and grain is not Grain.WEEK else end
    return BaseBuckets(Span(min(start, end), end), key.name, moves, alone)


def join_base(  # noqa: PLR0913, PLR0917  (the two tables and all that tells how they stand to each other)
    now: pl.LazyFrame, base: pl.LazyFrame, plan: Plan, moved: BaseBuckets, absent: dict[str, int], today: date
) -> pl.LazyFrame:
    """Every group of now or of the base, with `<metric>__base` and `<metric>__change` for each metric of the query.

    A group that only one of the two has is there what `absent` says in the other; a bucket that lies ahead has no row.
    """
    keys = [part.field for part in plan.query.by]
    before = _moved(base, moved, today) if moved.key else base
    renamed = before.select(*keys, *(pl.col(name).alias(f"{name}__base") for name in plan.query.metrics))
    joined = now.join(renamed, on=keys, how="full", coalesce=True, nulls_equal=True)
    joined = joined.with_columns(
        pl.col(f"{name}{part}").fill_null(value) for name, value in absent.items() for part in ("", "__base")
    )
    if moved.alone is not None:
        has_base = pl.col(moved.key).ne_missing(moved.alone)
        joined = joined.with_columns(
            pl.when(has_base).then(f"{name}__base").alias(f"{name}__base") for name in plan.query.metrics
        )
    return joined.with_columns(_change(name) for name in plan.query.metrics)


def join_totals(totals: dict[str, Any], base: dict[str, Any], query: Query) -> dict[str, Any]:
    """`totals` with base and change."""
    joined = dict(totals)
    for name in query.metrics:
        now, before = totals[name], base[name]
        joined[f"{name}__base"] = before
        joined[f"{name}__change"] = None if not before or now is None else (now - before) / abs(before)
    return joined


def _change(name: str) -> pl.Expr:
    now, before = pl.col(name).cast(pl.Float64), pl.col(f"{name}__base").cast(pl.Float64)
    return pl.when(before != 0).then((now - before) / before.abs()).alias(f"{name}__change")


def _moved(base: pl.LazyFrame, moved: BaseBuckets, today: date) -> pl.LazyFrame:
    """`base` with each bucket under the bucket (or buckets: 28 Feb under 29 Feb too) that it is compared with."""
    pairs = [(old, new) for old, new in moved.moves if new <= today]
    moves = pl.LazyFrame(pairs, schema={moved.key: pl.Date, "__new": pl.Date}, orient="row")
    return base.join(moves, on=moved.key).with_columns(pl.col("__new").alias(moved.key)).drop("__new")


def _months_later(part: Span, start: date) -> date:
    """The end of the part of whole months from `start` on that is as far as `part` is; month ends stay month ends."""
    months = (start.year - part.start.year) * 12 + start.month - part.start.month
    end = add_months(part.end, months)
    return month_end(end) if part.whole_months else end


def _as_far(day: date, base: date, grain: Grain) -> date:
    """The day of the bucket from `base` on that is as far in it as `day` is in its own: 15 August is 15 May."""
    start = bucket_start(day, grain)
    if grain in (Grain.DAY, Grain.WEEK):
        return base + (day - start)
    return add_months(day, (base.year - start.year) * 12 + base.month - start.month)


def _so_far(span: Span, today: date) -> Span:
    return Span(span.start, today) if span.start <= today < span.end else span


def _whole(parts: list[Span], grain: Any) -> list[Span]:
    return [Span(bucket_start(part.start, grain), part.end) for part in parts]


def period_key(plan: Plan) -> GroupKey | None:
    """The key that buckets the date which the period filters."""
    field = plan.query.period.field if plan.query.period is not None else None
    roles = {"" if scan.as_of else scan.date for scan in plan.scans}
    for key in plan.keys:
        if key.grain is not None and (key.name in {"date", field} or (not field and roles == {key.date})):
            return key
    return None
