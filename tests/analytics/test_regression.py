"""Regressions give the certified numbers of Longley (NIST) and those published for Spector and Mazzeo."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.regression import regress
from datasource.errors import MingjingError

LONGLEY = """60323 83.0 234289 2356 1590 107608 1947; 61122 88.5 259426 2325 1456 108632 1948;
60171 88.2 258054 3682 1616 109773 1949; 61187 89.5 284599 3351 1650 110929 1950;
63221 96.2 328975 2099 3099 112075 1951; 63639 98.1 346999 1932 3594 113270 1952;
64989 99.0 365385 1870 3547 115094 1953; 63761 100.0 363112 3578 3350 116219 1954;
66019 101.2 397469 2904 3048 117388 1955; 67857 104.6 419180 2822 2857 118734 1956;
68169 108.4 442769 2936 2798 120445 1957; 66513 110.8 444546 4681 2637 121950 1958;
68655 112.6 482704 3813 2552 123366 1959; 69564 114.2 502601 3931 2514 125368 1960;
69331 115.7 518173 4806 2572 127852 1961; 70551 116.9 554894 4007 2827 130081 1962"""
SPECTOR = """2.66 20 0 0; 2.89 22 0 0; 3.28 24 0 0; 2.92 12 0 0; 4.00 21 0 1; 2.86 17 0 0; 2.76 17 0 0; 2.87 21 0 0;
3.03 25 0 0; 3.92 29 0 1; 2.63 20 0 0; 3.32 23 0 0; 3.57 23 0 0; 3.26 25 0 1; 3.53 26 0 0; 2.74 19 0 0; 2.75 25 0 0;
2.83 19 0 0; 3.12 23 1 0; 3.16 25 1 1; 2.06 22 1 0; 3.62 28 1 1; 2.89 14 1 0; 3.51 26 1 0; 3.54 24 1 1; 2.83 27 1 1;
3.39 17 1 1; 2.67 24 1 0; 3.65 21 1 1; 4.00 23 1 1; 3.10 21 1 0; 2.39 19 1 1"""


def _table(text: str, names: str) -> pl.DataFrame:
    rows = [[float(cell) for cell in line.split()] for line in text.split(";")]
    return pl.DataFrame(rows, schema=names.split(), orient="row")


LABOUR = _table(LONGLEY, "TOTEMP GNPDEFL GNP UNEMP ARMED POP YEAR")
GRADES = _table(SPECTOR, "GPA TUCE PSI GRADE")


def test_longley_gives_the_certified_coefficients() -> None:
    found = regress(LABOUR, LABOUR.columns[1:], "TOTEMP")

    assert [term.value for term in found.coefficients] == pytest.approx(
        [
            -3482258.63459582,
            15.0618722713733,
            -0.035819179292591,
            -2.02022980381683,
            -1.03322686717359,
            -0.0511041056535807,
            1829.15146461355,
        ],
        rel=1e-8,
    )
    assert [term.error for term in found.coefficients] == pytest.approx(
        [
            890420.383607373,
            84.9149257747669,
            0.0334910077722432,
            0.488399681651699,
            0.214274163161675,
            0.22607320006937,
            455.478499142212,
        ],
        rel=1e-8,
    )
    assert found.quality.explained == pytest.approx(0.995479004577296, abs=1e-11)
    assert found.quality.test == pytest.approx(330.285339234588, rel=1e-8)


def test_longley_gives_the_known_diagnostics() -> None:
    found = regress(LABOUR, LABOUR.columns[1:], "TOTEMP")

    assert found.quality.adjusted == pytest.approx(0.992465, abs=5e-7)
    assert found.quality.durbin_watson == pytest.approx(2.559, abs=5e-4)
    assert found.quality.normal_p == pytest.approx(0.710, abs=5e-4)
    assert found.log_likelihood == pytest.approx(-109.617, abs=5e-4)
    assert [term.inflation for term in found.coefficients[1:]] == pytest.approx(
        [135.53, 1788.51, 33.62, 3.59, 399.15, 758.98], abs=0.006
    )
    year = found.coefficients[-1]
    assert (year.low, year.high, year.p) == pytest.approx((798.788, 2859.515, 0.003037), rel=1e-4)


def test_spector_gives_the_published_logit() -> None:
    found = regress(GRADES, ["GPA", "TUCE", "PSI"], "GRADE")

    assert found.kind == "logit"
    assert [term.value for term in found.coefficients] == pytest.approx(
        [-13.02135, 2.82611, 0.09516, 2.37869], abs=6e-6
    )
    assert [term.error for term in found.coefficients] == pytest.approx([4.931, 1.263, 0.142, 1.065], abs=6e-4)
    assert found.log_likelihood == pytest.approx(-12.8896, abs=5e-5)
    assert (found.quality.explained, found.quality.test, found.quality.test_p) == pytest.approx(
        (0.3740, 15.404, 0.001502), abs=6e-4
    )


def test_robust_errors_are_right_where_the_spread_grows() -> None:
    rng = np.random.default_rng(5)
    x = rng.gamma(2, 2, 4000)
    rows = pl.DataFrame({"x": x, "y": 1 + 2 * x + x * rng.normal(size=4000)})
    plain, robust = (regress(rows, ["x"], "y", robust=robust) for robust in (False, True))

    assert plain.quality.uneven_p is not None
    assert plain.quality.uneven_p < 1e-6
    assert robust.coefficients[1].value == plain.coefficients[1].value
    assert robust.coefficients[1].error > 1.3 * plain.coefficients[1].error


@pytest.mark.slow
def test_intervals_hold_the_truth_19_times_in_20() -> None:
    held = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(60, 2))
        rows = pl.DataFrame({"a": x[:, 0], "b": x[:, 1], "y": x @ [1.0, 0.5] + rng.normal(size=60)})
        term = regress(rows, ["a", "b"], "y").coefficients[1]
        held += term.low <= 1 <= term.high
    assert 0.92 <= held / 300 <= 0.98


def test_rows_with_empty_cells_are_counted_and_left_out() -> None:
    rows = LABOUR.with_columns(pl.when(pl.col("YEAR") < 1949).then(None).otherwise(pl.col("POP")).alias("POP"))

    found = regress(rows, ["POP", "UNEMP"], "TOTEMP")
    assert (found.rows, found.incomplete) == (14, 2)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (GRADES.head(3), "At least 5 rows"),
        (GRADES.with_columns(GRADE=pl.lit(1.0)), "the same in all rows"),
        (GRADES.with_columns(GRADE=pl.lit("A")), "neither yes/no nor a number"),
        (GRADES.with_columns(GPA=pl.lit(None, pl.Float64)), "there are 0"),
        (GRADES.with_columns(GPA=pl.lit(3.0)).drop("TUCE").with_columns(TUCE=pl.lit(1)), "nothing can be told apart"),
        (GRADES.drop("TUCE"), "lack the columns TUCE"),
        (GRADES.with_columns(GPA=pl.col("GRADE") * 2 + 1), "tell the outcome outright"),
    ],
)
def test_what_cannot_be_regressed_gets_a_sentence(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        regress(rows, ["GPA", "TUCE"], "GRADE")
