"""Each option changes the drawings of the kinds that list it, and stays without effect in all others."""

import json
from typing import Any

import pytest

from dashboards.kind_options import OPTIONS_OF, as_used
from dashboards.kinds import KINDS, missing
from dashboards.model import Chart, Options, Shelves
from dashboards.options import Annotation, ReferenceBand, ReferenceLine
from datasource.errors import MingjingError
from datasource.question import Dimension, Grain
from datasource.result import Column, Kind, Unit
from tests.charts.answers import COUNT, MONTH, PRODUCT, RATE, TEAM, WON, WON_CHANGE
from widgets.charts.look import Look
from widgets.charts.marks import MARKS, draw
from widgets.charts.theme import config

DAY = Column("date", "Date", Kind.DATE, grain=Grain.DAY)
REGION, CITY = Column("region", "Region", Kind.TEXT), Column("city", "City", Kind.TEXT)
COUNTRY = Column("country", "Country", Kind.TEXT)
AMOUNT = Column("amount", "Amount", Kind.NUMBER)
OTHER = Column("lost_amount", "Lost", Kind.NUMBER, Unit.MONEY, metric="lost_amount")
COLUMNS = (TEAM, PRODUCT, REGION, CITY, COUNTRY, AMOUNT, WON, OTHER, RATE, COUNT)


def on(column: Column, **more: Any) -> Dimension:
    return Dimension(field=column.name, grain=column.grain, **more)


AXES: tuple[dict[str, Any], ...] = (
    {},
    {"columns": (on(TEAM),)},
    {"columns": (on(MONTH),)},
    {"columns": (on(DAY),)},
    {"columns": (on(TEAM),), "rows": (on(PRODUCT),)},
    {"columns": (on(CITY),)},
    {"columns": (on(REGION),)},
    {"columns": (on(COUNTRY),)},
    {"columns": (on(AMOUNT, bins=(5.0, 10.0)),)},
    {"detail": (on(TEAM),)},
)
PARTS: tuple[dict[str, Any], ...] = ({}, {"color": on(PRODUCT)}, {"size": COUNT.name})
VALUES: tuple[tuple[str, ...], ...] = ((WON.name,), (WON.name, OTHER.name), (WON.name, RATE.name))
SHELVES = [Shelves(values=values, **axes, **parts) for values in VALUES for axes in AXES for parts in PARTS]
CHANGES: dict[str, Any] = {
    "labels": True,
    "legend": False,
    "stack": "normalize",
    "marks": True,
    "area": "440000",
    "x_title": "Across",
    "y_title": "Up",
    "axes": False,
    "log": True,
    "from_zero": False,
    "palette": "safe",
    "nulls": "connect",
    "trend": True,
    "lines": (ReferenceLine(value=5.0),),
    "bands": (ReferenceBand(low=1.0),),
    "notes": (Annotation(at="North", text="Moved"),),
    "target": 5.0,
}


def drawing(kind: str, shelves: Shelves, options: Options) -> str:
    """One drawing with its config; empty for metrics of two units where there is room for one."""
    dates = {dimension.grain for dimension in shelves.dimensions() if dimension.field == "date"}
    columns = (*COLUMNS, *((DAY if Grain.DAY in dates else MONTH,) if dates else ()), WON_CHANGE)
    asked = Chart(kind=kind, shelves=shelves, options=options)
    try:
        spec = draw(asked, columns, Look())
    except MingjingError:
        return ""
    return json.dumps([spec, config(Look(palette=as_used(asked).options.palette))])


def test_every_kind_lists_options_that_exist() -> None:
    assert set(OPTIONS_OF) == set(KINDS)
    assert {name for names in OPTIONS_OF.values() for name in names} == set(Options.model_fields)


@pytest.mark.parametrize("kind", sorted(MARKS))
def test_listed_options_change_the_drawing_and_others_do_not(kind: str) -> None:
    fitting = [shelves for shelves in SHELVES if not missing(kind, shelves)]
    assert fitting
    for name, value in CHANGES.items():
        options = Options(**{name: value})
        if name in OPTIONS_OF[kind]:
            told = (drawing(kind, one, options) != drawing(kind, one, Options()) for one in fitting)
            assert any(told), f"{name} changes no drawing"
        else:
            asked = Chart(kind=kind, shelves=fitting[0], options=options)
            assert as_used(asked).options == Options(), f"{name} is not listed"
