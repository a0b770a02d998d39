"""Every metric and dimension by name, and which go together."""

from collections.abc import Iterable, Mapping

from datasource.errors import MingjingError, unknown
from datasource.metrics.customers import CUSTOMER_METRICS
from datasource.metrics.deal_stages import DEAL_STAGE_METRICS
from datasource.metrics.dimension import DIMENSIONS, Dim, can_reach, splits
from datasource.metrics.goals import GOAL_METRICS
from datasource.metrics.metric import Aggregate, Combination, How, Metric
from datasource.metrics.money import MONEY_METRICS
from datasource.metrics.office import OFFICE_METRICS
from datasource.metrics.performance import PERFORMANCE_METRICS
from datasource.metrics.products import PRODUCT_METRICS
from datasource.metrics.sales import SALES_METRICS
from datasource.metrics.service import SERVICE_METRICS
from datasource.metrics.subjects.every import SUBJECTS
from datasource.metrics.subjects.subject import Subject
from datasource.metrics.trips import TRIP_METRICS
from datasource.texts import N_, _

__all__ = [
    "AREAS",
    "DIMENSIONS",
    "METRICS",
    "SUBJECTS",
    "dimension",
    "leaves",
    "metric",
    "reachable",
    "refusal",
    "repeats",
    "subjects",
]

AREAS: Mapping[str, tuple[Metric, ...]] = {
    "Customers, leads, follow-ups and visits": CUSTOMER_METRICS,
    "Opportunities and their stages": (*SALES_METRICS, *DEAL_STAGE_METRICS),
    "Contracts, money and targets": MONEY_METRICS,
    "Collection, invoices, shared credit and receivables": PERFORMANCE_METRICS,
    "Goals of the company and of any holder": GOAL_METRICS,
    "Products sold and business trips": (*PRODUCT_METRICS, *TRIP_METRICS),
    "Service tickets": SERVICE_METRICS,
    "Work logs and approvals": OFFICE_METRICS,
}
"""Every metric, by what it is about."""
METRICS: Mapping[str, Metric] = {item.name: item for items in AREAS.values() for item in items}
_ALIASES = {alias: item.name for item in METRICS.values() for alias in item.aliases}


def metric(name: str) -> Metric:
    """The metric called `name` (or that was once called so); raises `MingjingError` with the nearest name."""
    real = _ALIASES.get(name, name)
    if real not in METRICS:
        raise MingjingError(unknown(N_("metric"), name, METRICS))
    return METRICS[real]


def dimension(name: str) -> Dim:
    """The dimension called `name`; raises `MingjingError` with the nearest name."""
    if name not in DIMENSIONS:
        raise MingjingError(unknown(N_("dimension"), name, DIMENSIONS))
    return DIMENSIONS[name]


def leaves(name: str) -> tuple[Metric, ...]:
    """The aggregated metrics that `name` is made of: itself, or the parts of a ratio, sum or difference."""
    item = metric(name)
    if isinstance(item.measure, Combination):
        return (*leaves(item.measure.left), *leaves(item.measure.right))
    return (item,)


def subjects(name: str) -> tuple[str, ...]:
    """The subjects that metric `name` counts."""
    return tuple(dict.fromkeys(_aggregate(leaf).subject for leaf in leaves(name)))


def refusal(name: str, field: str, *, grouping: bool = True) -> str | None:
    """Why metric `name` cannot be grouped (or filtered) by `field`, as a sentence; None when it can."""
    dim = dimension(field)
    for leaf in leaves(name):
        measure = _aggregate(leaf)
        subject = SUBJECTS[measure.subject]
        if not can_reach(subject, dim):
            told = _("Metric '{name}' cannot be combined with '{field}': {table} have no {field}.")
            return told.format(name=name, field=field, table=subject.table)
        if grouping and splits(subject, dim) and not _follows_lines(measure, subject, dim):
            told = _("Metric '{name}' cannot be split by '{field}': only amounts and counts follow a record's lines.")
            return told.format(name=name, field=field)
    return None


def reachable(names: Iterable[str]) -> frozenset[str]:
    """The dimensions that all of the metrics `names` can be grouped by."""
    wanted = tuple(names)
    return frozenset(field for field in DIMENSIONS if all(refusal(name, field) is None for name in wanted))


def _aggregate(leaf: Metric) -> Aggregate:
    assert isinstance(leaf.measure, Aggregate)
    return leaf.measure


def repeats(name: str, field: str) -> bool:
    """Whether metric `name` by `field` takes a record as a whole under each of its members, so that these do not add up
    to a mean of them together."""
    dim = dimension(field)
    measured = [(_aggregate(leaf), SUBJECTS[_aggregate(leaf).subject]) for leaf in leaves(name)]
    return any(splits(subject, dim) and measure.column in subject.wholes for measure, subject in measured)


def _follows_lines(measure: Aggregate, subject: Subject, dim: Dim) -> bool:
    """Whether lines say what part of `measure` belongs to a member; a mean can be told by single products alone."""
    match measure.how:
        case How.COUNT:
            return True
        case How.SUM:
            return measure.column in subject.amounts
        case _:
            return measure.column in subject.wholes and dim.name == "product"
