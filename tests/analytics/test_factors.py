"""Factor analysis gives the published numbers of the 25 items of bfi, and none where there are no factors."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.factors import Factors, analyse_factors, cronbach_alpha
from datasource.errors import MingjingError

ITEMS = [f"{trait}{place}" for trait in "ACENO" for place in range(1, 6)]


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> pl.DataFrame:
    return pl.read_csv(shared_data / "bfi" / "bfi.csv", null_values="NA")


@pytest.fixture(scope="module")
def five(answers: pl.DataFrame) -> Factors:
    return analyse_factors(answers, ITEMS, 5)


def _planted(rows: int = 600, seed: int = 1) -> pl.DataFrame:
    """Two factors behind three fields each."""
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=(rows, 2)).repeat(3, axis=1)
    return pl.DataFrame(hidden + 0.6 * rng.normal(size=(rows, 6)), schema=list("abcdef"))


def test_bfi_gives_the_measures_before_factors(five: Factors) -> None:
    assert (five.rows, five.rows_given) == (2436, 2800)
    assert five.kmo == pytest.approx(0.84865, abs=5e-6)
    assert five.bartlett == pytest.approx(18146.07, abs=0.01)
    assert (five.freedom, five.p) == (300, 0)
    assert five.eigenvalues[:7].tolist() == pytest.approx(
        [5.1343, 2.7519, 2.1427, 1.8523, 1.5482, 1.0736, 0.8395], abs=5e-5
    )
    assert five.suggested == 6


def test_bfi_gives_the_varimax_factors(five: Factors) -> None:
    assert five.explained.tolist() == pytest.approx([2.7095, 2.4701, 2.0410, 1.8473, 1.5225], abs=5e-5)
    assert five.share == pytest.approx(0.4236, abs=5e-5)
    largest = dict(zip(five.fields, np.abs(five.loadings).max(axis=1), strict=True))
    assert [largest[name] for name in ("N1", "N2", "N3", "C2", "A3", "E2", "O3")] == pytest.approx(
        [0.787, 0.754, 0.732, 0.649, 0.651, 0.679, 0.596], abs=0.001
    )
    assert (five.congruence >= 0.90).all()


def test_cronbach_alpha_of_the_items_of_one_trait(answers: pl.DataFrame) -> None:
    items = answers.select(ITEMS).drop_nulls().select("C1", "C2", "C3", (7 - pl.col("C4", "C5")).name.keep())

    assert cronbach_alpha(items.to_numpy().astype(np.float64)) == pytest.approx(0.737, abs=0.003)


def test_planted_factors_are_counted_and_named_by_their_fields() -> None:
    found = analyse_factors(_planted(), list("abcdef"))

    assert found.suggested == 2
    assert sorted(tuple(np.flatnonzero(column > 0.6).tolist()) for column in found.loadings.T) == [(0, 1, 2), (3, 4, 5)]
    assert (found.uniqueness + (found.loadings**2).sum(axis=1)).tolist() == pytest.approx([1] * 6, abs=1e-3)


def test_shuffled_columns_have_no_factors() -> None:
    for seed in range(10):
        noise = pl.DataFrame(np.random.default_rng(seed).permuted(_planted().to_numpy(), axis=0), schema=list("abcdef"))
        with pytest.raises(MingjingError, match="too little in common"):
            analyse_factors(noise, list("abcdef"))


@pytest.mark.parametrize(
    ("rows", "fields", "sentence"),
    [
        (_planted().head(3), "abcdef", "At least 30 rows with all fields filled"),
        (_planted().with_columns(a=pl.lit(1.0)), "abcdef", "leave them out: a"),
        (_planted().with_columns(f=pl.col("a") + pl.col("b")), "abcdef", "leave them out: f"),
        (_planted().with_columns(a=pl.lit(None, pl.Float64)), "abcdef", "there are 0"),
        (_planted().with_columns(a=pl.lit("x")), "abcdef", "hold no numbers: a"),
        (_planted(), "abc", "At least 4 different fields"),
        (_planted(), "abcdeg", "lack the columns g"),
    ],
)
def test_what_has_no_factors_gets_a_sentence(rows: pl.DataFrame, fields: str, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        analyse_factors(rows, list(fields))


def test_more_factors_than_the_fields_can_carry_are_refused() -> None:
    with pytest.raises(MingjingError, match="too few for 4 factors"):
        analyse_factors(_planted(), list("abcdef"), 4)
