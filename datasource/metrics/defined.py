"""Calculations of a question become metrics and dimensions: checked, named by what they say, and known to the registry.

The canonical name of a calculation is the id that its person gave, cut to 34 letters, and twelve hexadecimal digits of
what it says, the calculations that it stands on included. So two charts may call different things `share`, an answer
may be kept by its question alone, and a name never changes its meaning.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import BaseModel

from datasource.calculation import Aggregated, Calculation, plain
from datasource.errors import InvalidInput, MingjingError, Problem, unknown
from datasource.metrics import bodies
from datasource.metrics.dimension import Dim
from datasource.metrics.made import DIMENSIONS_MADE, IDS_MADE, METRICS_MADE
from datasource.metrics.metric import Metric
from datasource.metrics.registry import DIMENSIONS, METRICS, is_dimension, is_metric
from datasource.metrics.team_segments import with_segments
from datasource.question import Query, Records
from datasource.texts import N_, _

Place = tuple[str | int, ...]
Finding = tuple[Place, str]
Model = TypeVar("Model", bound=BaseModel)
_LONGEST = 34
_METRIC_KEYS = frozenset({"of", "to", "less", "metric"})
_DIMENSION_KEYS = frozenset({"field", "along"})
_PARTS = ("", "__base", "__change")
_ALIASES = frozenset(alias for metric in METRICS.values() for alias in metric.aliases)


def canonical(query: Query) -> Query:
    """`query` with its calculations and every use of them under canonical names, which the registry knows from now on.

    Team segments too get canonical names. A query without either is returned as it is, a canonical one equal to what it
    was. Raises `InvalidInput` with every calculation that cannot be, each with its place, and `MingjingError` for a
    team segment that is gone.
    """
    where = with_segments(query.where)
    if where is not query.where:
        query = query.model_copy(update={"where": where})
    if not query.define:
        return query
    names = _defined(query.define)
    top = query.top and query.top.model_copy(
        update={"field": names.get(query.top.field, query.top.field), "by": names.get(query.top.by, query.top.by)}
    )
    columns = {f"{name}{part}": f"{new}{part}" for name, new in names.items() for part in _PARTS}
    changes = {
        "metrics": tuple(names.get(name, name) for name in query.metrics),
        "by": _renamed_all(query.by, names),
        "where": _renamed_all(query.where, names),
        "having": _renamed_all(query.having, names),
        "top": top,
        "sort": tuple(sort.model_copy(update={"by": columns.get(sort.by, sort.by)}) for sort in query.sort),
        "define": named(query.define, names),
    }
    return query.model_copy(update=changes)


def canonical_records(ask: Records) -> Records:
    """`ask` as `canonical` has a question."""
    where = with_segments(ask.where)
    if where is not ask.where:
        ask = ask.model_copy(update={"where": where})
    if not ask.define:
        return ask
    names = _defined(ask.define)
    changes = {
        "metric": names.get(ask.metric, ask.metric),
        "columns": tuple(names.get(name, name) for name in ask.columns),
        "where": _renamed_all(ask.where, names),
        "sort": tuple(sort.model_copy(update={"by": names.get(sort.by, sort.by)}) for sort in ask.sort),
        "define": named(ask.define, names),
    }
    return ask.model_copy(update=changes)


def canonical_names(define: Sequence[Calculation]) -> dict[str, str]:
    """The canonical name of each calculation by its id; raises as `canonical` does."""
    return _defined(define)


def given_name(name: str) -> str:
    """The id that a person gave to what is called `name`; any other name as it is."""
    return IDS_MADE.get(name) or plain(name)


@dataclass(frozen=True)
class Known:
    """The names that calculations may stand on, where these are not the registry's; `open` takes any name."""

    metrics: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()
    open: bool = False


def resolve(define: Sequence[Calculation], known: Known | None = None) -> tuple[dict[str, str], list[Finding]]:
    """The canonical name of every sound calculation by its id, and everything wrong with the others, each with its
    place: index of the calculation, then keys inside it.

    With `known`, names alone are looked at, and nothing is made known to the registry.
    """
    by_id = {one.id: index for index, one in reversed([*enumerate(define)])}
    found = [*_taken(define, by_id, known)]
    faulty = {define[int(place[0])].id for place, _told in found}
    names: dict[str, str] = {}
    for index in _in_order(define, by_id, found, faulty):
        one = define[index]
        wrong = [*_unknown(one, index, by_id, known)]
        is_sound = not wrong and not faulty & {one.id, *(name for _place, name in references(one))}
        if is_sound:
            wrong = _make(one, index, names, known)
        if wrong or not is_sound:
            faulty.add(one.id)
        found += wrong
    return names, sorted(found, key=lambda finding: finding[0][0])


def _defined(define: Sequence[Calculation]) -> dict[str, str]:
    names, found = resolve(define)
    if found:
        raise InvalidInput(Problem(".".join(map(str, ("define", *place))), told) for place, told in found)
    return names


