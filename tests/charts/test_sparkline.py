"""A word-sized line over date buckets."""

from tests.charts.answers import MONTH, WON
from tests.charts.drawing import spec_texts
from widgets.charts.look import Look
from widgets.charts.sparkline import sparkline


def test_a_sparkline_is_a_line_without_axes_in_the_order_of_time() -> None:
    spec = sparkline(MONTH, WON, Look())
    assert (
        spec_texts(spec, [{"date": "2017-01", "won_amount": 1.0}, {"date": "2017-02", "won_amount": 2.0}], Look()) == []
    )
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["area", "line", "point"]
    assert {layer["encoding"]["x"]["sort"] for layer in spec["layer"]} == {"ascending"}
