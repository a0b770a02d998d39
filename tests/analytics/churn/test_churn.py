"""Churn from purchases: found where it is planted, withheld where recency says it all, and blind to the future."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.churn.examples import FIELDS, customers_as_of, examples
from datasource.analytics.churn.saving import save_list
from datasource.analytics.churn.training import train
from datasource.errors import MingjingError

DAYS = [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
TODAY = date(2026, 4, 1)


def _rows(count: int = 600, strength: float = 2.5, seed: int = 0) -> pl.DataFrame:
    """Customers on three days; unhappy ones leave more often, recency only hints at it."""
    rng = np.random.default_rng(seed)
    parts = []
    for day in DAYS:
        unhappy, recency = rng.random(count) < 0.4, rng.integers(0, 200, count)
        odds = -1.5 + strength * unhappy + recency / 200
        parts.append(
            pl.DataFrame(
                {
                    "customer": np.arange(count),
                    "recency": recency.astype(np.float64),
                    "mood": np.where(unhappy, "bad", "good"),
                    "size": rng.lognormal(3, 1, count),
                    "churned": rng.random(count) < 1 / (1 + np.exp(-odds)),
                }
            ).with_columns(pl.lit(day).alias("as_of"))
        )
    return pl.concat(parts)


FEATURES = ("recency", "mood", "size")


def test_a_planted_reason_is_found_and_beats_recency() -> None:
    found = train(_rows(), FEATURES, 90)

    assert found.withheld is None
    assert (found.trained_until, found.tested_on) == (DAYS[1], DAYS[2])
    assert found.card.auc > found.recency_card.auc + 0.1
    assert found.card.error < 0.07
    assert found.tree_card.auc > found.recency_card.auc
    unhappy = _rows().filter(pl.col("mood") == "bad")[:5]
    assert {reasons[0][0] for reasons in found.model.reasons(unhappy)} == {"mood"}


def test_a_model_that_recency_equals_is_withheld() -> None:
    found = train(_rows(strength=0.0), FEATURES, 90)

    assert found.withheld is not None


@pytest.mark.slow
def test_shuffled_outcomes_are_withheld_in_nine_of_ten_runs() -> None:
    rows = [_rows(300, seed=seed) for seed in range(20)]
    mixed = [part.with_columns(pl.col("churned").shuffle(seed)) for seed, part in enumerate(rows)]

    assert sum(train(part, FEATURES, 90).withheld is None for part in mixed) <= 2


def test_the_horizon_lies_between_training_and_test() -> None:
    assert train(_rows(), FEATURES, 150).trained_until == DAYS[0]


def _purchases(seed: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    day = np.datetime64("2024-07-01") + rng.integers(0, 640, 6000)
    return pl.DataFrame({"customer": rng.integers(0, 500, 6000), "day": day, "amount": rng.lognormal(3, 1, 6000)})


def test_rows_after_the_day_change_no_feature() -> None:
    purchases = _purchases().with_columns(pl.col("day").cast(pl.Date))
    past = purchases.filter(pl.col("day") <= DAYS[0])

    assert customers_as_of(purchases, DAYS[0]).equals(customers_as_of(past, DAYS[0]))


def test_features_and_outcome_by_hand() -> None:
    days = [date(2025, 1, 1), date(2025, 1, 11), date(2025, 6, 20), date(2025, 7, 1)]
    purchases = pl.DataFrame({"customer": ["a", "a", "a", "b"], "day": days, "amount": [10, 20, 60, 5]})
    more = purchases.vstack(pl.DataFrame({"customer": ["a"], "day": [date(2025, 9, 28)], "amount": [1]}))
    row = examples(more, [DAYS[0]], 90, TODAY).row(0, named=True)

    assert [row[name] for name in FIELDS] == [10, 180, 3, 1, 3, 60.0, 90.0, 85.0, 10 / 85, 30.0]
    assert row["churned"] is False
    assert examples(more, [DAYS[0]], 89, TODAY)["churned"].to_list() == [True]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (_rows(3), "At least 50 rows"),
        (_rows().with_columns(churned=pl.lit(True)), "either outcome"),
        (_rows().filter(pl.col("as_of") == DAYS[0]), "history is too short"),
        (pl.concat([_rows(), _rows()]), "twice on the same day"),
        (_rows().with_columns(churned=pl.lit(None, pl.Boolean)), "There are no rows with a known outcome"),
        (_rows().with_columns(recency=pl.lit(1.0), mood=pl.lit("x"), size=pl.lit(None, pl.Float64)), "Every field"),
        (_rows().drop("recency"), "lack the columns recency"),
    ],
)
def test_rows_that_tell_nothing_are_refused(rows: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        train(rows, FEATURES, 90)


def test_an_outcome_that_is_not_known_yet_is_refused() -> None:
    with pytest.raises(MingjingError, match="not known yet"):
        examples(_purchases(), [TODAY - timedelta(days=89)], 90, TODAY)


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(MingjingError, match="below zero"):
        customers_as_of(_purchases().with_columns(-pl.col("amount")), TODAY)


def test_the_list_ends_where_a_talk_costs_more_than_it_saves() -> None:
    found = save_list(np.array([0.1, 0.9, 0.5, 0.3]), np.array([100.0, 100, 100, 100]), cost=12.0, success=0.4)

    assert found.threshold == 0.5
    assert found.chosen.tolist() == [False, True, True, False]
    assert found.saved == pytest.approx(0.9 * 40 + 0.5 * 40 - 24)
    assert found.at_risk == pytest.approx(180)
    assert found.curve["saved"].to_list() == pytest.approx([24, 32, 32, 24])


def test_no_list_when_talking_never_pays() -> None:
    found = save_list(np.array([0.1, 0.2]), np.array([10.0, 10]), cost=50.0, success=0.5)

    assert (found.threshold, found.saved) == (None, 0.0)
    assert not found.chosen.any()


@pytest.mark.parametrize(
    ("value", "cost", "success", "sentence"),
    [
        ([0.0, 0.0], 1, 0.5, "all zero"),
        ([-1.0, 5.0], 1, 0.5, "below zero"),
        ([np.nan, 5.0], 1, 0.5, "a risk and a value"),
        ([5.0, 5.0], -1, 0.5, "cost"),
        ([5.0, 5.0], 1, 1.5, "chances"),
    ],
)
def test_a_list_of_senseless_numbers_is_refused(value: list[float], cost: float, success: float, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        save_list(np.array([0.1, 0.2]), np.array(value), cost, success)
