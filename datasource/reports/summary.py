"""What the data say in a few sentences (reports 2.10, cockpit): each finding with the answer it is read from.

A finding is data, not words: the screen says it in the reader's language. What cannot be known is no finding.
"""

from dataclasses import dataclass
from typing import Literal

from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import NOBODY, UNKNOWN
from datasource.query import answer
from datasource.question import Dimension, Filter, Period, Query, Sort
from datasource.result import Result
from datasource.scope import Viewer

Comparison = Literal["previous", "last_year"]


@dataclass(frozen=True)
class Finding:
    """One thing to say: what it is about (a key of `SAID` on the screen), its numbers and members, and its answer.

    Money in major units, rates as fractions; `change` is relative (rule R4) and None where the base is 0 or unknown.
    """

    about: str
    result: Result
    value: float
    part: float | None = None
    change: float | None = None
    member: str = ""


@dataclass(frozen=True)
class _Asked:
    catalog: Catalog
    viewer: Viewer
    period: Period | None
    where: tuple[Filter, ...]

    def whole(self, *metrics: str, compare: Comparison | None = None) -> Result:
        compare = compare if self.period is not None else None
        query = Query(metrics=metrics, where=self.where, period=self.period, compare=compare)
        return answer(self.catalog, query, self.viewer)

    def by(self, dimension: str, metric: str) -> Result:
        """`metric` by `dimension`, the largest first, with the total."""
        query = Query(
            metrics=(metric,),
            by=(Dimension(field=dimension),),
            where=self.where,
            period=self.period,
            sort=(Sort(by=metric, desc=True),),
            totals=True,
        )
        return answer(self.catalog, query, self.viewer)


def summary(
    catalog: Catalog,
    viewer: Viewer,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
    compare: Comparison | None = "previous",
) -> tuple[Finding, ...]:
    """The findings of a period over the rows that `viewer` may see and that pass `where`, the most asked for first."""
    asked = _Asked(catalog, viewer, period, where)
    return (
        *_moved(asked, "contract_amount", compare),
        *_leader(asked, "owner", "contract_amount"),
        *_collected(asked),
        *_win_rate(asked, compare),
        *_pipeline(asked),
        *_moved(asked, "new_customers", compare),
        *_leader(asked, "source", "new_customers"),
    )


def _moved(asked: _Asked, metric: str, compare: Comparison | None) -> tuple[Finding, ...]:
    result = asked.whole(metric, compare=compare)
    row = result.rows.row(0, named=True)
    if row[metric] is None:
        return ()
    return (Finding(metric, result, row[metric], row.get(f"{metric}__base"), row.get(f"{metric}__change")),)


def _leader(asked: _Asked, dimension: str, metric: str) -> tuple[Finding, ...]:
    result = asked.by(dimension, metric)
    total = (result.totals or {}).get(metric)
    real = result.rows.filter(~result.rows[dimension].is_in([NOBODY, UNKNOWN]))
    if not total or real.is_empty():
        return ()
    member, value = real.select(dimension, metric).row(0)
    return (Finding(f"{dimension}:{metric}", result, value, value / total, member=member),) if value else ()


def _collected(asked: _Asked) -> tuple[Finding, ...]:
    result = asked.whole("contract_amount", "outstanding_amount")
    amount, left = result.rows.select("contract_amount", "outstanding_amount").row(0)
    return (Finding("outstanding", result, left, left / amount),) if amount and left is not None else ()


def _win_rate(asked: _Asked, compare: Comparison | None) -> tuple[Finding, ...]:
    result = asked.whole("win_rate", "closed_count", compare=compare)
    row = result.rows.row(0, named=True)
    if row["win_rate"] is None:
        return ()
    base = row.get("win_rate__base")
    points = None if base is None else row["win_rate"] - base
    return (Finding("win_rate", result, row["win_rate"], row["closed_count"], points),)


def _pipeline(asked: _Asked) -> tuple[Finding, ...]:
    result = asked.whole("open_amount", "open_opportunities", "weighted_amount")
    amount, count = result.rows.select("open_amount", "open_opportunities").row(0)
    return (Finding("pipeline", result, amount, count),) if count else ()
