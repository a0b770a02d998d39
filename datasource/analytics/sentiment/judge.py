"""Feedback in Chinese and English: each text is read in the language whose script most of it is written in."""

import re
from typing import Final

import polars as pl

from datasource.analytics.sentiment.chinese import read_chinese
from datasource.analytics.sentiment.english import read_english
from datasource.errors import MingjingError
from datasource.texts import _

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]+")
# Kana, Hangul, Cyrillic, Greek, Arabic, Hebrew, Thai, and Latin letters with marks, which English has few of.
_OTHER: Final = re.compile(
    r"[\u3041-\u30ff\uac00-\ud7af\u0400-\u04ff\u0370-\u03ff\u0600-\u06ff\u0590-\u05ff\u0e00-\u0e7f"
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"
)
_OTHER_SHARE: Final = 0.05
_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "language": pl.String,
    "score": pl.Float64,
    "verdict": pl.String,
    "words": pl.List(pl.String),
    "themes": pl.List(pl.String),
}
_Row = tuple[str | None, float | None, str | None, list[str], list[str]]


def judge(texts: pl.Series) -> pl.DataFrame:
    """One row per text, in the order given: `language`, `score`, `verdict`, `words`, `themes`.

    `language` is "zh", "en", or null for a text in another script or without words; `score` lies in -1..1; `verdict`
    is "positive", "negative" or "unclear" (|score| < 0.25, nothing matched, another language), null for an empty text;
    `words` are what made the score, each after its sign ("+很满意", "-not recommend"); `themes` have the same names in
    both languages. Raises `MingjingError` unless the series holds texts, and when all of them are empty.
    """
    if texts.dtype != pl.String:
        raise MingjingError(_("Feedback must be text; '{name}' is not.").format(name=texts.name))
    if not (texts.str.strip_chars().fill_null("") != "").any():
        raise MingjingError(_("None of the feedback has any text."))
    distinct = texts.unique().drop_nulls()
    rows = [_judged(text) for text in distinct]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row").insert_column(0, distinct.alias("text"))
    asked = pl.DataFrame({"text": texts})
    return asked.join(found, on="text", how="left", maintain_order="left").drop("text")


def language_of(text: str) -> str | None:
    """Which of "zh" and "en" a text is written in, by script alone; null for neither.

    A Chinese character weighs as a word of Latin letters does; a text with more than 5 % letters of other scripts, or
    Latin ones with marks, is in neither.
    """
    han, words = len(_HAN.findall(text)), _LATIN.findall(text)
    letters = han + sum(map(len, words))
    others = len(_OTHER.findall(text))
    if not letters or others > _OTHER_SHARE * (letters + others):
        return None
    return "zh" if han >= len(words) else "en"


def _judged(text: str) -> _Row:
    if not text.strip():
        return None, None, None, [], []
    language = language_of(text)
    if language is None:
        return None, 0.0, "unclear", [], []
    found = read_chinese(text) if language == "zh" else read_english(text)
    return language, found.score, found.verdict, found.words, found.themes