def _taken(define: Sequence[Calculation], by_id: Mapping[str, int], known: Known | None) -> Iterator[Finding]:
    """The ids that something else has."""
    fields = {*DIMENSIONS, *(known.dimensions if known else ())}
    metrics = {*METRICS, *_ALIASES, *(known.metrics if known else ())}
    for index, one in enumerate(define):
        told = ""
        if by_id[one.id] != index:
            told = _("'{name}' is already the id of another calculation; choose another id")
        elif one.id in fields:
            told = _("'{name}' is already the name of a dimension; choose another id")
        elif one.id in metrics:
            told = _("'{name}' is already the name of a metric; choose another id")
        if told:
            yield (index, "id"), told.format(name=one.id)


def references(one: Calculation) -> Iterator[tuple[Place, str]]:
    """Every name of a metric or dimension that `one` stands on, with its place inside; a formula's are its parser's.

    What is aggregated is a number of the subject's records and no dimension.
    """
    body = getattr(one, one.body)
    if isinstance(body, Aggregated):
        return
    if isinstance(body, tuple):
        yield from (((one.body, index), name) for index, name in enumerate(body))
    else:
        yield from _inside(body, (one.body,))


def _inside(value: Any, here: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _inside(part, (*here, index))
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            part = getattr(value, key)
            if key in _METRIC_KEYS | _DIMENSION_KEYS:
                yield from [((*here, key), part)] if part else []
            elif key != "value":
                yield from _inside(part, (*here, key))


def _unknown(one: Calculation, index: int, by_id: Mapping[str, int], known: Known | None) -> Iterator[Finding]:
    """The names in `one` that do not exist."""
    metrics = known.metrics if known else frozenset(METRICS)
    fields = known.dimensions if known else frozenset(DIMENSIONS)
    for place, name in [] if known and known.open else references(one):
        is_known = name in metrics | fields or (known is None and (is_metric(name) or is_dimension(name)))
        if name in by_id or is_known:
            continue
        wants_metric = place[0] == "sum" or place[-1] in _METRIC_KEYS
        what, names = (N_("metric"), metrics) if wants_metric else (N_("dimension"), fields)
        near = [*names, *(other for other in by_id if other != one.id)]
        yield (index, *place), unknown(what, plain(name), near)


def _in_order(
    define: Sequence[Calculation], by_id: Mapping[str, int], found: list[Finding], faulty: set[str]
) -> list[int]:
    """The calculations, each after those that it stands on; a circle is told once, at its first member."""
    order: list[int] = []
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in done:
            return
        if name in way:
            circle = [*way[way.index(name) :], name]
            if not faulty & set(circle):
                told = _("this calculation stands on itself: {way}").format(way=" → ".join(circle))
                found.append(((min(by_id[part] for part in circle),), told))
            faulty.update(circle)
            return
        for _place, part in references(define[by_id[name]]):
            if part in by_id:
                visit(part, (*way, name))
        done.add(name)
        order.append(by_id[name])

    for one in define:
        visit(one.id, ())
    return order


def _make(one: Calculation, index: int, names: dict[str, str], known: Known | None) -> list[Finding]:
    """Name `one`, and make what it says; what is wrong with it, if so."""
    resolved = renamed(one, names)
    name = _name(resolved)
    if name in names.values():
        return [((index,), _("'{name}' says the same as another calculation; keep one").format(name=one.id))]
    if known is not None:
        names[one.id] = name
        return []
    try:
        made = bodies.make(resolved, name)
    except bodies.Refused as refused:
        return [((index, *refused.place), str(refused))]
    except MingjingError as refused:
        return [((index, one.body), str(refused))]
    if isinstance(made, Metric):
        METRICS_MADE.put(name, made)
    elif isinstance(made, Dim):
        DIMENSIONS_MADE.put(name, made)
    if one.id != name:
        IDS_MADE.put(name, one.id)
    names[one.id] = name
    return []


def _name(resolved: Calculation) -> str:
    said = resolved.model_dump(mode="json", exclude={"id", "saved"}, exclude_none=True)
    digest = sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    return f"{plain(resolved.id)[:_LONGEST]}__{digest}"


def named(define: Sequence[Calculation], names: Mapping[str, str]) -> tuple[Calculation, ...]:
    return tuple(renamed(one, names).model_copy(update={"id": names[one.id]}) for one in define)


def _renamed_all(parts: tuple[Model, ...], names: Mapping[str, str]) -> tuple[Model, ...]:
    return tuple(renamed(part, names) for part in parts)


def renamed(model: Model, names: Mapping[str, str]) -> Model:
    """`model` with every name of a metric or dimension in it as `names` says; values of filters stay."""
    changes: dict[str, Any] = {}
    for key in type(model).model_fields:
        part = getattr(model, key)
        if key in _METRIC_KEYS | _DIMENSION_KEYS and isinstance(part, str):
            changes[key] = names.get(part, part)
        elif isinstance(part, BaseModel):
            changes[key] = renamed(part, names)
        elif isinstance(part, tuple) and isinstance(model, Calculation) and key == "sum":
            changes[key] = tuple(names.get(name, name) for name in part)
        elif isinstance(part, tuple) and part and isinstance(part[0], BaseModel):
            changes[key] = _renamed_all(part, names)
    changed = {key: part for key, part in changes.items() if part != getattr(model, key)}
    return model.model_copy(update=changed) if changed else model
