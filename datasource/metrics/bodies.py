"""What each body of a calculation means: a metric or a dimension over names that the registry knows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from hashlib import sha256

from datasource.calculation import Aggregated, Calculation, plain
from datasource.errors import MingjingError, unknown
from datasource.field import Filter
from datasource.metrics.dimension import DIMENSIONS, Dim, can_reach
from datasource.metrics.formula.check import check
from datasource.metrics.formula.parse import parse
from datasource.metrics.formula.tree import FormulaError
from datasource.metrics.made import FORMULA, FORMULAS_MADE, METRICS_MADE
from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric, Showing, told
from datasource.metrics.registry import (
    SUBJECTS,
    dimension,
    is_dimension,
    is_metric,
    metric,
    money_power,
    refusal,
)
from datasource.metrics.subjects.subject import Subject
from datasource.question import Op
from datasource.result import Kind, Unit
from datasource.texts import N_, _

Place = tuple[str | int, ...]
STAYS = frozenset({"stage_dwell", "stage_reach", "stage_stays"})
"""Subjects with several rows a record: what is the record's would count once a row."""
_SIGNS = {Join.RATIO: "÷", Join.SUM: "+", Join.DIFFERENCE: "−"}
_COUNTING = frozenset({Unit.COUNT, Unit.NUMBER, Unit.RATE})
_SHOWN_UNITS = {
    "share_of_total": Unit.RATE,
    "share_of_row": Unit.RATE,
    "share_of_column": Unit.RATE,
    "change": Unit.RATE,
    "change_last_year": Unit.RATE,
    "rank": Unit.COUNT,
}


class Refused(MingjingError):
    """A calculation that cannot be; `place` is the part of it that is to blame."""

    def __init__(self, place: Place, told: str) -> None:
        self.place = place
        super().__init__(told)


def make(one: Calculation, name: str) -> Metric | Dim:
    """The metric or dimension `name` that `one` says; raises `MingjingError` where that cannot be."""
    return _BODIES[one.body](one, name)


def _ratio(one: Calculation, name: str) -> Metric:
    assert one.ratio is not None
    return _combined(one, name, Join.RATIO, {("ratio", "of"): one.ratio.of, ("ratio", "to"): one.ratio.to})


def _sum(one: Calculation, name: str) -> Metric:
    return _combined(one, name, Join.SUM, {("sum", index): part for index, part in enumerate(one.sum or ())})


def _difference(one: Calculation, name: str) -> Metric:
    body = one.difference
    assert body is not None
    return _combined(one, name, Join.DIFFERENCE, {("difference", "of"): body.of, ("difference", "less"): body.less})


def _combined(one: Calculation, name: str, join: Join, parts: Mapping[Place, str]) -> Metric:
    """The metrics `parts` put together; more than two one after the other."""
    found = [_metric(place, part) for place, part in parts.items()]
    unit = _unit_of_ratio(one, *found) if join is Join.RATIO else _unit_of_sum(one, [*parts], found)
    needs = list(dict.fromkeys(item.needs for item in found if item.needs))
    if len(needs) > 1:
        told = _("its parts must each be split by another field ({names}), so that no answer has both")
        raise Refused((one.body,), told.format(names=", ".join(needs)))
    *rest, last = [item.name for item in found]
    left = reduce(lambda so_far, part: _hidden(Combination(join, so_far, part), found[0]), rest)
    text = f" {_SIGNS[join]} ".join(map(_said, found))
    return _made(one, name, Metric("", "", "", Combination(join, left, last), unit, needs="".join(needs), text=text))


def _within(one: Calculation, name: str) -> Metric:
    """The metric with the conditions pushed to each of its leaves, so that both parts of a ratio are meant."""
    body = one.within
    assert body is not None
    item = _metric(("within", "metric"), body.metric)
    for index, ask in enumerate(body.where):
        place: Place = ("within", "where", index)
        _check_dimension((*place, "field"), ask.field)
        reason = refusal(body.metric, ask.field, grouping=False)
        if reason is not None:
            raise Refused((*place, "field"), reason)
    unit = _same_unit(one, item)
    text = f"{_said(item)} where {' and '.join(map(told, body.where))}"
    return _made(one, name, replace(_restricted(item, body.where), unit=unit, measured=_measured(item), text=text))


def _restricted(item: Metric, where: tuple[Filter, ...]) -> Metric:
    """`item` over the rows that meet `where`, without a name of its own yet."""
    measure = item.measure
    if isinstance(measure, Aggregate):
        return replace(item, measure=replace(measure, within=(*measure.within, *where)), aliases=())
    assert isinstance(measure, Combination)
    left, right = (_named(_restricted(metric(part), where)) for part in (measure.left, measure.right))
    return replace(item, measure=Combination(measure.join, left, right), aliases=())


def _hidden(measure: Combination, like: Metric) -> str:
    """The name of a combination that stands in the middle of another one."""
    text = f"{_said(metric(measure.left))} {_SIGNS[measure.join]} {_said(metric(measure.right))}"
    return _named(replace(like, measure=measure, aliases=(), text=text))


