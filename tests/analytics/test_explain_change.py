"""The parts of a change add up exactly, mean what they say, and lead to their records."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.analytics.explain_change import EFFECTS, Change, Measure, explain_change
from datasource.errors import MingjingError

BEFORE = pl.DataFrame(
    {
        "region": ["east", "east", "west", "west"],
        "product": ["A", "B", "A", "C"],
        "amount": [100.0, 300.0, 50.0, 80.0],
        "pieces": [10, 10, 5, 4],
    }
)
AFTER = pl.DataFrame(
    {
        "region": ["east", "east", "west", "north"],
        "product": ["A", "B", "A", "A"],
        "amount": [120.0, 600.0, 50.0, 30.0],
        "pieces": [10, 20, 5, 3],
    }
)
SALES, WIN_RATE = Measure("amount", "pieces"), Measure("won", "deals", ratio=True)
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["east", "west", None]),
        st.sampled_from(["A", "B", "C"]),
        st.floats(-1e4, 1e4, allow_nan=False),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=30,
)


def _frame(records: list[tuple[str | None, str, float, int]]) -> pl.DataFrame:
    schema = {"region": pl.String, "product": pl.String, "amount": pl.Float64, "pieces": pl.Int64}
    return pl.DataFrame(records, schema=schema, orient="row")


def _adds_up(found: Change) -> None:
    assert sum(getattr(found, effect) for effect in EFFECTS) == pytest.approx(found.change, rel=1e-9, abs=1e-9)
    for depth in range(1, len(found.levels) + 1):
        parts = found.parts.filter(pl.col("depth") == depth)
        assert parts["change"].sum() == pytest.approx(found.change, rel=1e-9, abs=1e-9)
        assert parts["after"].sum() == pytest.approx(found.after, rel=1e-9, abs=1e-9)
    sums = found.parts.select(pl.sum_horizontal(EFFECTS) - pl.col("change")).to_series()
    assert sums.abs().max() == pytest.approx(0, abs=1e-9)


def test_a_total_by_hand() -> None:
    found = explain_change(BEFORE, AFTER, ["region", "product"], SALES)

    assert (found.before, found.after, found.new, found.lost) == (530, 800, 30, -80)
    assert found.volume == pytest.approx(10 * 1220 / 60)
    assert found.mix == pytest.approx(10 * (30 - 1220 / 60))
    assert found.rate == pytest.approx(20)
    _adds_up(found)


def test_a_count_has_volume_alone() -> None:
    one = pl.DataFrame({"source": ["web", "web", "fair"], "leads": [1, 1, 1]})
    other = pl.DataFrame({"source": ["web", "fair", "fair", "fair", "fair"], "leads": [1, 1, 1, 1, 1]})
    found = explain_change(one, other, ["source"], Measure("leads"))

    assert (found.volume, found.mix, found.rate, found.new, found.lost) == (2, 0, 0, 0, 0)
    assert found.parts["change"].to_list() == [3, -1]


def test_a_ratio_by_hand() -> None:
    one = pl.DataFrame({"team": ["a", "b"], "won": [50.0, 10.0], "deals": [100, 100]})
    other = pl.DataFrame({"team": ["a", "b"], "won": [25.0, 30.0], "deals": [50, 150]})
    found = explain_change(one, other, ["team"], WIN_RATE)

    assert (found.before, found.after) == pytest.approx((0.30, 0.275))
    assert found.rate == pytest.approx(0.625 * 0.1)
    assert found.mix == pytest.approx(-0.25 * (0.5 - 0.2875) + 0.25 * (0.15 - 0.2875))
    assert (found.volume, found.new, found.lost) == (0, 0, 0)
    _adds_up(found)


def test_equal_rates_and_moved_shares_leave_a_ratio_as_it_is() -> None:
    one = pl.DataFrame({"team": ["a", "b"], "won": [2.0, 4.0], "deals": [10, 20]})
    other = pl.DataFrame({"team": ["a", "c"], "won": [6.0, 1.0], "deals": [30, 5]})
    found = explain_change(one, other, ["team"], WIN_RATE)

    assert [getattr(found, effect) for effect in EFFECTS] == pytest.approx([0] * 5, abs=1e-12)


@given(one=RECORDS, other=RECORDS)
@settings(max_examples=60, deadline=None)
def test_totals_of_any_records_add_up(
    one: list[tuple[str | None, str, float, int]], other: list[tuple[str | None, str, float, int]]
) -> None:
    _adds_up(explain_change(_frame(one), _frame(other), ["region", "product"], SALES))
    _adds_up(explain_change(_frame(one), _frame(other), ["region", "product"], Measure("amount")))


@given(one=RECORDS, other=RECORDS)
@settings(max_examples=60, deadline=None)
def test_ratios_of_any_records_add_up(
    one: list[tuple[str | None, str, float, int]], other: list[tuple[str | None, str, float, int]]
) -> None:
    before, after = (_frame([*rows, ("east", "A", 10.0, 5)]) for rows in (one, other))

    _adds_up(explain_change(before, after, ["region", "product"], Measure("amount", "pieces", ratio=True)))


def test_lower_parts_sum_to_the_part_above_and_its_filters_lead_to_its_records() -> None:
    found = explain_change(BEFORE, AFTER, ["region", "product"], SALES)
    east = (
        found.parts.with_row_index("part").filter(pl.col("depth") == 1, pl.col("region") == "east").row(0, named=True)
    )
    below = found.parts.filter(pl.col("depth") == 2, pl.col("region") == "east")

    assert found.filters(east["part"]) == {"region": "east"}
    assert below["rate"].sum() == pytest.approx(east["rate"])
    assert AFTER.filter(**found.filters(east["part"]))["amount"].sum() == east["after"] == 720


def test_empty_cells_are_a_part_of_their_own_in_both_periods() -> None:
    one = _frame([(None, "A", 10.0, 1)])
    found = explain_change(one, _frame([(None, "A", 15.0, 1)]), ["region"], SALES)

    assert (found.rate, found.new, found.lost) == (5, 0, 0)
    assert found.filters(0) == {"region": None}


def test_the_order_of_records_changes_nothing() -> None:
    mixed = AFTER.sample(fraction=1, shuffle=True, seed=1)
    one, other = (explain_change(BEFORE, after, ["region"], SALES) for after in (AFTER, mixed))

    assert one.parts.equals(other.parts)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (BEFORE.clear(), "records in each of the two periods"),
        (BEFORE.drop("pieces"), "lack the columns pieces"),
        (BEFORE.with_columns(pl.lit(None, pl.Float64).alias("amount")), "4 values of 'amount' are no numbers"),
        (BEFORE.with_columns(pl.lit(-1).alias("pieces")), "'pieces' are below zero"),
        (BEFORE.with_columns(pl.lit(0).alias("pieces")), "denominator is zero"),
    ],
)
def test_what_cannot_be_explained_gets_a_sentence(before: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        explain_change(before, AFTER, ["region"], Measure("amount", "pieces", ratio=True))


def test_a_ratio_needs_a_denominator_and_a_split_a_field() -> None:
    with pytest.raises(MingjingError, match="needs its denominator"):
        explain_change(BEFORE, AFTER, ["region"], Measure("amount", ratio=True))
    with pytest.raises(MingjingError, match="at least one field"):
        explain_change(BEFORE, AFTER, [], Measure("amount"))
