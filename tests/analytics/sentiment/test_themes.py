"""Themes against the rest: what is blamed more is found, chance is not, and few texts give no test."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics.sentiment.themes import themes_by_feeling
from datasource.errors import MingjingError


def _judged(*groups: tuple[str, str | None, int]) -> pl.DataFrame:
    rows = [(verdict, [theme] if theme else []) for verdict, theme, count in groups for _copy in range(count)]
    return pl.DataFrame(rows, schema={"verdict": pl.String, "themes": pl.List(pl.String)}, orient="row")


def test_the_blamed_theme_is_found_with_its_difference() -> None:
    judged = _judged(
        ("negative", "delivery", 30), ("positive", "delivery", 10), ("negative", "price", 10),
        ("positive", "price", 30), ("unclear", "price", 5), ("negative", "training", 3),
    )  # fmt: skip
    found = themes_by_feeling(judged).filter(theme="delivery").row(0, named=True)
    few = themes_by_feeling(judged).filter(theme="training").row(0, named=True)

    assert (found["texts"], found["negative"], found["share"], found["found"]) == (40, 30, 0.75, True)
    assert found["difference"] == pytest.approx(0.75 - 13 / 43)
    assert (few["share"], few["chance"], few["found"]) == (1.0, None, None)


def test_chance_alone_finds_a_theme_in_few_runs() -> None:
    draw, hits = np.random.default_rng(3), 0
    for _run in range(100):
        verdicts = np.where(draw.random(400) < 0.4, "negative", "positive")
        themes = [[name] for name in np.array(list("abcdef"))[draw.integers(0, 6, 400)].tolist()]
        hits += bool(themes_by_feeling(pl.DataFrame({"verdict": verdicts, "themes": themes}))["found"].any())

    assert hits <= 10


@pytest.mark.parametrize(
    ("judged", "sentence"),
    [
        (_judged(("negative", "price", 3)), "At least 8 texts"),
        (_judged(("unclear", "price", 50)), "At least 8 texts"),
        (_judged(("negative", None, 50)), "known theme"),
        (pl.DataFrame({"verdict": ["negative"]}), "lack the columns themes"),
    ],
)
def test_feedback_without_an_answer_gets_a_sentence(judged: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        themes_by_feeling(judged)
