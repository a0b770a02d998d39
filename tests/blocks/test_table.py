"""Tables write every number in the reader's language and keep its value for sorting."""

import pytest

from datasource.result import Column
from tests.charts.answers import COUNT, CYCLE, RATE, TEAM, WON, WON_CHANGE, answer
from widgets.blocks.table import browser_format, written
from widgets.charts.look import Look


def test_cells_are_written_by_unit_and_keep_their_values() -> None:
    columns = (TEAM, WON, RATE, CYCLE)
    result = answer(columns, [{"team": "North", "won_amount": 1234.5, "win_rate": None, "cycle_days": 12.0}])
    styled = written(columns, result.rows, Look(language="vi", currency="USD"))
    html = styled.to_html()
    assert [text in html for text in ("1.234,50\u00a0US$", "—", "12 ngày")] == [True, True, True]
    assert styled.data["won_amount"].tolist() == [1234.5]


@pytest.mark.parametrize(
    ("column", "language", "expected"),
    [
        (WON, "en", "$%,.2f"),
        (COUNT, "zh_CN", "%,.0f"),
        (CYCLE, "en", "%,.1f"),
        (RATE, "vi", "percent"),
        (WON_CHANGE, "en", "percent"),
        (WON, "vi", "localized"),
    ],
)
def test_long_tables_are_written_by_the_browser(column: Column, language: str, expected: str) -> None:
    assert browser_format(column, Look(language=language, currency="USD")) == expected
