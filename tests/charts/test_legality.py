"""Kinds by shelves: a kind that misses nothing is drawn, and one that misses something says so instead."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import vl_convert

from dashboards.kinds import KINDS, TABLES, missing
from dashboards.model import Chart, Shelves
from datasource.errors import MingjingError
from datasource.question import Dimension, Grain
from datasource.result import Column, Kind, Unit
from widgets.charts.look import Look
from widgets.charts.map import inlined
from widgets.charts.marks import MARKS, draw

DIMENSIONS = {
    "team": Dimension(field="team"),
    "product": Dimension(field="product"),
    "region": Dimension(field="region"),
    "stage": Dimension(field="stage"),
    "customer": Dimension(field="customer"),
    "level": Dimension(field="level"),
    "month": Dimension(field="month_date", grain=Grain.MONTH),
    "day": Dimension(field="day_date", grain=Grain.DAY),
    "amount": Dimension(field="amount", bins=(0, 10)),
}
METRICS = ("won", "lost", "open", "more")
COLUMNS = (
    *(
        Column(one.field, one.field, Kind.DATE if one.grain else Kind.TEXT, grain=one.grain)
        for one in DIMENSIONS.values()
    ),
    *(Column(name, name, Kind.NUMBER, Unit.MONEY, metric=name) for name in METRICS),
)
ON_COLUMNS = ((), ("team",), ("month",), ("day",), ("region",), ("amount",), ("team", "product"))
EXTRAS: tuple[dict[str, Any], ...] = (
    {},
    {"size": "more"},
    {"second": ("more",)},
    {"hints": ("more",)},
    {"detail": (DIMENSIONS["customer"],)},
    {"facet": DIMENSIONS["level"]},
)


def states() -> Iterator[Shelves]:
    """Shelves of every sort: seven fillings of columns, with and without rows and colour, 0 to 3 metrics, one more."""
    for columns, rows, colour, count, extra in product(
        ON_COLUMNS, ((), ("stage",)), (None, "product"), range(4), EXTRAS
    ):
        if colour not in columns and (not extra or count in (1, 2)):
            yield Shelves(
                columns=tuple(DIMENSIONS[name] for name in columns),
                rows=tuple(DIMENSIONS[name] for name in rows),
                color=DIMENSIONS[colour] if colour else None,
                values=METRICS[:count],
                **extra,
            )


STATES = tuple(states())
THIRD = 3
"""The fast tests take every third of the states that a kind refuses, and of those that it draws."""


def clicks(spec: dict[str, Any]) -> list[list[str] | None]:
    """The fields of each click that one view takes."""
    picks = [one for one in spec["params"] if one["name"] == "pick"]
    return [one["select"].get("fields") for one in picks if len(one.get("views", ["its own"])) == 1]


def fields(shelves: Shelves) -> list[str] | None:
    return [one.field for one in shelves.dimensions()] or None


@pytest.mark.parametrize("step", [THIRD, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", sorted(MARKS))
def test_a_kind_is_drawn_and_takes_a_click_if_and_only_if_nothing_is_missing(kind: str, step: int) -> None:
    refused = [shelves for shelves in STATES if missing(kind, shelves)]
    for shelves in refused[::step]:
        with pytest.raises(MingjingError) as told:
            draw(Chart(kind=kind, shelves=shelves), COLUMNS, Look())
        assert str(told.value) == " ".join(missing(kind, shelves))
    drawn: list[dict[str, Any]] = []
    for shelves in [shelves for shelves in STATES if not missing(kind, shelves)][::step]:
        drawn.append(draw(Chart(kind=kind, shelves=shelves), COLUMNS, Look()))
        assert clicks(drawn[-1]) == [["_bin"] if kind == "histogram" and shelves.detail else fields(shelves)]
    assert drawn
    for spec in (drawn[0], drawn[-1]):
        vl_convert.vegalite_to_vega({**inlined(spec), "data": {"values": []}, "width": 400, "height": 200})


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"kpi", "gauge"}))
def test_every_kind_fits_some_shelves_and_not_others(kind: str) -> None:
    fits = [not missing(kind, shelves) for shelves in STATES]
    assert any(fits)
    assert not all(fits)


def test_cards_and_tables_are_no_drawings() -> None:
    assert set(KINDS) - set(MARKS) == TABLES == {"kpi", "table", "pivot", "detail"}
