"""Influence as leaving each row out shows it, and skill on rows held back: none where nothing is told."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.factors import analyse_factors
from datasource.analytics.influence import held_back_skill
from datasource.analytics.linear_models import fit_logit
from datasource.analytics.regression import regress

RNG = np.random.default_rng(3)
ROWS = 80
X = RNG.normal(size=(ROWS, 2))
LINE = 2 + X @ np.array([1.0, -3.0]) + RNG.normal(size=ROWS)
YES = RNG.random(ROWS) < 1 / (1 + np.exp(-X[:, 0]))
FRAME = pl.DataFrame({"a": X[:, 0], "b": X[:, 1], "line": LINE, "yes": YES})


def test_cooks_distance_is_how_far_the_line_moves_without_the_row() -> None:
    points = regress(FRAME, ["a", "b"], "line", robust=True).points
    design = np.column_stack([np.ones(ROWS), X])
    fitted = points["fitted"].to_numpy()
    variance = ((LINE - fitted) ** 2).sum() / (ROWS - 3)
    for row in range(ROWS):
        others = np.arange(ROWS) != row
        moved = design @ np.linalg.lstsq(design[others], LINE[others], rcond=None)[0]
        told = ((fitted - moved) ** 2).sum() / (3 * variance)
        assert points["distance"][row] == pytest.approx(told, rel=1e-6)
    assert points["leverage"].sum() == pytest.approx(3)
    assert points["residual"].to_list() == pytest.approx((LINE - fitted).tolist())


def test_the_distance_of_a_logit_is_close_to_leaving_the_row_out() -> None:
    points = regress(FRAME, ["a", "b"], "yes").points
    outcome = YES.astype(np.float64)
    design, weights = np.column_stack([np.ones(ROWS), X]), fit_logit(X, outcome, penalty=0.0).weights
    fitted = points["fitted"].to_numpy()
    bend = (design * (fitted * (1 - fitted))[:, None]).T @ design
    told = []
    for row in range(ROWS):
        others = np.arange(ROWS) != row
        moved = weights - fit_logit(X[others], outcome[others], penalty=0.0).weights
        told.append(float(moved @ bend @ moved) / 3)
    assert np.corrcoef(points["distance"].to_numpy(), told)[0, 1] > 0.99
    assert points["leverage"].sum() == pytest.approx(3)


def test_points_know_which_rows_were_counted() -> None:
    holes = FRAME.with_columns(pl.when(pl.int_range(pl.len()) % 4 > 0).then("a").alias("a"))
    assert regress(holes, ["a"], "line").points["row"].to_list() == [row for row in range(ROWS) if row % 4]


def test_skill_is_that_of_rows_held_back() -> None:
    assert held_back_skill(X, LINE, yes_no=False) == pytest.approx(1 - 1 / LINE.var(), abs=0.05)
    noise = np.random.default_rng(4).normal(size=(ROWS, 20))
    assert held_back_skill(noise, LINE, yes_no=False) < 0
    assert held_back_skill(noise, YES.astype(float), yes_no=True) < 0


def test_fields_that_repeat_each_other_in_a_part_of_the_rows_break_nothing() -> None:
    marks = np.column_stack([X[:, 0], np.arange(ROWS) < 3])
    assert held_back_skill(marks.astype(np.float64), LINE, yes_no=False) < 1
    assert held_back_skill(np.zeros((5, 7)), np.arange(5.0), yes_no=False) < 1


def test_promax_finds_factors_that_correlate() -> None:
    """Two factors that correlate by 0.5, four fields each: turned apart, each field hangs on both."""
    rng = np.random.default_rng(5)
    hidden = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 4000)
    fields = hidden.repeat(4, axis=1) * 0.8 + rng.normal(size=(4000, 8)) * 0.6
    rows = pl.DataFrame(fields, schema=list("abcdefgh"))
    apart, found = (analyse_factors(rows, list("abcdefgh"), 2, turn) for turn in ("varimax", "promax"))
    assert found.together[0, 1] == pytest.approx(0.5, abs=0.06)
    least_found, least_apart = (np.abs(one.loadings).min(axis=1) for one in (found, apart))
    assert least_found.max() < 0.05
    assert least_apart.min() == pytest.approx(0.21, abs=0.01)
    assert np.allclose(found.loadings @ found.together @ found.loadings.T, apart.loadings @ apart.loadings.T)
    assert found.share == pytest.approx(apart.share)


def test_noise_is_told_beside_the_eigenvalues() -> None:
    rng = np.random.default_rng(6)
    hidden = rng.normal(size=(500, 1)) @ np.ones((1, 6)) + rng.normal(size=(500, 6))
    found = analyse_factors(pl.DataFrame(hidden, schema=list("abcdef")), list("abcdef"))
    assert found.suggested == int((found.common > found.noise).cumprod().sum()) == 1