def _named(item: Metric) -> str:
    """Make `item` known by a name of what it says, and return that."""
    name = f"{plain(item.name)}__{sha256(repr(item.measure).encode()).hexdigest()[:12]}"
    text = "" if isinstance(item.measure, Aggregate) else item.text
    METRICS_MADE.put(name, replace(item, name=name, text=text))
    return name


def _aggregated(one: Calculation, name: str) -> Metric:
    body = one.aggregated
    assert body is not None
    subject = _subject(("aggregated", "subject"), body.subject)
    how = How(body.how)
    column = _column(body, subject, how)
    counts = how in {How.COUNT, How.DISTINCT}
    own = Unit.COUNT if counts or not column else _leaf_unit(body.field)
    where = (Condition(column, Op.NOT_NULL),) if how is How.COUNT and column else ()
    measure = Aggregate(subject.table, how, "" if how is How.COUNT else column, where)
    unit = _checked_unit(one, own)
    text = f"{body.how}({subject.table}{f'.{body.field}' if body.field else ''}), by {next(iter(subject.dates))}"
    made = Metric("", "", "", measure, unit, next(iter(subject.dates)), measured=own, text=text)
    return _made(one, name, made)


def _column(body: Aggregated, subject: Subject, how: How) -> str:
    """The column that is aggregated: a number of the subject; none for a count of its rows."""
    if not body.field:
        if how not in {How.COUNT, How.DISTINCT}:
            raise Refused(("aggregated", "field"), _("is missing; give the number to put together"))
        if subject.table in STAYS - {"stage_dwell"}:
            raise Refused(("aggregated", "subject"), _of_record(subject.table))
        return ""
    if body.field not in subject.numbers:
        raise Refused(
            ("aggregated", "field"),
            unknown(_("number of {table}").format(table=subject.table), plain(body.field), subject.numbers),
        )
    if subject.table in STAYS and body.field in SUBJECTS["opportunities"].numbers:
        raise Refused(("aggregated", "field"), _of_record(subject.table))
    return subject.numbers[body.field]


def _of_record(table: str) -> str:
    told = _("'{table}' has several rows for one record, which would count more than once; take 'opportunities'")
    return told.format(table=table)


def _shown(one: Calculation, name: str) -> Metric:
    body = one.shown
    assert body is not None
    item = _metric(("shown", "metric"), body.metric)
    if body.along:
        _check_dimension(("shown", "along"), body.along)
    own = _SHOWN_UNITS.get(body.as_, item.unit)
    unit = one.unit and Unit(one.unit)
    made = Metric("", "", "", Showing(item.name, body.as_, body.along, body.window), unit or own, needs=item.needs)
    return _made(one, name, made)


def _formula(one: Calculation, name: str) -> Metric:
    """A formula over each record, put together; its column is named by what it says and made when it is first asked."""
    body = one.formula
    assert body is not None
    subject, how = _subject(("formula", "subject"), body.subject), How(body.how)
    if subject.table in STAYS:
        raise Refused(("formula", "subject"), _of_record(subject.table))
    if how is How.COUNT:
        raise Refused(("formula", "how"), _("a formula is no count of records; take sum, with if(condition, 1, 0)"))
    try:
        unit = check(parse(body.text), subject).unit or Unit.NUMBER
    except FormulaError as error:
        raise Refused(("formula", "text"), str(error)) from None
    column = f"{FORMULA}{sha256(body.text.encode()).hexdigest()[:12]}"
    FORMULAS_MADE.put(column, body.text)
    own = Unit.COUNT if how is How.DISTINCT else unit
    date = next(iter(subject.dates))
    text = f"{how}({subject.table}: {body.text}), by {date}"
    made = Metric("", "", "", Aggregate(subject.table, how, column), _checked_unit(one, own), date, measured=own)
    return _made(one, name, replace(made, text=text))


def _buckets(one: Calculation, name: str) -> Dim:
    body = one.buckets
    assert body is not None
    root = _dimension(("buckets", "field"), body.field)
    if root.kind is not Kind.NUMBER:
        told = _("'{field}' is no number, so it has no bands; take groups or cases")
        raise Refused(("buckets", "field"), told.format(field=plain(body.field)))
    _check_once(("buckets", "labels"), body.labels)
    return Dim(name, one.label, one.definition, made=body, roots=(root,))


def _groups(one: Calculation, name: str) -> Dim:
    body = one.groups
    assert body is not None
    root = _dimension(("groups", "field"), body.field)
    if root.kind is not Kind.TEXT:
        told = _("'{field}' has no members to group; take buckets for a number, a grain for a date")
        raise Refused(("groups", "field"), told.format(field=plain(body.field)))
    labels = [group.label for group in body.groups]
    _check_once(("groups", "groups"), [*labels, *([body.others] if body.others else [])])
    _check_once(("groups", "groups"), [member for group in body.groups for member in dict.fromkeys(group.members)])
    return replace(root, name=name, label=one.label, definition=one.definition, tree=False, made=body, roots=(root,))


