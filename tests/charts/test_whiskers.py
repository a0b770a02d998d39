"""Bars with whiskers: good and bad in their colours, long names in full, numbers on the axis."""

from datasource.result import Column, Kind, Unit
from tests.charts.drawing import spec_texts
from widgets.charts.look import Look
from widgets.charts.whiskers import height, whiskers

DRIVER = Column("driver", "Field", Kind.TEXT)
EFFECT = Column("effect", "Points won", Kind.NUMBER, Unit.NUMBER, higher_is_better=True)
ROWS = [
    {"driver": "Source: a word of mouth by a customer", "effect": 12.0, "low": 8.0, "high": 16.0},
    {"driver": "Level: C", "effect": -5.0, "low": -9.0, "high": -1.0},
]


def test_bars_stand_in_their_order_under_their_names() -> None:
    texts = spec_texts(whiskers(DRIVER, EFFECT, Look()), ROWS, Look())
    assert [text for text in texts if text.startswith(("Source", "Level"))] == [row["driver"] for row in ROWS]
    assert {"Points won", "-10", "0", "10"} <= set(texts)


def test_bars_alone_can_be_clicked_and_grow_the_drawing() -> None:
    layers = whiskers(DRIVER, EFFECT, Look())["layer"]
    assert [layer["mark"]["type"] for layer in layers] == ["bar", "rule", "tick", "tick"]
    assert [layer["mark"].get("cursor") for layer in layers] == ["pointer", None, None, None]
    assert height(3) - height(2) == 26
