"""Feedback in two languages: each read in its own, others left unclear, rows in order, and no text."""

import polars as pl
import pytest

from datasource.analytics.sentiment.judge import judge, language_of
from datasource.analytics.sentiment.themes import themes_by_feeling
from datasource.errors import MingjingError


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("很差", "zh"),
        ("客服很nice", "zh"),
        ("The 客服 was very helpful", "en"),
        ("Our café was great, I really loved the coffee", "en"),
        ("Dịch vụ rất tốt", None),
        ("とても良いサービスです", None),
        ("Отлично", None),
        ("12345 !!", None),
    ],
)
def test_the_script_tells_the_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_both_languages_stand_in_one_column() -> None:
    found = judge(pl.Series("text", ["物流太慢", "Delivery was far too slow", "Rất tệ, chậm trễ", "不错", "Excellent"]))

    assert found["language"].to_list() == ["zh", "en", None, "zh", "en"]
    assert found["verdict"].to_list() == ["negative", "negative", "unclear", "positive", "positive"]
    assert found["themes"].to_list()[:2] == [["delivery"], ["delivery"]]


def test_a_theme_is_counted_over_both_languages() -> None:
    bad = ["物流太慢", "The delivery was terribly late"] * 5
    good = ["培训老师很专业", "The training was excellent"] * 5
    themes = themes_by_feeling(judge(pl.Series(bad + good))).select("theme", "negative", "positive")

    assert themes.filter(theme="delivery").row(0) == ("delivery", 10, 0)
    assert themes.filter(theme="training").row(0) == ("training", 0, 10)


def test_rows_keep_their_order_and_empty_ones_have_no_verdict() -> None:
    found = judge(pl.Series("text", ["很差", None, "  ", "Great", "很差"]))

    assert found["verdict"].to_list() == ["negative", None, None, "positive", "negative"]


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (pl.Series("note", [None, "", " "]), "None of the feedback"),
        (pl.Series("note", [], dtype=pl.String), "None of the feedback"),
        (pl.Series("note", [1, 2]), "'note' is not"),
    ],
)
def test_what_is_no_feedback_gets_a_sentence(texts: pl.Series, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        judge(texts)
