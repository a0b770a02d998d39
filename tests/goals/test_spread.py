"""Spreading a year over its months, and rolling months up again: nothing is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from datasource.goals.sheet import Sheet, Tiers, check, first_months
from datasource.goals.spread import by_weight, evenly, spread


@given(st.integers(0, 10**14), st.lists(st.integers(-(10**9), 10**12), min_size=12, max_size=12))
def test_the_parts_add_up_and_none_is_below_nothing(amount: int, weights: list[int]) -> None:
    parts = by_weight(amount, weights)
    assert sum(parts) == amount
    assert min(parts) >= 0


@given(st.integers(0, 10**14))
def test_even_parts_differ_by_at_most_one_unit(amount: int) -> None:
    parts = evenly(amount)
    assert sum(parts) == amount
    assert max(parts) - min(parts) <= 1


@given(
    st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(sorted),
    st.lists(st.integers(0, 10**9), min_size=12, max_size=12),
)
def test_tiers_that_rise_by_the_year_rise_in_every_month(totals: list[int], weights: list[int]) -> None:
    made = spread(Sheet(), Tiers(*totals), weights)
    assert [made.total(tier) for tier in ("target", "stretch", "challenge")] == totals
    check(made, first_months(2024, 1))


def test_a_year_is_spread_as_the_year_before_was() -> None:
    assert by_weight(100, [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == (75, 25, *[0] * 10)
    assert by_weight(13, [0] * 12) == (1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1)


def test_a_tier_without_a_total_is_left_alone() -> None:
    before = Sheet((Tiers(5, 6), *(Tiers(),) * 11))
    after = spread(before, Tiers(24), [1] * 12)
    assert after.months[0] == Tiers(2, 6)
    assert after.months[11] == Tiers(2)
