"""Measures of chances: small cases by hand, agreement with scikit-learn, and no number for what cannot be judged."""

import numpy as np
import pytest

from datasource.analytics import evaluation
from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError

OUTCOME = np.array([1.0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
CHANCE = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0])


def _drawn(rows: int = 4000, seed: int = 1) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    chance = np.round(rng.beta(1, 3, rows), 2)
    return (rng.random(rows) < chance).astype(np.float64), chance


def test_measures_by_hand() -> None:
    assert evaluation.auc(OUTCOME, CHANCE) == pytest.approx((7 + 6 + 3) / 21)
    assert evaluation.pr_auc(OUTCOME, CHANCE) == pytest.approx((1 + 2 / 3 + 3 / 7) / 3)
    assert evaluation.brier(OUTCOME, CHANCE) == pytest.approx(0.205)
    assert evaluation.lift(OUTCOME, CHANCE) == pytest.approx(10 / 3)
    assert evaluation.gains(OUTCOME, CHANCE)["found"].to_list()[:3] == pytest.approx([1 / 3, 1 / 3, 2 / 3])


def test_measures_agree_with_scikit_learn_on_ties() -> None:
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score  # noqa: PLC0415

    outcome, chance = _drawn()

    assert evaluation.auc(outcome, chance) == pytest.approx(roc_auc_score(outcome, chance), abs=1e-12)
    assert evaluation.pr_auc(outcome, chance) == pytest.approx(average_precision_score(outcome, chance), abs=1e-12)
    assert evaluation.brier(outcome, chance) == pytest.approx(brier_score_loss(outcome, chance), abs=1e-12)


def test_the_order_of_rows_changes_no_measure() -> None:
    outcome, chance = _drawn()
    mixed = np.random.default_rng(2).permutation(len(outcome))
    one, other = evaluation.assess(outcome, chance), evaluation.assess(outcome[mixed], chance[mixed])

    assert one.error == pytest.approx(other.error, abs=1e-12)
    assert one.lift == pytest.approx(other.lift, abs=1e-12)
    assert one.gains.equals(other.gains)


def test_true_chances_are_calibrated_and_halved_ones_are_not() -> None:
    outcome, chance = _drawn(20_000)
    right, wrong = evaluation.assess(outcome, chance), evaluation.assess(outcome, chance / 2)

    assert right.error < 0.015
    assert (right.slope, right.intercept) == pytest.approx((1, 0), abs=0.08)
    assert wrong.error == pytest.approx(0.125, abs=0.01)
    assert wrong.auc == right.auc


def test_equal_chances_have_no_skill() -> None:
    card = evaluation.assess(OUTCOME, np.full(10, 0.3))

    assert (card.auc, card.lift, card.skill) == pytest.approx((0.5, 1.0, 0.0))


def test_wilson_intervals_as_in_the_textbook() -> None:
    low, high = evaluation.wilson(np.array([81.0, 0, 0]), np.array([263.0, 10, 0]))

    assert (low[0], high[0]) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert (low[1], high[1]) == pytest.approx((0.0, 0.2775), abs=5e-5)
    assert np.isnan(low[2])


@pytest.mark.parametrize(
    ("outcome", "chance", "sentence"),
    [
        (np.ones(10), CHANCE, "the same in all rows"),
        (np.zeros(10), CHANCE, "the same in all rows"),
        (OUTCOME, np.full(10, np.nan), "each needs a chance"),
        (OUTCOME + 1, CHANCE, "yes or no"),
    ],
)
def test_what_cannot_be_judged_gets_a_sentence(outcome: Floats, chance: Floats, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        evaluation.assess(outcome, chance)
