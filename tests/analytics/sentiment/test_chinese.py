"""Chinese feedback: the sentences of this folder, turns of speech one by one, and both scripts."""

import numpy as np
import polars as pl
import pytest

from datasource.analytics import evaluation
from datasource.analytics.sentiment.chinese_words import SIMPLIFIED, TRADITIONAL
from datasource.analytics.sentiment.judge import judge
from datasource.analytics.sentiment.labelled import NEGATIVE, POSITIVE, UNCLEAR, lines


def _one(text: str) -> dict[str, object]:
    return judge(pl.Series("text", [text])).row(0, named=True)


def test_the_written_sentences_are_read_as_meant() -> None:
    good, bad, plain = (judge(pl.Series(lines(block))) for block in (POSITIVE, NEGATIVE, UNCLEAR))
    outcome = np.repeat([1.0, 0.0], [good.height, bad.height])
    score = pl.concat([good["score"], bad["score"]]).to_numpy()

    assert good.height + bad.height + plain.height >= 200
    assert (good["verdict"] == "positive").mean() >= 0.95  # type: ignore[operator]
    assert (bad["verdict"] == "negative").mean() >= 0.95  # type: ignore[operator]
    assert (plain["verdict"] == "unclear").mean() >= 0.9  # type: ignore[operator]
    assert evaluation.auc(outcome, score) >= 0.98


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("不错", "positive", ["+不错"]),
        ("不是很满意", "negative", ["-不是很满意"]),
        ("没有之前那么好", "negative", ["-没有之前那么好"]),
        ("非常滿意", "positive", ["+非常满意"]),
        ("没有任何麻烦", "positive", ["+没有任何麻烦"]),
        ("价格贵,但是服务非常好", "positive", ["-贵", "+非常好"]),
        ("差不多到期了", "unclear", []),
    ],
)
def test_turns_of_speech(text: str, verdict: str, words: list[str]) -> None:
    found = _one(text)

    assert (found["verdict"], found["words"]) == (verdict, words)


def test_degrees_order_the_scores() -> None:
    scores = [_one(text)["score"] for text in ("非常满意", "满意", "有点满意", "不太满意", "非常不满意")]

    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]


def test_traditional_script_scores_as_simplified() -> None:
    pairs = [("服務態度很差,非常失望", "服务态度很差,非常失望"), ("系統穩定,介面簡潔", "系统稳定,介面简洁")]

    assert len(TRADITIONAL) == len(SIMPLIFIED)
    for traditional, simplified in pairs:
        assert _one(traditional) == _one(simplified)


def test_themes_are_named() -> None:
    assert _one("物流太慢,客服不回复")["themes"] == ["delivery", "service", "response"]
    assert _one("贵公司的产品很好")["themes"] == []
