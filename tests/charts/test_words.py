"""Text inside a drawing agrees with `widgets.format`."""

from typing import Any

import pytest

from datasource.question import Grain
from datasource.result import Unit
from tests.charts.drawing import spec_texts
from widgets import format as text
from widgets.charts import words
from widgets.charts.look import Look

LANGUAGES = ["en", "zh_CN", "vi"]


def vega_texts(expression: str, values: list[Any], language: str) -> list[str]:
    """What Vega makes of an expression over `datum.value`."""
    spec = {
        "transform": [{"calculate": expression, "as": "text"}],
        "mark": "text",
        "encoding": {"y": {"field": "row", "type": "ordinal", "axis": None}, "text": {"field": "text"}},
    }
    rows = [{"row": row, "value": value} for row, value in enumerate(values)]
    return spec_texts(spec, rows, Look(language=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("grain", "labels"),
    [
        (Grain.YEAR, ["2017"]),
        (Grain.QUARTER, ["2017-Q1", "2017-Q4"]),
        (Grain.MONTH, ["2017-03", "2017-12"]),
        (Grain.WEEK, ["2017-W09", "2017-W52"]),
        (Grain.DAY, ["2017-03-05", "2017-10-31"]),
    ],
)
def test_date_buckets_read_the_same_in_charts_and_tables(language: str, grain: Grain, labels: list[str]) -> None:
    drawn = vega_texts(words.bucket_text("datum.value", grain, language), labels, language)
    assert drawn == [text.bucket(label, grain, language) for label in labels]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.MONEY])
def test_short_numbers_read_the_same_in_charts_and_cards(language: str, unit: Unit) -> None:
    values = [0, 950, 12_000, -56_000, 12_345_678, 3_400_000_000]
    drawn = vega_texts(words.short("datum.value", unit, Look(language=language), 1), values, language)
    assert [part.replace("\u2212", "-") for part in drawn] == [text.compact(value, unit, language) for value in values]


def test_an_axis_writes_month_over_year() -> None:
    assert vega_texts(words.bucket_lines("datum.value", Grain.MONTH, "zh_CN"), ["2017-03"], "zh_CN") == ["3月 2017"]
