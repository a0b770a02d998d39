"""Every metric and dimension by name, and which go together."""

from collections.abc import Iterable, Mapping

from datasource.calculation import plain
from datasource.errors import MingjingError, unknown
from datasource.metrics.customers import CUSTOMER_METRICS
from datasource.metrics.deal_stages import DEAL_STAGE_METRICS
from datasource.metrics.dimension import DIMENSIONS, Dim, can_reach, splits
from datasource.metrics.goals import GOAL_METRICS
from datasource.metrics.made import DIMENSIONS_MADE, METRICS_MADE
from datasource.metrics.marketing import MARKETING_METRICS
from datasource.metrics.metric import Aggregate, Combination, How, Join, Metric, Showing
from datasource.metrics.money import MONEY_METRICS
from datasource.metrics.office import OFFICE_METRICS
from datasource.metrics.performance import PERFORMANCE_METRICS
from datasource.metrics.predicted import PREDICTED_METRICS
from datasource.metrics.products import PRODUCT_METRICS
from datasource.metrics.sales import SALES_METRICS
from datasource.metrics.service import SERVICE_METRICS
from datasource.metrics.spoken import Words
from datasource.metrics.subjects.every import SUBJECTS
from datasource.metrics.subjects.subject import Subject
from datasource.metrics.trips import TRIP_METRICS
from datasource.result import Unit
from datasource.texts import N_, _

__all__ = [
    "AREAS",
    "DIMENSIONS",
    "METRICS",
    "SUBJECTS",
    "areas",
    "dimension",
    "is_dimension",
    "is_metric",
    "leaves",
    "metric",
    "money_power",
    "reachable",
    "refusal",
    "repeats",
    "subjects",
]

AREAS: Mapping[str, tuple[Metric, ...]] = {
    "Customers, leads, follow-ups and visits": CUSTOMER_METRICS,
    "Marketing: leads, campaigns, advertising": MARKETING_METRICS,
    "Opportunities and their stages": (*SALES_METRICS, *DEAL_STAGE_METRICS),
    "Contracts, money and targets": MONEY_METRICS,
    "Collection, invoices, shared credit and receivables": PERFORMANCE_METRICS,
    "Goals of the company and of any holder": GOAL_METRICS,
    "Products sold and business trips": (*PRODUCT_METRICS, *TRIP_METRICS),
    "Service tickets and feedback": SERVICE_METRICS,
    "Work logs and approvals": OFFICE_METRICS,
    "Predictions": PREDICTED_METRICS,
}
"""Every built-in metric, by what it is about."""
METRICS: Words[Metric] = Words("metrics", {item.name: item for items in AREAS.values() for item in items})
_ALIASES = {alias: item.name for item in METRICS.values() for alias in item.aliases}


def areas() -> Mapping[str, tuple[Metric, ...]]:
    """Every metric in force by what it is about; those of the company's own data last."""
    own = tuple(item for name, item in METRICS.items() if name not in METRICS.built_in)
    return {**AREAS, "Fields and tables of the company's own": own} if own else AREAS


def metric(name: str) -> Metric:
    """The metric called `name` (or that was once called so); raises `MingjingError` with the nearest name."""
    real = _ALIASES.get(name, name)
    found = METRICS.get(real) or METRICS_MADE.get(real)
    if found is None:
        raise MingjingError(unknown(N_("metric"), plain(name), METRICS))
    return found


def dimension(name: str) -> Dim:
    """The dimension called `name`; raises `MingjingError` with the nearest name."""
    found = DIMENSIONS.get(name) or DIMENSIONS_MADE.get(name)
    if found is None:
        raise MingjingError(unknown(N_("dimension"), plain(name), DIMENSIONS))
    return found


def is_metric(name: str) -> bool:
    """Whether a metric is called so, or was once."""
    return name in METRICS or name in _ALIASES or METRICS_MADE.get(name) is not None


def is_dimension(name: str) -> bool:
    """Whether a dimension is called so."""
    return name in DIMENSIONS or DIMENSIONS_MADE.get(name) is not None


def leaves(name: str) -> tuple[Metric, ...]:
    """The aggregated metrics that `name` is made of: itself, or the parts of a ratio, sum or difference.

    Those of a metric that is shown as something else are those of the metric itself.
    """
    item = metric(name)
    if isinstance(item.measure, Showing):
        return leaves(item.measure.metric)
    if isinstance(item.measure, Combination):
        return (*leaves(item.measure.left), *leaves(item.measure.right))
    return (item,)


def money_power(name: str) -> int:
    """How often the number of metric `name` holds the factor of minor units: 1 for money, -1 for a count per money."""
    item = metric(name)
    if isinstance(item.measure, Showing):
        return money_power(item.measure.metric)
    if not isinstance(item.measure, Combination):
        return int((item.measured or item.unit) is Unit.MONEY)
    left = money_power(item.measure.left)
    return left - money_power(item.measure.right) if item.measure.join is Join.RATIO else left


def subjects(name: str) -> tuple[str, ...]:
    """The subjects that metric `name` counts."""
    return tuple(dict.fromkeys(_aggregate(leaf).subject for leaf in leaves(name)))


def refusal(name: str, field: str, *, grouping: bool = True) -> str | None:
    """Why metric `name` cannot be grouped (or filtered) by `field`, as a sentence; None when it can."""
    dim = dimension(field)
    for leaf in leaves(name):
        measure = _aggregate(leaf)
        subject = SUBJECTS[measure.subject]
        if grouping and dim.filters_only:
            told = _("'{field}' filters and does not group: a customer may be in several of them.")
            return told.format(field=plain(field))
        if not can_reach(subject, dim):
            told = _("Metric '{name}' cannot be combined with '{field}': {table} have no {field}.")
            return told.format(name=plain(name), field=plain(field), table=subject.table)
        if grouping and splits(subject, dim) and not _follows_lines(measure, subject, dim):
            told = _("Metric '{name}' cannot be split by '{field}': only amounts and counts follow a record's lines.")
            return told.format(name=plain(name), field=plain(field))
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
