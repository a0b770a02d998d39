"""Why a metric changed between two periods (reports 2.10): volume, mix, rate, new and lost parts that add up exactly.

Sums and counts, and ratios of them, can be explained; the parts are those of the metric's own dimensions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.analytics.explain_change import EFFECTS, Change, Measure, explain_change
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.dimension import splits
from datasource.metrics.metric import Aggregate, Combination, How, Join, Metric
from datasource.metrics.registry import DIMENSIONS, METRICS, SUBJECTS, metric, refusal
from datasource.periods import Span
from datasource.plan import make_plan
from datasource.query import answer
from datasource.query.compare import base_of
from datasource.question import Dimension, Filter, Op, Period, Query
from datasource.result import Kind, Result
from datasource.scope import Viewer
from datasource.tables.predicted import PREDICTED
from datasource.texts import N_, _

AGAINST: Mapping[str, str] = MappingProxyType(
    {"previous": N_("The period before"), "last_year": N_("A year before"), "chosen": N_("Chosen days")}
)
_ADDITIVE = frozenset({How.SUM, How.KNOWN_SUM, How.COUNT})
_FIRST_METRICS = (
    "contract_amount", "received_amount", "won_amount", "win_rate", "avg_won_amount", "new_customers", "new_leads",
)  # fmt: skip
_FIRST_FIELDS = ("department", "owner", "region", "industry", "level", "source", "customer")


@dataclass(frozen=True)
class Explanation:
    """The change of `metric` from the days `before` to the days `now`, by `levels`; numbers in the metric's unit.

    `asked` are the answers of the two periods by the levels, `quantity` the metric that a total is made of (empty for
    one that is counted itself).
    """

    metric: str
    quantity: str
    is_ratio: bool
    before: Span
    now: Span
    change: Change
    asked: tuple[Result, Result]
    card: MethodCard

    @property
    def effects(self) -> dict[str, float]:
        """The parts of the change in their order; a ratio has no volume."""
        return {name: getattr(self.change, name) for name in EFFECTS if not (self.is_ratio and name == "volume")}

    def is_lost(self, part: int) -> bool:
        """Whether a row of `change.parts` has records in the days before alone."""
        return bool(self.change.parts["lost"][part])

    def filters(self, part: int) -> tuple[Filter, ...]:
        """What narrows the records to those of a row of `change.parts`."""
        members = self.change.filters(part).items()
        return tuple(
            Filter(field=field, op=Op.IS_NULL) if value is None else Filter(field=field, op=Op.EQ, value=str(value))
            for field, value in members
        )


def explainable_metrics(catalog: Catalog, viewer: Viewer) -> tuple[str, ...]:  # noqa: ARG001  (a report's two firsts)
    """The metrics whose change can be split, the usual ones first."""
    able = [name for name in METRICS if _measure(name) is not None]
    return tuple(sorted(able, key=lambda name: _FIRST_METRICS.index(name) if name in _FIRST_METRICS else len(able)))


def fields_of(name: str) -> tuple[str, ...]:
    """The dimensions by which metric `name` can be split so that its parts add up, the usual ones first."""
    columns = _columns(name)
    able = [field for field, dim in DIMENSIONS.items() if dim.kind is Kind.TEXT and _divides(columns, field)]
    return tuple(sorted(able, key=lambda field: _FIRST_FIELDS.index(field) if field in _FIRST_FIELDS else len(able)))


def explained_change(  # noqa: PLR0913, PLR0917  (what is asked, by whom, and the filter bar)
    catalog: Catalog,
    viewer: Viewer,
    name: str,
    levels: tuple[str, ...],
    period: Period | None,
    against: str,
    chosen: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Explanation:
    """The change of metric `name` over `levels`, from the period that `period` is compared with to `period` itself.

    `against` is a key of `AGAINST`; `chosen` are the days for the last of them. A running period counts up to today,
    and its base as far. Raises `MingjingError` for what cannot be split, without a period, and as
    `explain_change` does.
    """
    measure = _measure(name)
    if measure is None:
        raise MingjingError(_("'{name}' is neither a sum nor a ratio of sums, so it has no parts.").format(name=name))
    if wrong := [field for field in levels if field not in fields_of(name)]:
        raise MingjingError(unknown(N_("field"), wrong[0], fields_of(name)))
    before, now = _spans(catalog, name, period, against, chosen)
    by = tuple(Dimension(field=field) for field in levels)
    spans = [Period(start=span.start, end=span.end, field=period.field if period else None) for span in (before, now)]
    queries = [Query(metrics=_columns(name), by=by, where=where, period=span) for span in spans]
    asked = [answer(catalog, query, viewer) for query in queries]
    rows = [told.rows.with_columns(pl.col(_columns(name)).fill_null(0)) for told in asked]
    change = explain_change(rows[0], rows[1], levels, measure)
    quantity = measure.per if not measure.ratio and measure.per != measure.amount else None
    card = _card(catalog)
    return Explanation(name, quantity or "", measure.ratio, before, now, change, (asked[0], asked[1]), card)


def _spans(
    catalog: Catalog, name: str, period: Period | None, against: str, chosen: Period | None
) -> tuple[Span, Span]:
    """The days before and now."""
    if against not in AGAINST:
        raise MingjingError(unknown(N_("comparison"), against, AGAINST))
    if period is None:
        raise MingjingError(_("Choose a period: a change is one between two of them."))
    today, fiscal = catalog.as_of, catalog.manifest.fiscal_start_month
    how = "last_year" if against == "last_year" else "previous"
    plan = make_plan(Query(metrics=(name,), period=period, compare=how), today, fiscal)
    assert plan.span is not None
    now = Span(plan.span.start, today) if plan.span.start <= today < plan.span.end else plan.span
    if against != "chosen":
        return base_of(plan, today), now
    if chosen is None or chosen.start is None or chosen.end is None:
        raise MingjingError(_("Choose the first and the last of the days to compare with."))
    return Span(chosen.start, chosen.end), now


def _measure(name: str) -> Measure | None:
    """How metric `name` adds up; None where it does not."""
    item = metric(name)
    if isinstance(item.measure, Combination):
        parts = (item.measure.left, item.measure.right)
        adds_up = item.measure.join is Join.RATIO and all(_adds_up(metric(part)) for part in parts)
        return Measure(*parts, ratio=True) if adds_up else None
    return Measure(name, _quantity(item)) if _adds_up(item) else None


def _adds_up(item: Metric) -> bool:
    measure = item.measure
    if not isinstance(measure, Aggregate) or item.needs or measure.column.startswith(PREDICTED):
        return False
    return measure.how in _ADDITIVE


def _quantity(item: Metric) -> str:
    """The count of the rows that a sum adds up; the metric itself where no metric counts them."""
    for name, other in METRICS.items():
        mine, theirs = item.measure, other.measure
        if isinstance(mine, Aggregate) and isinstance(theirs, Aggregate) and theirs.how is How.COUNT:
            alike = (mine.subject, mine.where, mine.within) == (theirs.subject, theirs.where, theirs.within)
            if alike and (item.date, item.as_of, other.needs) == (other.date, other.as_of, ""):
                return name
    return item.name


def _columns(name: str) -> tuple[str, ...]:
    measure = _measure(name)
    return () if measure is None else tuple(dict.fromkeys(measure.columns))


def _divides(names: tuple[str, ...], field: str) -> bool:
    """Whether each row of the metrics has one member of `field`, so that filters lead to just the rows of a part."""
    subjects = [metric(name).measure for name in names]
    whole = all(isinstance(one, Aggregate) and not splits(SUBJECTS[one.subject], DIMENSIONS[field]) for one in subjects)
    return bool(names) and whole and all(refusal(name, field) is None for name in names)


def _card(catalog: Catalog) -> MethodCard:
    return MethodCard(
        does=N_(
            "Splits the change where all chosen fields meet: more or fewer (volume), a shift to parts that bring more"
            " or less each (mix), each bringing more or less (rate), parts of one period alone (new, lost)."
        ),
        data=N_("The records of both periods that you may see under the filters."),
        as_of=catalog.as_of,
        assumes=(N_("Fields of records are those of today, where no history of them is kept."),),
        quality=(),
        avoid=(
            N_("As proof of a cause: it says where the change is, not why it came about."),
            N_("With fields of many members: most parts are then new or lost, and mix says little."),
        ),
        sources=("Bennet 1920, J. Royal Statistical Society 83:455",),
    )
