"""What is wrong with a calculation beside the others of its chart, as far as the palette can know. Pure; no screen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dashboards.model import Chart
from datasource.calculation import Calculation, Within
from datasource.metrics.defined import resolve
from datasource.question import Filter
from datasource.texts import N_, _
from widgets.builder.calculating import no_room, put
from widgets.builder.palette import Palette

_WRONG: Mapping[str, str] = MappingProxyType(
    {
        "metric": N_("{field} is a dimension; choose a metric here."),
        "dimension": N_("{field} is a metric; choose a dimension here."),
        "number": N_("{field} is no number; choose a number dimension here."),
        "words": N_("{field} has no members to group; choose another dimension."),
    }
)


def fault(one: Calculation, chart: Chart, palette: Palette) -> str:
    """The first thing that is wrong with the calculation beside the others of the chart, or an empty text."""
    checks: tuple[Callable[[], str], ...] = (
        lambda: no_room(one, chart),
        lambda: _names(one, palette),
        lambda: _circle(one, chart),
        lambda: _units(one, palette),
        lambda: _reach(one, palette),
    )
    return next((told for check in checks if (told := check())), "")


def _names(one: Calculation, palette: Palette) -> str:
    body = getattr(one, one.body)
    metrics = body if isinstance(body, tuple) else [getattr(body, key, "") for key in ("of", "to", "less", "metric")]
    for name in filter(None, metrics):
        if told := _held(name, "metric", palette):
            return told
    for condition in _conditions(one):
        if told := _held(condition.field, "dimension", palette):
            return told
    if one.body in ("buckets", "groups"):
        return _banded(one, body.field, palette)
    return _held(body.along, "dimension", palette) if one.shown and one.shown.along else ""


def _held(name: str, holds: str, palette: Palette) -> str:
    pick = palette.by_name.get(name)
    if pick is None:
        return _("There is no field '{name}' any more.").format(name=name)
    return "" if pick.holds == holds else _(_WRONG[holds]).format(field=pick.label)


def _banded(one: Calculation, name: str, palette: Palette) -> str:
    if told := _held(name, "dimension", palette):
        return told
    if one.body == "buckets" and not palette.is_number(name):
        return _(_WRONG["number"]).format(field=palette.label(name))
    if one.body == "groups" and (palette.is_number(name) or palette.is_date(name)):
        return _(_WRONG["words"]).format(field=palette.label(name))
    return ""


def _conditions(one: Calculation) -> tuple[Filter, ...]:
    if one.within:
        return one.within.where
    return tuple(part for case in one.cases.cases for part in case.where) if one.cases else ()


def _circle(one: Calculation, chart: Chart) -> str:
    by_id = {other.id: other for other in put(chart, one).calculations}
    wanted, seen = list(one.fields()), set[str]()
    while wanted:
        name = wanted.pop()
        if name == one.id:
            return _("“{label}” would stand on itself; choose another field.").format(label=one.label)
        if name in by_id and name not in seen:
            seen.add(name)
            wanted += by_id[name].fields()
    return ""


def _units(one: Calculation, palette: Palette) -> str:
    if one.body not in ("sum", "difference"):
        return ""
    names = tuple(one.fields())
    if len(set(names)) < len(names):
        return _("A field stands here twice; choose another one.")
    units = {pick.unit for name in names if (pick := palette.by_name.get(name)) and pick.unit}
    if len(units) < 2:
        return ""
    told = _("{first} and {second} have different units and cannot be added or taken off; a ratio may fit.")
    first = palette.by_name[names[0]]
    second = next(palette.by_name[name] for name in names if palette.by_name[name].unit not in ("", first.unit))
    return told.format(first=first.label, second=second.label)


def _reach(one: Calculation, palette: Palette) -> str:
    """Whether the records have what the conditions ask about."""
    body = getattr(one, one.body)
    for condition in _conditions(one):
        told = (
            palette.refusal(body.metric, condition.field, False)
            if isinstance(body, Within)
            else palette.within(body.subject, condition.field)
        )
        if told:
            return told
    return ""


def refused_by_engine(one: Calculation, chart: Chart) -> str:
    """What the engine finds wrong with the calculation beside the others of the chart, or an empty text."""
    define = put(chart, one).calculations
    at = next(index for index, other in enumerate(define) if other.id == one.id)
    return next((told for place, told in resolve(define)[1] if place[0] == at), "")
