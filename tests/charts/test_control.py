"""Control charts, what a regression leaves over, eigenvalues and loadings: drawn by Vega, signs beside colours."""

import pytest

from datasource.question import Grain
from datasource.result import Column, Kind, Unit
from tests.charts.drawing import spec_texts
from widgets.charts.control import control, height
from widgets.charts.factor_charts import loadings_map, map_height, scree
from widgets.charts.look import Look
from widgets.charts.residuals import residuals

RATE = Column("rate", "Escalated", Kind.NUMBER, Unit.RATE, higher_is_better=False)
PRODUCT = Column("group", "Product", Kind.TEXT)
MONTH = Column("group", "Month", Kind.DATE, grain=Grain.MONTH)


def _row(group: str, rate: float | None, signal: str | None = None) -> dict[str, object]:
    limits = {"low": 0.1, "high": 0.3, "lower": 0.05, "upper": 0.35, "centre": 0.2}
    return {"group": group, "rate": rate, "signal": signal, **limits}


@pytest.mark.parametrize("dark", [False, True])
def test_products_lie_under_their_names_and_months_stand(dark: bool) -> None:
    look = Look(dark=dark)
    lying = spec_texts(control(PRODUCT, RATE, look), [_row("Box", 0.5, "above"), _row("App", None)], look)
    assert {"Box", "App", "Escalated", "0%"} <= set(lying)
    standing = spec_texts(control(MONTH, RATE, look), [_row("2025-01", 0.2), _row("2025-02", 0.01, "below")], look)
    assert any("Jan" in text for text in standing)
    assert height(5) - height(4) == 24


def test_points_outside_the_limits_have_a_shape_of_their_own() -> None:
    points = control(PRODUCT, RATE, Look())["layer"][-1]
    assert points["mark"]["cursor"] == "pointer"
    shapes = [one["value"] for one in points["encoding"]["shape"]["condition"]]
    assert shapes == ["triangle-up", "triangle-down"]


def test_what_is_left_over_is_written_in_the_unit_of_the_outcome() -> None:
    outcome = Column("residual", "Amount", Kind.NUMBER, Unit.MONEY)
    rows = [{"fitted": 1000.0 * at, "residual": 500.0 - 100 * at, "name": "D", "odd": at % 2} for at in range(9)]
    texts = spec_texts(residuals(outcome, Look()), rows, Look())
    assert {"Fitted", "Left over"} <= set(texts)
    assert any(text.startswith("¥") for text in texts)


def test_loadings_are_written_in_their_cells() -> None:
    rows = [{"field": "Age", "factor": "Factor 1", "loading": 0.81}, {"field": "Age", "factor": "2", "loading": -0.2}]
    texts = spec_texts(loadings_map(Look()), rows, Look())
    assert {"Age", "Factor 1", "0.81", "−0.20"} <= set(texts)
    assert map_height(4) > map_height(3)


def test_eigenvalues_stand_beside_those_of_noise() -> None:
    rows = [{"place": at, "found": 3.0 / at, "noise": 0.5} for at in range(1, 4)]
    assert {"Factor", "1", "3"} <= set(spec_texts(scree(Look()), rows, Look()))
