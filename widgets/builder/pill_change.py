"""What the settings of a pill do to the chart: names, number formats, limits, order, and fields made of it. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from dashboards.model import Chart
from dashboards.options import FieldLook
from datasource.calculation import Aggregated, Buckets, Calculation, Group, Groups, How, ShowAs, Shown
from datasource.question import Dimension, Filter, Op, Sort, Top
from datasource.texts import N_, _
from widgets.builder import shelving
from widgets.builder.calculating import (
    SHOW_AS,
    base_of,
    fresh_id,
    own,
    put,
    replaced_on,
    shown_unit,
    swapped,
    tidied,
)
from widgets.builder.palette import Palette
from widgets.builder.shelving import RULES, Shelf, field_of, items

HOWS: Mapping[How, str] = MappingProxyType(
    {
        "sum": N_("Sum"),
        "mean": N_("Mean"),
        "median": N_("Median"),
        "min": N_("Lowest"),
        "max": N_("Highest"),
        "count": N_("Count"),
    }
)


def look_of(chart: Chart, name: str) -> FieldLook:
    """How the chart writes a field."""
    return next((look for look in chart.looks if look.field == name), FieldLook(field=name))


def with_look(chart: Chart, name: str, **parts: Any) -> Chart:
    """The chart that writes the field otherwise; what is the habit leaves no trace. Raises `ValidationError`."""
    look = FieldLook.model_validate({**dict(look_of(chart, name)), **parts})
    rest = tuple(one for one in chart.looks if one.field != name)
    looks = rest if look == FieldLook(field=name) else (*rest, look)
    return chart.model_copy(update={"looks": looks})


def label_of(chart: Chart, name: str, palette: Palette) -> str:
    """What this chart calls the field."""
    return look_of(chart, name).label or palette.label(name)


def shown_as(chart: Chart, shelf: Shelf, metric: str, how: ShowAs | None, palette: Palette) -> Chart:
    """The chart whose metric is shown as something else, or (`how` of None) as it is."""
    base = base_of(chart, metric)
    if how is None:
        return _in_place(chart, shelf, metric, base)
    wanted = Shown(metric=base, **{"as": how})
    pick = palette.by_name.get(base)
    fresh = Calculation(
        id=fresh_id(f"{base}_{how}"[:40], _taken(chart, palette)),
        label=_(SHOW_AS[how]).format(metric=palette.label(base))[:80],
        unit=shown_unit(how, pick.unit if pick else ""),
        shown=wanted,
    )
    return _with(chart, shelf, metric, fresh)


def put_together(chart: Chart, shelf: Shelf, metric: str, how: How, palette: Palette) -> Chart:
    """The chart whose metric puts the same numbers together in another way; unchanged when it is no plain number."""
    pick = palette.by_name.get(metric)
    if pick is None or pick.plain is None or pick.plain.how == how:
        return chart
    ready = next((one.name for one in palette.picks if one.plain == _how(pick.plain, how)), None)
    if ready:
        return _in_place(chart, shelf, metric, ready)
    number = next(
        (one for one in palette.numbers if (one.subject, one.field) == (pick.plain.subject, pick.plain.field)), None
    )
    named = number.label if number else pick.plain.field
    fresh = Calculation(
        id=fresh_id(f"{pick.plain.subject}_{pick.plain.field}_{how}"[:40], _taken(chart, palette)),
        label=_("{subject}: {number}, {how}").format(
            subject=palette.subjects.get(pick.plain.subject, pick.plain.subject), number=named, how=_(HOWS[how]).lower()
        )[:80],
        unit="count" if how == "count" else (number.unit if number and number.unit else None),
        aggregated=_how(pick.plain, how),
    )
    return _with(chart, shelf, metric, fresh)


def _how(plain: Aggregated, how: How) -> Aggregated:
    return Aggregated(subject=plain.subject, field=plain.field, how=how)


def _with(chart: Chart, shelf: Shelf, metric: str, fresh: Calculation) -> Chart:
    """The chart with a calculation in a metric's place; an equal one that it already has is used again."""
    same = next((one for one in chart.calculations if getattr(one, one.body) == getattr(fresh, fresh.body)), None)
    return _in_place(chart if same else put(chart, fresh), shelf, metric, (same or fresh).id)


def _in_place(chart: Chart, shelf: Shelf, old: str, new: str) -> Chart:
    """A metric in another's place, and there alone; a calculation that is used no more falls away."""
    shelves = chart.shelves
    for other, rule in RULES.items():
        if rule.apart == RULES[shelf].apart and other is not shelf and old != new:
            rest = tuple(item for item in items(shelves, other) if field_of(item) != new)
            shelves = shelving.put(shelves, other, rest)
    return tidied(swapped(chart.model_copy(update={"shelves": shelves}), shelf, old, new), old)


