"""The chart's own calculations: fields of the palette, kept in the chart, and what is wrong with one. Pure.

Whether the engine can answer one, the preview over the present data tells; here is what the shelves alone can know.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from dashboards.model import Chart, Shelves
from datasource.calculation import METRIC_BODIES, Aggregated, Calculation, Cases, Formula, ShowAs, Within
from datasource.errors import MingjingError
from datasource.question import Dimension, Sort
from datasource.texts import N_, _
from widgets.builder.formulas import formula_unit
from widgets.builder.palette import Palette, Pick
from widgets.builder.shelving import RULES, Shelf, field_of, items

MOST = 50
"""The most calculations that a chart holds."""
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "ratio": N_("One metric divided by another"),
        "sum": N_("Metrics added up"),
        "difference": N_("One metric less another"),
        "within": N_("A metric where more conditions hold"),
        "aggregated": N_("A number of single records put together"),
        "formula": N_("Formula over each record"),
        "shown": N_("A metric shown as share, rank, running total …"),
        "cases": N_("A dimension by conditions"),
        "buckets": N_("Bands of a number"),
        "groups": N_("Groups of values"),
    }
)
"""What the editor offers, by the body of the calculation."""
SHOW_AS: Mapping[ShowAs, str] = MappingProxyType(
    {
        "share_of_total": N_("{metric}, share of the total"),
        "share_of_row": N_("{metric}, share of the row"),
        "share_of_column": N_("{metric}, share of the column"),
        "running_total": N_("{metric}, running total"),
        "moving_average": N_("{metric}, moving average"),
        "difference": N_("{metric}, less the one before"),
        "change": N_("{metric}, change in % on the one before"),
        "difference_last_year": N_("{metric}, less last year's"),
        "change_last_year": N_("{metric}, change in % on last year"),
        "rank": N_("{metric}, rank"),
    }
)
_COUNTING = frozenset({"count", "number", "rate"})


def fresh_id(label: str, taken: Iterable[str]) -> str:
    """A free name for a calculation: the label in small ASCII letters, or `calculation`, with a number if need be."""
    stem = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:40].strip("_")
    stem = stem if re.match(r"[a-z]", stem) else "calculation"
    used, count, name = set(taken), 1, stem
    while name in used:
        count += 1
        name = f"{stem}_{count}"
    return name


def own(chart: Chart, name: str) -> Calculation | None:
    """The chart's calculation of this name, or None."""
    return next((one for one in chart.calculations if one.id == name), None)


def put(chart: Chart, calculation: Calculation) -> Chart:
    """The chart with the calculation: in the place of the one with its id, else at the end.

    Raises `MingjingError` when the chart is full of them.
    """
    if told := no_room(calculation, chart):
        raise MingjingError(told)
    if own(chart, calculation.id):
        held = tuple(calculation if one.id == calculation.id else one for one in chart.calculations)
    else:
        held = (*chart.calculations, calculation)
    return chart.model_copy(update={"calculations": held})


def without(chart: Chart, name: str) -> Chart:
    """The chart without the calculation; ask `uses` first."""
    held = tuple(one for one in chart.calculations if one.id != name)
    looks = tuple(look for look in chart.looks if look.field != name)
    return chart.model_copy(update={"calculations": held, "looks": looks})


def uses(chart: Chart, name: str) -> tuple[str, ...]:
    """Where the chart uses the field, in the reader's language: shelves, ranking, order, limits, other calculations."""
    found = [
        _(RULES[shelf].label) for shelf in Shelf if any(field_of(item) == name for item in items(chart.shelves, shelf))
    ]
    if chart.top and name in (chart.top.field, chart.top.by):
        found.append(_("Ranking"))
    if any(part.by == name for part in chart.sort):
        found.append(_("Order"))
    if any(part.field == name for part in chart.having):
        found.append(_("Limits"))
    if chart.options.target == name:
        found.append(_("Target"))
    found += [f"“{one.label}”" for one in chart.calculations if name in one.fields()]
    return tuple(dict.fromkeys(found))


def with_calculations(palette: Palette, calculations: tuple[Calculation, ...]) -> Palette:
    """The palette with the chart's calculations, in a group of their own before the others."""
    if not calculations:
        return palette
    made = tuple(_pick(one, palette) for one in calculations)
    by_id = {one.id: one for one in calculations}
    return replace(palette, picks=(*made, *palette.picks), refusal=partial(_refusal, palette, by_id))


def _pick(one: Calculation, palette: Palette) -> Pick:
    told = one.definition or described(one, palette)
    return Pick(
        one.id,
        one.label,
        told,
        _("Calculations"),
        one.holds,
        unit=one.unit or _unit(one, palette),
        plain=one.aggregated,
        made=True,
    )


def _unit(one: Calculation, palette: Palette) -> str:
    if one.formula:
        return formula_unit(one.formula)
    return unit_of(one.body, tuple(one.fields()), palette) or ""


def described(one: Calculation, palette: Palette) -> str:
    """What the calculation does, in a few words."""
    if one.formula:
        return f"{_(KINDS['formula'])}: {one.formula.text}"
    labels = [palette.label(name) for name in dict.fromkeys(one.fields())]
    return f"{_(KINDS[one.body]) if one.body in KINDS else one.label}: {', '.join(labels)}" if labels else one.label


