"""The feeling of Chinese feedback by its words: what is matched is shown, and too little or both ways is unclear."""

import re
from math import sqrt
from typing import Final

import polars as pl

from datasource.analytics.sentiment.chinese_words import (
    BUT,
    DEGREES,
    FEELINGS,
    PLAIN,
    SIMPLIFIED,
    THEMES,
    TRADITIONAL,
    TURNS,
)
from datasource.errors import MingjingError
from datasource.texts import _

_TO_SIMPLIFIED: Final = str.maketrans(TRADITIONAL, SIMPLIFIED)
_STRENGTH: Final = {word: strength for strength, words in FEELINGS.items() for word in words.split()}
_DEGREE: Final = {word: factor for factor, words in DEGREES.items() for word in words.split()}
_TURNED: Final = -0.8
_BEFORE_BUT: Final = 0.5
# The sum of strengths that is halfway between no feeling and the strongest, squared (as VADER's constant).
_HALFWAY: Final = 4.0
_CLEAR: Final = 0.25


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_WORDS: Final = _any([*_STRENGTH, *PLAIN.split()])
# "没有之前那么好": what is compared with stands between the turn and the feeling.
_LESS: Final = r"没有?[\u4e00-\u9fff]{0,6}?(?:那么|这么|想象中|之前|以前|原来|预期)"
_MODIFIERS: Final = f"{_LESS}|" + _any([*_DEGREE, *TURNS.split()])
# A word of its own ("不错") is never read as a modifier and the rest of it.
_FEELING: Final = re.compile(f"(?P<before>(?:(?!{_WORDS})(?:{_MODIFIERS})[的地得这那么]?){{0,4}})(?P<word>{_WORDS})")
_MODIFIER: Final = re.compile(_MODIFIERS)
_TURN_OF_SPEECH: Final = re.compile(_any(list(BUT)))
_THEME_WORDS: Final = {theme: re.compile(_any(words.split())) for theme, words in THEMES.items()}
_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "score": pl.Float64,
    "verdict": pl.String,
    "words": pl.List(pl.String),
    "themes": pl.List(pl.String),
}


def judge(texts: pl.Series) -> pl.DataFrame:
    """One row per text, in the order given: `score`, `verdict`, `words`, `themes`.

    `score` lies in -1..1 (the sum of strengths s as s / sqrt(s² + 4), after Hutto and Gilbert 2014, ICWSM); `verdict`
    is "positive", "negative" or "unclear" (|score| < 0.25, or nothing matched), null for an empty text; `words` are
    the matched words in simplified script with what stands before them, each after its sign ("+很满意", "-不好用");
    `themes` as in `THEMES`. Raises `MingjingError` unless the series holds texts, and when all of them are empty.
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


def _judged(text: str) -> tuple[float | None, str | None, list[str], list[str]]:
    plain = text.translate(_TO_SIMPLIFIED)
    if not plain.strip():
        return None, None, [], []
    parts = _TURN_OF_SPEECH.search(plain)
    turn = parts.start() if parts else 0
    total, words = 0.0, []
    for match in _FEELING.finditer(plain):
        strength = _strength(match["before"], match["word"])
        if not strength:
            continue
        total += strength * (_BEFORE_BUT if match.start() < turn else 1.0)
        words.append(("+" if strength > 0 else "-") + match[0])
    score = total / sqrt(total**2 + _HALFWAY)
    verdict = "unclear" if abs(score) < _CLEAR else "positive" if score > 0 else "negative"
    return score, verdict, words, [theme for theme, known in _THEME_WORDS.items() if known.search(plain)]


def _strength(before: str, word: str) -> float:
    """Strength of a word after what stands before it: "很不" is strongly not, "不很" is not quite."""
    strength, turned = _STRENGTH.get(word, 0.0), False
    for modifier in _MODIFIER.findall(before):
        if modifier not in _DEGREE:
            strength, turned = strength * _TURNED, not turned
        else:
            strength *= 0.7 if turned else _DEGREE[modifier]
    return strength
