"""Top n: which members of a field stand for themselves, by their number over the full period; the rest is Others."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from datasource.engines.keys import Top
from datasource.engines.polars_native import Partial
from datasource.metrics.metric import Aggregate, How, Metric
from datasource.metrics.registry import leaves
from datasource.plan import Plan, make_plan, replace_query
from datasource.query import shape
from datasource.question import Query, Sort
from datasource.result import Kind


def ranking_plan(query: Query, today: date, fiscal_start: int) -> Plan:
    """The members of the ranked field of `query` by the number that ranks them."""
    assert query.top is not None
    ranked = next(part for part in query.by if part.field == query.top.field)
    ask = replace_query(
        query,
        metrics=(query.top.by,),
        by=(ranked,),
        having=(),
        compare=None,
        top=None,
        sort=(),
        limit=None,
        totals=False,
    )
    return make_plan(ask, today, fiscal_start)


def best(query: Query, ranking: Plan, partials: Sequence[Partial], today: date) -> Top:
    """The members that are kept, given what the scans of `ranking` found."""
    assert query.top is not None
    top = query.top
    table = shape.groups(ranking, partials, today, shape.undated(partials)).filter(pl.col(top.by).is_not_null())
    least = pl.col(top.by).top_k(top.n).min()
    near = table.filter(pl.col(top.by) >= least)
    ordered = shape.ordered(near, (Sort(by=top.by, desc=True),), ranking).head(top.n)
    members = ordered.select(pl.col(top.field).cast(pl.String)).collect(engine="in-memory")
    return Top(top.field, tuple(members[top.field]))


def adds_up(plan: Plan, ranking: Plan) -> bool:
    """Whether the ranking and Others are sums of the groups by single members, so that rows are read once."""
    ranked = {leaf for scan in ranking.scans for leaf in scan.metrics}
    found = {leaf for scan in plan.scans for leaf in scan.metrics}
    is_text = all(key.kind is Kind.TEXT for key in ranking.keys)
    return (
        is_text
        and ranked <= found
        and not any(scan.as_of for scan in plan.scans)
        and all(_is_sum(leaf, is_split=scan.split) for scan in plan.scans for leaf in scan.metrics)
    )


def by_member(plan: Plan, ranking: Plan, partials: Sequence[Partial]) -> list[Partial]:
    """What the scans of `ranking` would find, from what those of `plan` found, which adds up."""
    field = ranking.keys[0].name
    wanted = {leaf for name in ranking.query.metrics for leaf in leaves(name)}
    ranked = [part for part in partials if any(leaf.name in part.totals for leaf in wanted)]
    return ranked if len(plan.keys) == 1 else [part.summed((field,)) for part in ranked]


def with_others(plan: Plan, partials: Sequence[Partial], top: Top) -> list[Partial]:
    """Groups that add up, with the members outside `top` together."""
    return [part.summed([key.name for key in plan.keys], top) for part in partials]


def _is_sum(leaf: Metric, *, is_split: bool) -> bool:
    assert isinstance(leaf.measure, Aggregate)
    return leaf.measure.how is How.SUM or (leaf.measure.how is How.COUNT and not is_split)
