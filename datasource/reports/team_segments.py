"""What can be saved as a team segment: conditions on customers that mean the same tomorrow, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.analytics.box_rules import Limit
from datasource.analytics.rfm import SEGMENTS, Cuts
from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import can_reach
from datasource.metrics.registry import DIMENSIONS, SUBJECTS
from datasource.query import answer
from datasource.question import Filter, Op, Query
from datasource.reports.clusters import ClusterReport
from datasource.result import Kind
from datasource.scope import Viewer

NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        "recency": "contract_recency",
        "frequency": "contract_frequency",
        "money": "contract_total",
        "basket": "contract_mean",
        "tenure": "contract_tenure",
        "year_money": "contract_year",
        "follow_ups": "follow_ups_year",
        "tickets": "tickets_year",
    }
)
"""Habit → the dimension of customers that holds it."""
GOOD = 0.7
"""Precision and recall that the conditions of a group must reach."""
_LAST = ("segment", "lifecycle_stage", "owner", "sales_team", "customer", "lead_grade", "team_segment")


@dataclass(frozen=True)
class Rule:
    """A group in conditions, and how well they meet it; `is_good` where both shares reach `GOOD`."""

    where: tuple[Filter, ...]
    precision: float
    recall: float

    @property
    def is_good(self) -> bool:
        """Whether the conditions may stand for the group."""
        return bool(self.where) and min(self.precision, self.recall) >= GOOD


def rfm_where(cuts: Cuts, segment: str = "", cell: tuple[int, int] | None = None) -> tuple[Filter, ...]:
    """The conditions of a segment by name, or of a cell of recency and frequency scores, by fixed cut-offs."""
    if cell is not None:
        r, f = (cell[0], cell[0]), (cell[1], cell[1])
    else:
        _name, r_low, r_high, f_low, f_high = next(row for row in SEGMENTS if row[0] == segment)
        r, f = (r_low, r_high), (f_low, f_high)
    recency = _between("contract_recency", cuts.recency, 5 - r[1], 5 - r[0])
    frequency = _between("contract_frequency", cuts.frequency, f[0] - 1, f[1] - 1)
    known = () if recency else (Filter(field="contract_recency", op=Op.NOT_NULL),)
    return (*known, *recency, *frequency)


def _between(field: str, edges: tuple[float, ...], least: int, most: int) -> tuple[Filter, ...]:
    """Values that exceed at least `least` and at most `most` of the cut-offs."""
    low = (Filter(field=field, op=Op.GT, value=edges[least - 1]),) if least else ()
    high = (Filter(field=field, op=Op.LTE, value=edges[most]),) if most < len(edges) else ()
    return (*low, *high)


def cluster_rule(found: ClusterReport, cluster: int) -> Rule:
    """A group of behaviour in conditions on the fields by which it was found."""
    told = found.rules[cluster - 1]
    where = tuple(_filter(limit) for limit in told.limits)
    return Rule(where, told.precision, told.recall)


def _filter(limit: Limit) -> Filter:
    field = NUMBERS.get(limit.field, limit.field)
    value = limit.words if limit.sign == "in" else limit.value
    return Filter(field=field, op=Op(limit.sign), value=value)


def condition_fields() -> tuple[str, ...]:
    """The dimensions that a condition made by hand may ask of customers: words first, then numbers."""
    subject = SUBJECTS["customers"]
    reached = [dim for dim in DIMENSIONS.values() if dim.kind is not Kind.DATE and can_reach(subject, dim)]
    words = [dim.name for dim in reached if dim.kind is Kind.TEXT and not dim.filters_only and not dim.is_product]
    numbers = [dim.name for dim in reached if dim.kind is Kind.NUMBER]
    first = [name for name in words if name not in _LAST]
    return (*first, *(name for name in _LAST if name in words), *numbers)


def customers_in(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...]) -> int:
    """How many customers that `viewer` may see meet all conditions."""
    rows: pl.DataFrame = answer(catalog, Query(metrics=("customer_count",), where=where), viewer).rows
    return int(rows.row(0)[0] or 0)
