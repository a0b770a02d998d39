"""From a question to its answer: plan, rank, aggregate, compare, shape, prove."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any

from datasource.catalog.catalog import Catalog
from datasource.engines.keys import Top
from datasource.engines.polars_native import Ask, Counted, Partial, PolarsEngine
from datasource.metrics.defined import canonical
from datasource.metrics.metric import Combination
from datasource.metrics.registry import leaves, metric, subjects
from datasource.periods import Span
from datasource.plan import Plan, make_plan, replace_query, with_span
from datasource.query import compare, ranking, shape, shown
from datasource.query.bins import with_bins
from datasource.query.engine import check_open, engine_of, in_its_words, scope_of
from datasource.question import Query
from datasource.result import MetricProof, Proof, Result, Undated
from datasource.scope import OPERATOR, Scope, Viewer


@in_its_words
def answer(catalog: Catalog, query: Query, viewer: Viewer = OPERATOR) -> Result:
    """The answer to `query` over the rows that `viewer` may see.

    Raises `MingjingError` for an unknown metric, dimension, operator or preset and for what cannot be combined.
    """
    started = perf_counter()
    query = canonical(query)
    scope, today = scope_of(catalog, viewer), catalog.as_of
    check_open(scope, (subject for name in _counted_by(query) for subject in subjects(name)))
    asked = with_bins(catalog, viewer, query)
    query = shown.base_query(asked)
    plan = make_plan(query, today, catalog.manifest.fiscal_start_month)
    shown.check(asked, plan)
    moved = compare.base_buckets(plan, today) if query.compare is not None and plan.span is not None else None
    plans = [plan] if moved is None else [plan, *_base_plans(catalog, plan, moved.span)]
    found = _run(catalog, plans, scope)
    unknown = shape.undated(found[0])
    totals = _totals(plans, found, unknown) if query.totals or not plan.keys else {}
    told = shown.totals(asked, totals)
    if plan.keys:
        tables = [shape.groups(*part, today, unknown) for part in zip(plans[:2], found[:2], strict=True)]
        if moved is not None:
            tables[0] = compare.join_base(tables[0], tables[1], plan, moved, shape.absent(query, unknown), today)
        ground = shown.Ground(plan, totals, shape.absent(query, unknown), today)
        table = shown.with_shown(tables[0], asked, ground)
        rows = shape.finish(table, replace(plan, query=asked), catalog.minor_units)
    else:
        rows = shape.single(told, asked, catalog.minor_units)
    named = shape.scaled(told, asked, catalog.minor_units) if asked.totals else None
    seconds = perf_counter() - started
    return Result(asked, shape.columns(asked), rows, named, _proof(catalog, asked, viewer, scope, found[0], seconds))


@in_its_words
def days_before(catalog: Catalog, query: Query) -> Span | None:
    """The days that the whole answer to `query` is compared with; None where it is compared with nothing."""
    if query.compare is None or query.period is None:
        return None
    plan = make_plan(shown.base_query(canonical(query)), catalog.as_of, catalog.manifest.fiscal_start_month)
    return compare.base_of(plan, catalog.as_of)


def _counted_by(query: Query) -> tuple[str, ...]:
    """The metrics that the answer hangs on, be they shown or ranked by."""
    return (*shown.base_query(query).metrics, *([query.top.by] if query.top is not None else []))


def _base_plans(catalog: Catalog, plan: Plan, span: Span) -> list[Plan]:
    """What the rows are compared with, and what the totals are compared with where these are wanted."""
    query = plan.query
    asked = [with_span(replace_query(query, sort=()), span)]
    if query.totals and plan.keys:
        asked.append(with_span(replace_query(query, by=(), top=None, sort=()), compare.base_of(plan, catalog.as_of)))
    return [make_plan(ask, catalog.as_of, catalog.manifest.fiscal_start_month) for ask in asked]


def _totals(plans: Sequence[Plan], found: Sequence[Sequence[Partial]], unknown: frozenset[str]) -> dict[str, Any]:
    query = plans[0].query
    now, base = shape.totals(query, found[0], unknown), shape.totals(query, found[-1], unknown)
    return now if query.compare is None or len(plans) == 1 else compare.join_totals(now, base, query)


def _run(catalog: Catalog, plans: Sequence[Plan], scope: Scope) -> list[list[Partial]]:
    """What the scans of each plan found, with the members outside the top together as Others."""
    engine, query, today = engine_of(catalog), plans[0].query, catalog.as_of
    if query.top is None:
        return _found(engine, plans, scope, None)
    rank = ranking.ranking_plan(query, today, catalog.manifest.fiscal_start_month)
    if not ranking.adds_up(plans[0], rank):
        best = ranking.best(query, rank, engine.run([Ask(scan) for scan in rank.scans], scope), today)
        return _found(engine, plans, scope, best)
    found = _found(engine, plans, scope, None)
    best = ranking.best(query, rank, ranking.by_member(plans[0], rank, found[0]), today)
    return [
        ranking.with_others(plan, part, best) if plan.query.top is not None else part
        for plan, part in zip(plans, found, strict=True)
    ]


def _found(engine: PolarsEngine, plans: Sequence[Plan], scope: Scope, top: Top | None) -> list[list[Partial]]:
    asks = [
        Ask(scan, top if plan.query.top is not None else None, plan.query.totals, plan is plans[0])
        for plan in plans
        for scan in plan.scans
    ]
    answers = iter(engine.run(asks, scope))
    return [[next(answers) for _ in plan.scans] for plan in plans]


def _proof(  # noqa: PLR0913, PLR0917  (everything that an answer hangs on)
    catalog: Catalog, query: Query, viewer: Viewer, scope: Scope, partials: list[Partial], seconds: float
) -> Proof:
    counted = {name: counts for partial in partials for name, counts in partial.counted.items()}
    parts = [leaf.name for name in shown.base_query(query).metrics for leaf in leaves(name)]
    proofs = tuple(_metric_proof(query, name, counted) for name in dict.fromkeys((*query.metrics, *parts)))
    notes = tuple(Undated(name, metric(name).date, counts.null) for name, counts in counted.items() if counts.undated)
    known: date = catalog.as_of
    return Proof(catalog.version, known, viewer.name, scope.label, round(seconds, 6), proofs, notes)


def _metric_proof(query: Query, name: str, counted: dict[str, Counted]) -> MetricProof:
    base = shown.counted(query, name)
    item = metric(base)
    part = item
    while isinstance(part.measure, Combination):
        part = metric(part.measure.right)
    counts = counted[part.name]
    filtered = counts.read - counts.out_of_scope - counts.used - counts.null
    told = item.formula() if base == name else shown.formula(query, name)
    return MetricProof(name, told, counts.read, counts.out_of_scope, filtered, counts.null, counts.used)
