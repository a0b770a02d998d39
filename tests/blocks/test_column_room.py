"""Columns of words are as wide as their longest cell, also where the grid does not look at it."""

import pytest

from widgets.blocks.column_room import room_for


@pytest.mark.parametrize(
    ("texts", "room"),
    [
        (["周志强"] * 9 + ["Hannah Walsh", "Total"], 106),
        (["2026年9月"] * 9 + ["2026年10月", "2026年11月", "合计"], 91),
        (["贾芳", "魏军", "邓霞", "胡丽", "杨涛", "Alice Tanaka"], 106),
        (["Hannah Walsh"] * 3 + ["周志强"] * 9, None),
        (["周志强", "Hannah Walsh"], None),
        (["short"] * 12 + ["a sentence that goes on and on " * 4], 220),
        (["a sentence that goes on and on " * 4] * 12, None),
        ([], None),
    ],
)
def test_a_column_has_room_for_the_cells_that_the_grid_does_not_measure(texts: list[str], room: int | None) -> None:
    assert room_for(texts, "Owner") == room


def test_a_head_that_is_wider_than_the_cells_needs_no_room() -> None:
    assert room_for(["3"] * 9 + ["30"], "Days in the stage") is None