def _taken(chart: Chart, palette: Palette) -> tuple[str, ...]:
    return (*palette.by_name, *(one.id for one in chart.calculations))


def with_limit(chart: Chart, metric: str, op: Op | None, value: float | tuple[float, float] | None = None) -> Chart:
    """The chart whose rows must meet a limit of the metric; without `op`, any row. Raises `ValidationError`."""
    rest = tuple(part for part in chart.having if part.field != metric)
    if op is not None:
        rest = (*rest, Filter(field=metric, op=op, value=value))
    return chart.model_copy(update={"having": rest})


def limit_of(chart: Chart, metric: str) -> Filter | None:
    """The limit that the metric's number must meet, or None."""
    return next((part for part in chart.having if part.field == metric), None)


def sorted_by(chart: Chart, name: str, desc: bool | None) -> Chart:
    """The chart ordered by one field, or (None) in its own order."""
    return chart.model_copy(update={"sort": () if desc is None else (Sort(by=name, desc=desc),)})


def ranked(chart: Chart, field: str, **parts: Any) -> Chart:
    """The chart that keeps only the first members of a field: `n` (0: all of them), `by` and `others` as given."""
    metrics = chart.shelves.metrics()
    by = base_of(chart, metrics[0]) if metrics else ""
    held = chart.top if chart.top and chart.top.field == field else Top(field=field, n=5, by=by)
    wanted = {**dict(held), **parts}
    top = Top.model_validate(wanted) if wanted["n"] and wanted["by"] else None
    return chart.model_copy(update={"top": top})


def grouped(chart: Chart, field: str, label: str, members: Sequence[str], palette: Palette) -> Chart:
    """The chart with members of a dimension under one name; they leave the groups they were in.

    Raises `ValidationError` for an empty name or no members.
    """
    group = Group(label=label, members=tuple(members))
    standing = own(chart, field)
    if standing is not None and standing.groups is not None:
        rest = _less(standing.groups.groups, frozenset(members), label)
        return put(chart, _rebuilt(standing, groups=Groups(field=standing.groups.field, groups=(*rest, group))))
    name = fresh_id(f"{field}_groups", _taken(chart, palette))
    fresh = Calculation(
        id=name,
        label=_("{field}, grouped").format(field=palette.label(field))[:80],
        groups=Groups(field=field, groups=(group,)),
    )
    return _instead(put(chart, fresh), field, name)


def ungrouped(chart: Chart, field: str) -> Chart:
    """The chart with the plain dimension in the place of its groups or bands."""
    one = own(chart, field)
    body = one and (one.groups or one.buckets)
    return _instead(chart, field, body.field) if body else chart


def banded(chart: Chart, field: str, edges: Sequence[float], labels: Sequence[str], palette: Palette) -> Chart:
    """The chart with named bands of a number in its place. Raises `ValidationError` for what fits not."""
    standing = own(chart, field)
    under = standing.buckets.field if standing is not None and standing.buckets else field
    buckets = Buckets(field=under, edges=tuple(edges), labels=tuple(labels))
    if standing is not None and standing.buckets:
        return put(chart, _rebuilt(standing, buckets=buckets))
    name = fresh_id(f"{field}_bands", _taken(chart, palette))
    label = _("{field}, in bands").format(field=palette.label(field))[:80]
    return _instead(put(chart, Calculation(id=name, label=label, buckets=buckets)), field, name)


def _rebuilt(one: Calculation, **parts: Any) -> Calculation:
    return one.model_copy(update=parts)


def _less(groups: tuple[Group, ...], members: frozenset[str], label: str) -> tuple[Group, ...]:
    """The groups without these members and without the group that is made anew; one that would be empty falls away."""
    kept = []
    for group in groups:
        rest = tuple(member for member in group.members if member not in members)
        if rest and group.label != label:
            kept.append(Group(label=group.label, members=rest))
    return tuple(kept)


def _instead(chart: Chart, old: str, new: str) -> Chart:
    """A dimension in another's place on every shelf that groups; ranking and order go with it."""
    shelves = replaced_on(chart.shelves, old, Dimension(field=new))
    top = chart.top.model_copy(update={"field": new}) if chart.top and chart.top.field == old else chart.top
    sort = tuple(Sort(by=new, desc=part.desc) if part.by == old else part for part in chart.sort)
    return tidied(chart.model_copy(update={"shelves": shelves, "top": top, "sort": sort}), old)