def _cases(one: Calculation, name: str) -> Dim:
    body = one.cases
    assert body is not None
    subject = _subject(("cases", "subject"), body.subject)
    roots = {
        _asked(("cases", "cases", index, "where", at, "field"), ask.field, subject): None
        for index, case in enumerate(body.cases)
        for at, ask in enumerate(case.where)
    }
    return Dim(name, one.label, one.definition, made=body, roots=tuple(roots))


def _asked(place: Place, name: str, subject: Subject) -> Dim:
    """The dimension that a case asks of the records of `subject`."""
    root = _dimension(place, name)
    if root.name == "date":
        told = _("'date' means another date for each metric; name one, such as '{date}'")
        raise Refused(place, told.format(date=next(iter(subject.dates))))
    if not can_reach(subject, root):
        told = _("'{subject}' cannot be filtered by '{field}': they have no such field.")
        raise Refused(place, told.format(subject=subject.table, field=plain(name)))
    return root


_BODIES: Mapping[str, Callable[[Calculation, str], Metric | Dim]] = {
    "ratio": _ratio,
    "sum": _sum,
    "difference": _difference,
    "within": _within,
    "aggregated": _aggregated,
    "formula": _formula,
    "shown": _shown,
    "buckets": _buckets,
    "groups": _groups,
    "cases": _cases,
}


def _made(one: Calculation, name: str, item: Metric) -> Metric:
    """`item` as the person calls it."""
    return replace(item, name=name, label=one.label, definition=one.definition, higher_is_better=one.higher_is_better)


def _metric(place: Place, name: str) -> Metric:
    """The metric called `name`, whose number the engine counts."""
    if not is_metric(name) and is_dimension(name):
        raise Refused(place, _("'{name}' is a dimension; a metric must stand here").format(name=plain(name)))
    item = metric(name)
    if isinstance(item.measure, Showing):
        told = _("'{name}' is shown over the rows of an answer; no other calculation can stand on it")
        raise Refused(place, told.format(name=plain(name)))
    return item


def _check_dimension(place: Place, name: str) -> None:
    _dimension(place, name)


def _dimension(place: Place, name: str) -> Dim:
    if not is_dimension(name) and is_metric(name):
        raise Refused(place, _("'{name}' is a metric; a dimension must stand here").format(name=plain(name)))
    return dimension(name)


def _subject(place: Place, name: str) -> Subject:
    if name not in SUBJECTS:
        raise Refused(place, unknown(N_("subject"), name, SUBJECTS))
    return SUBJECTS[name]


def _check_once(place: Place, labels: tuple[str, ...] | list[str]) -> None:
    for index, label in enumerate(labels):
        if label in labels[:index]:
            raise Refused(place, _("'{label}' stands here twice; keep one").format(label=label))


def _leaf_unit(field: str) -> Unit:
    return DIMENSIONS[field].unit or Unit.NUMBER


def _measured(item: Metric) -> Unit:
    """The unit of the number as it is counted, whatever it is shown as."""
    return item.measured or item.unit


def _unit_of_ratio(one: Calculation, of: Metric, to: Metric) -> Unit:
    power = money_power(of.name) - money_power(to.name)
    if one.unit is not None:
        if Unit(one.unit) is Unit.MONEY and power != 1:
            told = _("'{of}' divided by '{to}' is no money; leave the unit out or take another one")
            raise Refused(("unit",), told.format(of=plain(of.name), to=plain(to.name)))
        return Unit(one.unit)
    if of.unit is to.unit:
        return Unit.RATE
    return of.unit if to.unit in _COUNTING else Unit.NUMBER


def _unit_of_sum(one: Calculation, places: list[Place], found: list[Metric]) -> Unit:
    first = found[0]
    for place, item in zip(places, found, strict=True):
        if item.unit is not first.unit or money_power(item.name) != money_power(first.name):
            told = _("'{first}' is in {unit} and '{other}' in {other_unit}: they cannot be put together.")
            raise Refused(
                place,
                told.format(
                    first=plain(first.name),
                    unit=_(_UNITS[first.unit]),
                    other=plain(item.name),
                    other_unit=_(_UNITS[item.unit]),
                ),
            )
    return _checked_unit(one, first.unit)


def _same_unit(one: Calculation, item: Metric) -> Unit:
    return _checked_unit(one, item.unit)


def _checked_unit(one: Calculation, own: Unit) -> Unit:
    """The unit that was asked for, which may only be the number's own one or none in particular."""
    asked = Unit(one.unit) if one.unit is not None else own
    if asked not in {own, Unit.NUMBER}:
        told = _("this is a number in {own}, not in {asked}; leave the unit out")
        raise Refused(("unit",), told.format(own=_(_UNITS[own]), asked=_(_UNITS[asked])))
    return asked


_UNITS = {
    Unit.COUNT: N_("counts"),
    Unit.MONEY: N_("money"),
    Unit.RATE: N_("rates"),
    Unit.DAYS: N_("days"),
    Unit.HOURS: N_("hours"),
    Unit.NUMBER: N_("plain numbers"),
}


def _said(item: Metric) -> str:
    """A metric in the formula of another one: its name, or what a calculation says in parentheses."""
    return f"({item.text})" if item.text else item.name
