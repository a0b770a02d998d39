"""Cross-filters: what a click on one tile of a board means to the others. Pure: no screen, no store.

A click only ever adds conditions to questions that are asked over what the reader may see; it cannot show more rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.chart import Chart
from dashboards.link_parts import read_parts, write_parts
from datasource.errors import MingjingError
from datasource.metrics.defined import resolve
from datasource.metrics.registry import DIMENSIONS, refusal
from datasource.question import Filter
from datasource.result import Kind

MOST_CLICKS = 24


@dataclass(frozen=True)
class Click:
    """The mark or row of one tile that was clicked, as conditions that all hold for it."""

    tile: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True)
class Linked:
    """What clicks elsewhere mean to one tile: conditions to add, and fields of conditions that it cannot follow."""

    where: tuple[Filter, ...] = ()
    missed: tuple[str, ...] = ()


def toggled(clicks: Sequence[Click], click: Click) -> tuple[Click, ...]:
    """The clicks after one more: it takes the place of its tile's last one, and the same one again takes it back."""
    others = tuple(one for one in clicks if one.tile != click.tile)
    return others if click in clicks or not click.filters else (*others, click)


def without(clicks: Sequence[Click], tile: str) -> tuple[Click, ...]:
    """The clicks less that on one tile."""
    return tuple(one for one in clicks if one.tile != tile)


def linked_to(tile: str, chart: Chart, clicks: Sequence[Click]) -> Linked:
    """What the clicks mean to a linked tile: those of other tiles, as far as all of its metrics have the field."""
    asked = dict.fromkeys(ask for click in clicks if click.tile != tile for ask in click.filters)
    where = tuple(ask for ask in asked if reaches(chart, ask.field))
    missed = dict.fromkeys(ask.field for ask in asked if ask not in where)
    return Linked(where, tuple(missed))


def reaches(chart: Chart, field: str, *, grouping: bool = False) -> bool:
    """Whether every metric of `chart` can be filtered (or grouped) by the dimension `field`."""
    if field not in DIMENSIONS:
        return False
    made = resolve(chart.calculations)[0]
    try:
        return all(refusal(made.get(name, name), field, grouping=grouping) is None for name in chart.shelves.metrics())
    except MingjingError:
        return False


def write_clicks(clicks: Iterable[Click]) -> list[str]:
    """The clicks as texts for an address."""
    return [write_parts((click.tile,), ((ask.field, ask) for ask in click.filters)) for click in clicks]


def read_clicks(texts: Sequence[str], charts: Mapping[str, Chart]) -> tuple[tuple[Click, ...], list[str]]:
    """The clicks of an address, and the texts that cannot be followed.

    `charts` are those that can be clicked, by tile. A click names dimensions that its chart shows, and nothing else.
    """
    found: dict[str, Click] = {}
    failed = []
    for text in texts[:MOST_CLICKS]:
        try:
            click = _read(text, charts)
        except ValueError:
            failed.append(text)
        else:
            found[click.tile] = click
    return tuple(found.values()), [*failed, *texts[MOST_CLICKS:]]


def clickable(chart: Chart) -> tuple[str, ...]:
    """The dimensions of a chart that a click on it filters by."""
    fields = (part.field for part in chart.shelves.dimensions())
    return tuple(name for name in fields if name in DIMENSIONS and DIMENSIONS[name].kind is not Kind.NUMBER)


def _read(text: str, charts: Mapping[str, Chart]) -> Click:
    (tile, _op, _value), *parts = read_parts(text)
    if tile not in charts or not parts:
        raise ValueError(text)
    fields = clickable(charts[tile])
    if any(field not in fields for field, _op, _value in parts) or len({part[0] for part in parts}) < len(parts):
        raise ValueError(text)
    return Click(tile, tuple(Filter(field=field, op=op, value=value) for field, op, value in parts))
