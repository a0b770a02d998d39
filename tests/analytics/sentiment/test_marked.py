"""Where the words stand that made a feeling: in either script, turned, joined, and never more than the text."""

import polars as pl
import pytest

from datasource.analytics.sentiment.judge import judge
from datasource.analytics.sentiment.labelled import labelled
from datasource.analytics.sentiment.marked import marked


@pytest.mark.parametrize(
    ("text", "words", "parts"),
    [
        ("客服非常專業,慢", ["+非常专业", "-慢"], [("客服", ""), ("非常專業", "+"), (",", ""), ("慢", "-")]),
        ("I wouldn't recommend it", ["-not recommend"], [("I wouldn't ", ""), ("recommend", "-"), (" it", "")]),
        ("We won't Come  back", ["-not come-back"], [("We won't ", ""), ("Come  back", "-")]),
        ("Goodness, good!", ["+good"], [("Goodness, ", ""), ("good", "+"), ("!", "")]),
        ("Perfect 😀", ["+perfect", "+grinning"], [("Perfect", "+"), (" 😀", "")]),
        ("好好", ["+好", "+好"], [("好", "+"), ("好", "+")]),
        ("nothing", [], [("nothing", "")]),
    ],
)
def test_words_are_marked_where_they_stand(text: str, words: list[str], parts: list[tuple[str, str]]) -> None:
    assert marked(text, words) == parts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_parts_put_together_are_the_text_and_each_matched_word_is_marked(language: str) -> None:
    texts = list(labelled()[language].texts)
    for text, row in zip(texts, _read(texts), strict=True):
        parts = marked(text, row)
        assert "".join(part for part, _sign in parts) == text
        assert len([sign for _part, sign in parts if sign]) == len(row), (text, row)


def _read(texts: list[str]) -> list[list[str]]:
    return judge(pl.Series(texts))["words"].to_list()
