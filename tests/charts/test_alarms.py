"""A number with its alarms: lines, the limit, and marks of fired and calm buckets that are told apart by shape."""

from datasource.question import Grain
from datasource.result import Column, Kind, Unit
from tests.charts.drawing import spec_texts
from widgets.charts.alarms import alarms
from widgets.charts.look import Look

BUCKET = Column("date", "Bucket", Kind.DATE, grain=Grain.MONTH)
AMOUNT = Column("actual", "Contract amount", Kind.NUMBER, Unit.MONEY, metric="contract_amount")
ROWS = [
    {"date": "2024-01", "actual": 20.0, "expected": None, "limit": 10.0, "state": ""},
    {"date": "2024-02", "actual": 0.0, "expected": 15.0, "limit": 10.0, "state": "fired"},
    {"date": "2024-03", "actual": 30.0, "expected": 12.0, "limit": 10.0, "state": "calm"},
]


def test_the_course_stands_over_its_buckets() -> None:
    texts = spec_texts(alarms(BUCKET, AMOUNT, Look()), ROWS, Look())
    assert "Contract amount" in texts
    assert any("Jan" in text for text in texts)


def test_fired_and_calm_buckets_have_shapes_of_their_own() -> None:
    layers = alarms(BUCKET, AMOUNT, Look())["layer"]
    marks = [(layer["mark"]["type"], layer["mark"].get("shape")) for layer in layers]
    assert marks == [
        ("line", None), ("line", None), ("line", None), ("point", "triangle-up"), ("point", "circle"), ("point", None),
    ]  # fmt: skip
    assert {one["name"] for one in alarms(BUCKET, AMOUNT, Look())["params"]} == {"near", "pick"}
