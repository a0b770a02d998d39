"""Two segments: textbook intervals, agreement with scipy, chance at its stated rate, and sentences for no answer."""

from collections.abc import Callable

import numpy as np
import pytest

from datasource.analytics.refusals import Floats
from datasource.analytics.segment_compare import Measure, compare, compare_rates
from datasource.errors import MingjingError


def _drawn(seed: int = 3) -> tuple[Floats, Floats]:
    draw = np.random.default_rng(seed)
    return draw.lognormal(3, 0.6, 90), draw.lognormal(3.4, 0.9, 61)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_rates_as_in_newcombes_table(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    found = compare_rates(first, second)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.difference == pytest.approx(first[0] / first[1] - second[0] / second[1])


def test_means_agree_with_scipy() -> None:
    from scipy.stats import ttest_ind  # noqa: PLC0415

    first, second = _drawn()
    wanted = ttest_ind(first, second, equal_var=False)
    interval = wanted.confidence_interval(0.95)
    found = compare(first, second)

    assert found.chance == pytest.approx(wanted.pvalue, rel=1e-9)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-9)
    assert found.certain


def test_bootstrap_of_medians_agrees_with_drawing_whole_samples() -> None:
    for size in (60, 61):
        first, second = _drawn(7)[0][:size], _drawn(8)[1]
        draw = np.random.default_rng(0)
        gaps = [np.median(draw.choice(first, len(first))) - np.median(draw.choice(second, 61)) for _run in range(4000)]
        found = compare(first, second, "median")

        assert found.difference == pytest.approx(np.median(first) - np.median(second))
        assert (found.low, found.high) == pytest.approx(np.quantile(gaps, (0.025, 0.975)), abs=0.9)


@pytest.mark.parametrize("measure", ["mean", "median", "rate"])
def test_swapping_the_segments_turns_the_sign(measure: Measure) -> None:
    first, second = _drawn()
    if measure == "rate":
        first, second = (first > 20).astype(np.float64), (second > 20).astype(np.float64)
    one, other = compare(first, second, measure), compare(second, first, measure)

    assert one.difference == -other.difference
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=0.0 if measure == "rate" else 1.5)


def test_segments_of_one_kind_differ_by_chance_as_often_as_stated() -> None:
    draw = np.random.default_rng(2)
    certain: dict[Measure, int] = {"mean": 0, "median": 0, "rate": 0}
    plain: tuple[Measure, ...] = ("mean", "median")
    for _run in range(100):
        first, second = draw.exponential(size=40), draw.exponential(size=50)
        for measure in plain:
            certain[measure] += compare(first, second, measure).certain
        certain["rate"] += compare(np.where(first > 1, 1.0, 0.0), np.where(second > 1, 1.0, 0.0), "rate").certain

    assert max(certain.values()) <= 12


def _reshuffled(first: Floats, second: Floats, statistic: Callable[..., Floats]) -> float:
    """The permutation test: how many of 2,000 reshuffles of the segments differ at least as much."""
    both = np.concatenate([first, second])
    mixed = np.random.default_rng(0).permuted(np.tile(both, (2000, 1)), axis=1)
    gaps = statistic(mixed[:, : len(first)], axis=1) - statistic(mixed[:, len(first) :], axis=1)
    return float((np.abs(gaps) >= np.abs(statistic(first) - statistic(second)) - 1e-12).mean())


def test_chances_agree_with_a_permutation_test() -> None:
    draw = np.random.default_rng(4)
    for shift in (0.0, 0.2, 0.4, 0.8):
        first, second = draw.normal(shift, size=80), draw.normal(size=90)
        assert compare(first, second).chance == pytest.approx(_reshuffled(first, second, np.mean), abs=0.03)
        assert compare(first, second, "median").chance == pytest.approx(_reshuffled(first, second, np.median), abs=0.15)
        one, other = np.where(first > 0, 1.0, 0.0), np.where(second > 0, 1.0, 0.0)
        wide = _reshuffled(one, other, np.mean)
        assert compare(one, other, "rate").chance == pytest.approx(wide, abs=0.12)


def test_missing_values_are_counted_and_left_out() -> None:
    first, second = _drawn()
    holes = np.concatenate([first, [np.nan] * 5])
    found, whole = compare(holes, second), compare(first, second)

    assert (found.missing, found.rows) == ((5, 0), (90, 61))
    assert found.low == whole.low


@pytest.mark.parametrize(
    ("first", "second", "measure", "sentence"),
    [
        (np.arange(3.0), np.arange(20.0), "mean", "At least 8 values"),
        (np.full(20, np.nan), np.arange(20.0), "mean", "At least 8 values"),
        (np.ones(20), np.ones(20), "mean", "the same value"),
        (np.ones(20), np.ones(20), "rate", "the same value"),
        (np.full(20, 5.0), np.full(20, 6.0), "mean", "one value in all its rows"),
        (np.full(20, 5.0), np.full(20, 6.0), "median", "one value in all its rows"),
        (np.arange(20.0), np.ones(20), "rate", "yes and no"),
        (np.full(20, np.inf), np.arange(20.0), "mean", "infinite"),
    ],
)
def test_segments_without_an_answer_get_a_sentence(
    first: Floats, second: Floats, measure: Measure, sentence: str
) -> None:
    with pytest.raises(MingjingError, match=sentence):
        compare(first, second, measure)


def test_more_hits_than_rows_are_refused() -> None:
    with pytest.raises(MingjingError, match="more hits than rows"):
        compare_rates((12, 10), (3, 20))
