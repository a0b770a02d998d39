"""A card tells how far its number moved: a rate by points, anything else by a percentage, a level one by neither."""

import pytest

from datasource.result import Column
from tests.charts.answers import RATE, WON
from widgets.blocks import kpi


@pytest.mark.parametrize(
    ("column", "value", "base", "change", "told"),
    [
        (WON, 150.0, 100.0, 0.5, "+50.0%"),
        (RATE, 0.58, 0.541, 0.072, "+3.9 points"),
        (RATE, 0.411, 0.5, -0.178, "-8.9 points"),
        (RATE, 0.5, None, None, None),
        (WON, 1.0, None, None, None),
    ],
)
def test_a_change_is_told_by_unit(
    column: Column, value: float, base: float | None, change: float | None, told: str | None
) -> None:
    row = {column.name: value, f"{column.name}__base": base, f"{column.name}__change": change}
    assert kpi.change_text(column, kpi.moved(column, row), "en") == told


def test_what_stays_level_is_neither_good_nor_bad() -> None:
    assert kpi._verdict(WON, 0.0) is None
    assert kpi._level(0.0004)
    assert not kpi._level(None)
