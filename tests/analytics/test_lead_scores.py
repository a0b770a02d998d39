"""Lead scores: calibrated after their time, without leaking fields, and withheld where they say nothing."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.drift import drift
from datasource.analytics.lead_scores import DOUBLES, train_scores
from datasource.errors import MingjingError

FIELDS = ["source", "visits", "signed"]


def _leads(rows: int = 4000, seed: int = 3) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    source = rng.choice(["web", "fair", "friend"], rows)
    visits = rng.normal(5, 2, rows)
    chance = 1 / (1 + np.exp(-(-1 + 1.2 * (source == "friend") + 0.6 * (visits - 5))))
    won = rng.random(rows) < chance
    signed = np.where(won, rng.gamma(5, 1, rows), 0.0)
    days = [date(2023, 1, 1) + timedelta(days=int(day)) for day in rng.integers(0, 700, rows)]
    return pl.DataFrame(
        {"created": days, "source": source, "visits": visits, "signed": signed, "chance": chance, "won": won}
    )


def test_scores_leave_leaks_out_and_are_right_on_newer_leads() -> None:
    found = train_scores(_leads(16_000), FIELDS, "won")

    assert found.leaks.leaking == ("signed",)
    assert 0.72 < found.card.auc < 0.85
    assert found.card.error < 0.035
    assert found.withheld is None
    fresh = _leads(3000, seed=9)
    assert float(np.abs(found.scorer.chances(fresh) - fresh["chance"].to_numpy()).mean()) < 0.05


def test_better_grades_are_won_more_often() -> None:
    hits = train_scores(_leads(), FIELDS, "won").hits

    assert hits["grade"].to_list() == ["A", "B", "C", "D"]
    assert hits["won"].is_sorted(descending=True)
    assert (hits["low"] <= hits["won"]).all()


def test_points_sum_to_the_odds() -> None:
    leads = _leads()
    scorer = train_scores(leads, FIELDS, "won").scorer
    points = scorer.points(leads).sum_horizontal().to_numpy()
    chances = scorer.chances(leads)
    odds = np.log(chances / (1 - chances))

    assert (points - points[0]).tolist() == pytest.approx(((odds - odds[0]) * DOUBLES).tolist(), abs=1e-6)


def test_shuffled_outcomes_are_withheld_in_nine_runs_of_ten() -> None:
    leads = _leads(1200)
    shuffled = [
        leads.with_columns(pl.Series("won", np.random.default_rng(seed).permutation(leads["won"].to_numpy())))
        for seed in range(20)
    ]

    assert sum(train_scores(rows, FIELDS, "won").withheld is not None for rows in shuffled) >= 18


def test_a_field_that_moves_is_told_and_one_that_stays_is_not() -> None:
    before, after = _leads(2000, 1), _leads(2000, 2)
    moved = drift(
        before, after.with_columns(pl.col("visits") + 2, source=pl.lit("web")), ["source", "visits", "chance"]
    )

    assert list(moved)[-1] == "chance"
    assert moved["source"] > moved["visits"] > 0.25
    assert moved["chance"] < 0.1


def test_the_index_by_hand() -> None:
    one = pl.DataFrame({"word": ["a"] * 50 + ["b"] * 50})
    other = pl.DataFrame({"word": ["a"] * 80 + ["b"] * 20})

    assert drift(one, other, ["word"])["word"] == pytest.approx(0.40629, abs=1e-5)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (_leads().head(3), "At least 50 rows"),
        (_leads().with_columns(won=pl.lit(value=True)), "At least 10 rows of either outcome"),
        (_leads().with_columns(created=pl.lit(date(2024, 1, 1))), "At least 50 rows"),
        (_leads().with_columns(visits=pl.lit(1.0), source=pl.lit("a")), "nothing can be told apart"),
        (_leads().drop("created"), "lack the columns created"),
    ],
)
def test_what_cannot_be_scored_gets_a_sentence(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        train_scores(rows, FIELDS, "won")
