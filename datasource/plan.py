"""From a question to a plan: which subjects to scan, by what, on which dates; refusals by name happen here."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from datasource.calculation import plain
from datasource.errors import MingjingError
from datasource.metrics.dimension import splits
from datasource.metrics.metric import Aggregate, Metric, Showing
from datasource.metrics.registry import SUBJECTS, dimension, leaves, metric, refusal, repeats
from datasource.metrics.spoken import Vocabulary, spoken
from datasource.periods import Span, preset_span
from datasource.question import Dimension, Filter, Grain, Period, Query, Top
from datasource.result import Kind
from datasource.texts import _


@dataclass(frozen=True)
class GroupKey:
    """One key that rows are grouped by: a dimension, a bucket of a date role, or bins of a number."""

    name: str
    kind: Kind
    date: str = ""
    grain: Grain | None = None
    bins: tuple[float, ...] = ()


@dataclass(frozen=True)
class Scan:
    """One pass over one subject: all metrics that share its date, so that shared work is done once.

    `span` filters date role `date`. With `as_of`, the metrics are states at the end of the span (or of each bucket) and
    nothing is filtered by the span itself. With `split`, amounts follow the records' lines.
    """

    subject: str
    date: str
    span: Span | None
    keys: tuple[GroupKey, ...]
    where: tuple[Filter, ...]
    metrics: tuple[Metric, ...]
    as_of: bool = False
    split: bool = False

    @property
    def event(self) -> str:
        """The date role of what happened, whose owner of then it belongs to; none for a state or bare records."""
        return self.date if self.metrics and not self.as_of else ""


@dataclass(frozen=True)
class Plan:
    """The scans of one question; `span` is its period in days, if it has one."""

    query: Query
    span: Span | None
    keys: tuple[GroupKey, ...]
    scans: tuple[Scan, ...]


def make_plan(query: Query, today: date, fiscal_start: int) -> Plan:
    """The plan of `query`; raises `MingjingError` for an unknown name or for names that cannot be combined."""
    return _plan(query, today, fiscal_start, spoken())


@lru_cache(maxsize=1024)
def _plan(query: Query, today: date, fiscal_start: int, _words: Vocabulary) -> Plan:
    """As `make_plan`, kept for the words in force: in others, the same name may mean another field."""
    span = period_span(query.period, today, fiscal_start)
    _check(query)
    groups: dict[tuple[str, str, bool], list[Metric]] = {}
    for leaf in dict.fromkeys(leaf for name in query.metrics for leaf in leaves(name)):
        assert isinstance(leaf.measure, Aggregate)
        role = query.period.field if query.period is not None and query.period.field else leaf.date
        states = leaf.as_of and not (query.period is not None and query.period.field)
        groups.setdefault((leaf.measure.subject, role, states), []).append(leaf)
    scans = tuple(
        Scan(subject, role, span, _keys(query, role), query.where, tuple(metrics), states, _is_split(query, subject))
        for (subject, role, states), metrics in groups.items()
    )
    return Plan(query, span, _keys(query, ""), scans)


def period_span(period: Period | None, today: date, fiscal_start: int) -> Span | None:
    """The days that `period` means on `today`, both ends inclusive."""
    if period is None:
        return None
    if period.preset is not None:
        return preset_span(period.preset, today, fiscal_start)
    assert period.start is not None
    assert period.end is not None
    return Span(period.start, period.end)


def with_span(query: Query, span: Span) -> Query:
    """`query` over `span` instead of its own period, without comparison."""
    field = query.period.field if query.period is not None else None
    return replace_query(query, period=Period(start=span.start, end=span.end, field=field), compare=None)


def replace_query(query: Query, **changes: object) -> Query:
    """A copy of `query` with `changes`."""
    return query.model_copy(update=changes)


def _keys(query: Query, role: str) -> tuple[GroupKey, ...]:
    return tuple(_key(part, role) for part in query.by)


def _is_split(query: Query, subject: str) -> bool:
    return any(splits(SUBJECTS[subject], dimension(part.field)) for part in query.by)


def _key(part: Dimension, role: str) -> GroupKey:
    dim = dimension(part.field)
    match dim.kind:
        case Kind.DATE:
            return GroupKey(
                part.field, Kind.DATE, role if part.field == "date" else dim.column, part.grain or Grain.DAY
            )
        case Kind.NUMBER:
            return GroupKey(part.field, Kind.NUMBER, bins=part.bins)
        case _:
            return GroupKey(part.field, Kind.TEXT)


def _check(query: Query) -> None:
    for part in query.by:
        _check_part(part)
    for name in query.metrics:
        item = metric(name)
        if isinstance(item.measure, Showing):
            told = _("'{name}' is shown over the rows of an answer: it cannot be counted here.")
            raise MingjingError(told.format(name=plain(name)))
        _check_fields(query, name)
        if item.needs and item.needs not in {part.field for part in query.by}:
            raise MingjingError(
                _("Metric '{name}' needs '{needs}' in 'by': without it a record would count twice.").format(
                    name=plain(name), needs=item.needs
                )
            )
        _check_others(query, name)
    if query.top is not None:
        _check_top(query.top)
    check_order(query)


def _check_others(query: Query, name: str) -> None:
    top = query.top
    if top is None:
        return
    if metric(name).needs == top.field or (top.others and repeats(name, top.field)):
        told = _("Metric '{name}' cannot have Others over '{needs}': a record would count twice.")
        raise MingjingError(told.format(name=plain(name), needs=plain(top.field)))


def _check_top(top: Top) -> None:
    metric(top.by)
    kind = dimension(top.field).kind
    if kind is not Kind.TEXT:
        raise MingjingError(
            _("'top' ranks the members of a text dimension; '{field}' is a {kind}.").format(
                field=plain(top.field), kind=kind
            )
        )


def _check_part(part: Dimension) -> None:
    dim = dimension(part.field)
    if part.grain is not None and dim.kind is not Kind.DATE:
        raise MingjingError(_("'{field}' is no date: it takes no grain.").format(field=plain(part.field)))
    if part.bins and dim.kind is not Kind.NUMBER:
        raise MingjingError(_("'{field}' is no number: it takes no bins.").format(field=plain(part.field)))
    if dim.kind is Kind.NUMBER and not part.bins:
        raise MingjingError(_("'{field}' is a number: give 'bins' to group by it.").format(field=plain(part.field)))


def _check_fields(query: Query, name: str) -> None:
    fields = [(part.field, True) for part in query.by] + [(condition.field, False) for condition in query.where]
    if query.period is not None and query.period.field:
        if dimension(query.period.field).kind is not Kind.DATE:
            raise MingjingError(_("The period's field '{field}' is no date.").format(field=query.period.field))
        fields.append((query.period.field, False))
    for field, grouping in fields:
        reason = refusal(name, field, grouping=grouping)
        if reason is not None:
            raise MingjingError(reason)


def check_order(query: Query) -> None:
    """Refuse what `having` and `sort` ask of columns that the answer does not have."""
    for condition in query.having:
        if condition.field not in query.metrics:
            raise MingjingError(
                _("'having' asks for '{field}', which is not among the metrics.").format(field=plain(condition.field))
            )
    bases = [f"{name}__{part}" for name in query.metrics for part in ("base", "change")] if query.compare else []
    known = {part.field for part in query.by} | set(query.metrics) | set(bases)
    for sort in query.sort:
        if sort.by not in known:
            raise MingjingError(
                _("Cannot sort by '{by}': it is not in the answer. It has: {known}.").format(
                    by=_plain_column(sort.by), known=", ".join(sorted(map(_plain_column, known)))
                )
            )


def _plain_column(name: str) -> str:
    """A column of the answer as the person called it: `share__1f2e3d4c5b6a__base` is `share__base`."""
    for part in ("__base", "__change"):
        if name.endswith(part):
            return plain(name.removesuffix(part)) + part
    return plain(name)
