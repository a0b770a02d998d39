"""Drivers: planted truths are found at the promised share of false ones, and nothing in noise."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.drivers import find_drivers
from datasource.errors import MingjingError

REAL = {"f0", "f1", "f2", "f3"}
FACTORS = [f"f{place}" for place in range(40)]


def _planted(seed: int, *, shuffled: bool = False) -> pl.DataFrame:
    """1,500 records, 40 yes/no factors: four matter, f4 and f5 are copies of f0 and f1 in 85 % of rows."""
    rng = np.random.default_rng(seed)
    factors = (rng.random((1500, 40)) < rng.uniform(0.3, 0.7, 40)).astype(np.float64)
    for proxy, real in ((4, 0), (5, 1)):
        factors[:, proxy] = np.where(rng.random(1500) < 0.85, factors[:, real], factors[:, proxy])
    logits = -0.5 + (factors[:, :4] - 0.5) @ np.array([0.9, -0.9, 0.9, -0.9])
    won = rng.random(1500) < 1 / (1 + np.exp(-logits))
    outcome = rng.permutation(won) if shuffled else won
    return pl.DataFrame(factors, schema=FACTORS).with_columns(pl.Series("won", outcome))


def _found(rows: pl.DataFrame) -> set[str]:
    return {driver.column.field for driver in find_drivers(rows, FACTORS, "won").found}


def _mixed(rows: int = 3000) -> pl.DataFrame:
    rng = np.random.default_rng(3)
    source = rng.choice(["fair", "web", "friend"], rows, p=[0.5, 0.3, 0.2])
    calls = rng.normal(10, 4, rows)
    chance = 0.2 + 0.2 * (source == "friend") + 0.02 * (calls - 10)
    cycle = 30 + 5 * (source == "web") - 1.5 * (calls - 10) + rng.normal(0, 4, rows) * (1 + (source == "web"))
    won = rng.random(rows) < np.clip(chance, 0.02, 0.95)
    return pl.DataFrame({"source": source, "calls": calls, "won": won, "cycle": cycle})


@pytest.mark.slow
def test_planted_truths_are_found_and_few_others() -> None:
    runs = [_found(_planted(seed)) for seed in range(200)]

    assert np.mean([len(found - REAL) / max(len(found), 1) for found in runs]) <= 0.13
    assert np.mean([len(found & REAL) / 4 for found in runs]) >= 0.95


@pytest.mark.slow
def test_shuffled_outcomes_have_no_drivers_in_nine_runs_of_ten() -> None:
    assert np.mean([bool(_found(_planted(seed, shuffled=True))) for seed in range(200)]) <= 0.10


def test_five_planted_companies() -> None:
    runs = [_found(_planted(seed)) for seed in range(5)]

    assert np.mean([len(found & REAL) / 4 for found in runs]) >= 0.9


def test_effects_are_percentage_points_beside_the_most_common_word() -> None:
    result = find_drivers(_mixed(), ["source", "calls"], "won")
    friend = next(driver for driver in result.drivers if driver.column.word == "friend")
    calls = next(driver for driver in result.drivers if driver.column.field == "calls")

    assert friend.against == "fair"
    assert friend.low < 20 < friend.high
    assert calls.effect == pytest.approx(8, abs=1.5)
    assert friend.confirmed
    assert calls.confirmed
    assert [driver.column.word for driver in result.drivers if not driver.found] == ["web"]


def test_a_number_is_explained_in_its_own_unit() -> None:
    result = find_drivers(_mixed(), ["source", "calls"], "cycle")
    web = next(driver for driver in result.found if driver.column.word == "web")
    calls = next(driver for driver in result.found if driver.column.field == "calls")

    assert not result.yes_no
    assert web.low < 5 < web.high
    assert calls.effect == pytest.approx(-6, abs=0.3)
    assert web.low < web.effect < web.high


def test_a_field_that_tells_the_outcome_outright_is_found() -> None:
    rows = _mixed().with_columns(pl.col("won").cast(pl.Int8).alias("closed"))

    assert find_drivers(rows, ["closed", "source"], "won").found[0].column.field == "closed"


def test_fields_that_tell_nothing_are_named_with_the_reason() -> None:
    rows = _mixed().with_columns(
        pl.lit("x").alias("same"),
        pl.int_range(pl.len()).cast(pl.String).alias("id"),
        (pl.col("calls") * 2 + 1).alias("twice"),
        pl.lit(None, pl.Float64).alias("blank"),
        pl.date(2024, 1, 1).alias("day"),
    )
    result = find_drivers(rows, ["source", "calls", "same", "id", "twice", "blank", "day"], "won")

    assert result.left_out == {
        "same": "the same or empty in nearly all rows",
        "id": "nearly every row has a word of its own",
        "blank": "the same or empty in nearly all rows",
        "day": "neither numbers nor words",
        "twice": "tells the same as the fields before it",
    }


def test_empty_cells_have_a_mark_of_their_own() -> None:
    rows = _mixed().with_columns(
        pl.when(pl.int_range(pl.len()) % 4 == 0).then(None).otherwise(pl.col("calls")).alias("calls")
    )

    kinds = {(driver.column.field, driver.column.kind) for driver in find_drivers(rows, ["calls"], "won").drivers}
    assert kinds == {("calls", "number"), ("calls", "empty")}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (_mixed().head(3), "At least 50 rows with a known outcome"),
        (_mixed().with_columns(pl.lit(value=True).alias("won")), "the same in all rows"),
        (_mixed().with_columns(pl.lit(None, pl.Boolean).alias("won")), "At least 50 rows"),
        (_mixed().with_columns(pl.lit("yes").alias("won")), "neither yes/no nor a number"),
        (_mixed().with_columns(pl.lit(float("nan")).alias("won")), "are no numbers"),
        (_mixed().with_columns(pl.lit("a").alias("source"), pl.lit(1).alias("calls")), "nothing can be told apart"),
        (_mixed().drop("calls"), "lack the columns calls"),
        (_mixed().with_columns(pl.int_range(pl.len()).lt(5).alias("won")), "At least 10 rows of either outcome"),
    ],
)
def test_what_cannot_be_explained_gets_a_sentence(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        find_drivers(rows, ["source", "calls"], "won")


def test_too_many_fields_for_the_rows_are_refused() -> None:
    with pytest.raises(MingjingError, match="for so many fields"):
        find_drivers(_planted(1).head(120), FACTORS, "won")


def test_skill_is_measured_on_rows_held_back_and_is_none_in_noise() -> None:
    """Chances of 0.2 and 0.4 and a slope of 0.08 a spread: some 6 % of the variance of the outcome."""
    rows = _mixed()
    assert 0.02 < find_drivers(rows, ["source", "calls"], "won").skill < 0.12
    assert find_drivers(rows, ["source", "calls"], "cycle").skill > 0.4
    noise = rows.with_columns(pl.col("won").shuffle(seed=5))
    assert find_drivers(noise, ["source", "calls"], "won").skill == 0
