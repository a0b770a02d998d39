"""Adjusted p-values: the worked example of Benjamini and Hochberg 1995."""

import numpy as np
import pytest

from datasource.analytics.discoveries import benjamini_hochberg, benjamini_yekutieli, holm
from datasource.errors import MingjingError

EXAMPLE = np.array(
    [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
)


def test_benjamini_hochberg_gives_the_published_example() -> None:
    adjusted = benjamini_hochberg(EXAMPLE)

    assert (adjusted <= 0.05).sum() == 4
    assert adjusted.tolist() == pytest.approx(
        [
            0.0015,
            0.0030,
            0.0095,
            0.035625,
            0.0603,
            0.063857,
            0.063857,
            0.0645,
            0.0765,
            0.486,
            0.581182,
            0.714875,
            0.753231,
            0.813214,
            1.0,
        ],
        abs=5e-7,
    )


def test_benjamini_yekutieli_and_holm_give_the_reference() -> None:
    assert benjamini_yekutieli(EXAMPLE)[:3].tolist() == pytest.approx([0.0049773, 0.0099547, 0.0315232], abs=5e-8)
    assert holm(EXAMPLE)[:4].tolist() == pytest.approx([0.0015, 0.0056, 0.0247, 0.114], abs=5e-7)


def test_the_order_of_tests_changes_nothing() -> None:
    mixed = np.random.default_rng(0).permutation(15)

    assert benjamini_hochberg(EXAMPLE[mixed]).tolist() == benjamini_hochberg(EXAMPLE)[mixed].tolist()


def test_no_tests_give_no_findings() -> None:
    assert benjamini_hochberg([]).tolist() == []


@pytest.mark.parametrize("values", [[0.5, float("nan")], [-0.1], [1.1]])
def test_what_is_no_chance_is_refused(values: list[float]) -> None:
    with pytest.raises(MingjingError, match="between 0 and 1"):
        benjamini_hochberg(values)
