"""English feedback: turns of speech one by one, themes, and reviews that nobody here wrote."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics import evaluation
from datasource.analytics.sentiment.english import read_english
from datasource.analytics.sentiment.judge import judge


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("The app is slow.", "negative", ["-slow"]),
        ("I would not recommend it.", "negative", ["-not recommend"]),
        ("I wouldn\u2019t recommend it.", "negative", ["-not recommend"]),
        ("We will not go back.", "negative", ["-not go-back"]),
        ("Nothing to add for now.", "unclear", []),
        ("Support was kind of us to call.", "unclear", []),
        ("Great...very friendly", "positive", ["+great", "+friendly"]),
        ("Perfect \U0001f600", "positive", ["+perfect", "+grinning"]),
    ],
)
def test_turns_of_speech(text: str, verdict: str, words: list[str]) -> None:
    found = read_english(text)

    assert (found.verdict, found.words) == (verdict, words)


def test_what_stands_after_but_decides_even_between_equally_strong_words() -> None:
    assert read_english("The food was good but the room was bad").score < 0
    assert read_english("The room was bad but the food was good").score > 0
    # VADER's own step looks words up by their strength, and would halve the first "good" twice.
    assert read_english("good good but good").score == pytest.approx(read_english("good but good good").score, abs=0.2)
    assert read_english("good good but good").score < read_english("good but good good").score


def test_degrees_order_the_scores() -> None:
    scores = [read_english(f"It is {degree}").score for degree in ("very good", "good", "not good", "very bad")]

    assert scores == sorted(scores, reverse=True)


def test_themes_are_whole_words() -> None:
    assert read_english("The delivery was late and support never replied").themes == ["delivery", "service", "response"]
    assert read_english("A pricelessly happy report").themes == ["software"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "accuracy", "area"),
    [("amazon_cells", 0.82, 0.93), ("imdb", 0.775, 0.875), ("yelp", 0.80, 0.91)],
)
def test_reviews_are_told_apart_better_than_by_the_general_list(
    shared_data: Path, name: str, accuracy: float, area: float
) -> None:
    """VADER alone has 0.797 / 0.920, 0.773 / 0.875 and 0.763 / 0.888."""
    rows = pl.read_csv(shared_data / "reviews_en" / f"kotzias_reviews_{name}.csv").filter(pl.col("sentiment") != 0)
    outcome = (rows["sentiment"] > 0).cast(pl.Float64).to_numpy()
    found = judge(rows["text"])
    score = found["score"].to_numpy()
    clear = (found["verdict"] != "unclear").to_numpy()

    assert np.where(score == 0, 0.5, (score > 0) == (outcome > 0)).mean() >= accuracy
    assert evaluation.auc(outcome, score) >= area
    assert ((score > 0) == (outcome > 0))[clear].mean() >= 0.85
