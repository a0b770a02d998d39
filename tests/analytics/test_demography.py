"""Demographic segments: shares and index by hand, small groups put together, refusals."""

import polars as pl
import pytest

from datasource.analytics.demography import demography
from datasource.errors import MingjingError

ROWS = pl.DataFrame(
    {
        "customer": range(50),
        "region": ["north"] * 25 + ["south"] * 20 + ["moon"] * 3 + [None, ""],
        "money": [10.0] * 24 + [34] + [5.0] * 20 + [1.0] * 5,
    }
)


def test_groups_by_hand() -> None:
    found = demography(ROWS, ["region"], "money")

    assert found["region"].to_list() == ["north", "south", "Others"]
    assert found["customers"].to_list() == [25, 20, 5]
    assert found["total"].to_list() == [274, 100, 5]
    assert found["total_share"].sum() == pytest.approx(1)
    assert found["index"].to_list() == pytest.approx([100 * 10.96 / 7.58, 100 * 5 / 7.58, 100 / 7.58])
    assert found["low"][0] == pytest.approx(10.96 - 1.96 * 4.8 / 5, abs=1e-3)


def test_empty_cells_are_a_group_of_their_own_when_there_are_enough() -> None:
    found = demography(ROWS, ["region"], "money", fewest=2)

    assert found["region"].to_list() == ["north", "south", "moon", "Not stated"]
    assert found["customers"].to_list() == [25, 20, 3, 2]


def test_two_fields_make_combinations() -> None:
    rows = ROWS.with_columns(size=pl.when(pl.col("customer") % 2 == 0).then(pl.lit("large")).otherwise(pl.lit("small")))
    found = demography(rows, ["region", "size"], "money", fewest=10)

    assert found.select("region", "size", "customers").rows() == [
        ("north", "large", 13),
        ("north", "small", 12),
        ("south", "large", 10),
        ("south", "small", 10),
        ("Others", "Others", 5),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (ROWS[:3], "At least 20 customers"),
        (ROWS.drop("money"), "lack the columns money"),
        (pl.concat([ROWS, ROWS]), "stand in several rows"),
        (ROWS.with_columns(-pl.col("money")), "below zero"),
        (ROWS.with_columns(money=pl.lit(None, pl.Float64)), "All values are zero"),
        (ROWS.with_columns(region=pl.lit("north")), "one group"),
        (ROWS.with_columns(region=pl.lit(None, pl.String)), "one group"),
    ],
)
def test_rows_that_tell_nothing_are_refused(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        demography(rows, ["region"], "money")