def _refusal(
    palette: Palette, by_id: Mapping[str, Calculation], metric: str, dimension: str, grouping: bool
) -> str | None:
    """Why the two do not go together: asked of everything that they are made of."""
    for leaf in leaves(metric, by_id):
        for root in leaves(dimension, by_id):
            if told := _leaf_refusal(palette, leaf, root, grouping):
                return told
    return None


def _leaf_refusal(palette: Palette, leaf: "Leaf", root: "Leaf", grouping: bool) -> str | None:
    subject, name = leaf
    if root[0] and not root[1]:
        return None
    if subject:
        return palette.within(subject, root[1])
    return palette.refusal(name, root[1], grouping)


Leaf = tuple[str, str]
"""A subject whose single records are counted, or else the name of a metric or dimension."""


def leaves(name: str, by_id: Mapping[str, Calculation]) -> tuple[Leaf, ...]:
    """What a field is made of in the end; a calculation that stands on itself ends there."""
    return tuple(dict.fromkeys(_leaves(name, by_id, frozenset())))


def _leaves(name: str, by_id: Mapping[str, Calculation], seen: frozenset[str]) -> Iterator[Leaf]:
    one = by_id.get(name)
    if one is None:
        yield "", name
        return
    if name in seen:
        return
    body = getattr(one, one.body)
    if isinstance(body, Aggregated | Formula | Cases):
        yield body.subject, ""
        return
    for part in _parts(one):
        yield from _leaves(part, by_id, seen | {name})


def _parts(one: Calculation) -> tuple[str, ...]:
    """The fields that say what can be grouped by what: conditions and the way along do not."""
    body = getattr(one, one.body)
    if isinstance(body, Within):
        return (body.metric,)
    return tuple(name for name in one.fields() if name != getattr(body, "along", None))


def no_room(one: Calculation, chart: Chart) -> str:
    """Why the chart cannot take a further calculation, or an empty text."""
    if own(chart, one.id) or len(chart.calculations) < MOST:
        return ""
    return _("A chart holds at most {most} calculations; delete one first.").format(most=MOST)


def unit_of(body: str, fields: tuple[str, ...], palette: Palette) -> str | None:
    """The unit that follows from what a metric is made of, as the engine has it; None where the palette cannot know."""
    picks = [palette.by_name[name] for name in fields if name in palette.by_name]
    units = [pick.unit for pick in picks if pick.holds == "metric"]
    if body == "ratio" and len(units) == 2:
        return "rate" if units[0] == units[1] else units[0] if units[1] in _COUNTING else "number"
    if body in ("sum", "difference", "within") and len(set(units)) == 1:
        return units[0] or None
    return None


def shown_unit(shown: ShowAs, unit: str) -> str | None:
    """The unit of a metric shown as something else."""
    if shown.startswith(("share", "change")):
        return "rate"
    return "count" if shown == "rank" else unit or None


def given_names(one: Calculation) -> tuple[str, ...]:
    """The names that a dimension by structure gives its members."""
    if one.groups:
        return (*(group.label for group in one.groups.groups), *filter(None, (one.groups.others,)))
    if one.cases:
        return (*(case.label for case in one.cases.cases), *filter(None, (one.cases.others,)))
    return one.buckets.labels if one.buckets else ()


def base_of(chart: Chart, name: str) -> str:
    """The metric that a field shows as something else, or the field itself."""
    one = own(chart, name)
    return one.shown.metric if one and one.shown else name


def swapped(chart: Chart, shelf: Shelf, old: str, new: str) -> Chart:
    """The chart with another metric in one's place: its order, limits and name (less its own) go with it."""
    held = getattr(chart.shelves, shelf.value)
    value: object = new
    if isinstance(held, tuple):
        value = tuple(dict.fromkeys(new if name == old else name for name in held))
    sort = tuple(Sort(by=new, desc=part.desc) if part.by == old else part for part in chart.sort)
    having = tuple(part.model_copy(update={"field": new}) if part.field == old else part for part in chart.having)
    shelves = chart.shelves.model_copy(update={shelf.value: value})
    return chart.model_copy(update={"shelves": shelves, "sort": sort, "having": having})


def tidied(chart: Chart, name: str) -> Chart:
    """The chart without a calculation that nothing uses any more; others stay."""
    return chart if own(chart, name) is None or uses(chart, name) else without(chart, name)


def replaced_on(shelves: Shelves, old: str, new: Dimension) -> Shelves:
    """The shelves with a dimension (a group, a band) in the place of another wherever that one groups."""
    for shelf, rule in RULES.items():
        if rule.holds != "dimension" or shelf is Shelf.FILTERS:
            continue
        held = getattr(shelves, shelf.value)
        if isinstance(held, tuple):
            value: object = tuple(
                {part.field: part for part in (new if one.field == old else one for one in held)}.values()
            )
        else:
            value = new if held is not None and held.field == old else held
        shelves = shelves.model_copy(update={shelf.value: value})
    return shelves


def is_metric(body: str) -> bool:
    """Whether a calculation of this body is a metric."""
    return body in METRIC_BODIES


def made(parts: Mapping[str, Any]) -> Calculation:
    """A calculation of these parts; raises `ValidationError`."""
    return Calculation.model_validate(dict(parts))
