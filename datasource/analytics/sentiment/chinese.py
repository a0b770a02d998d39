"""The feeling of Chinese feedback by its words: what is matched is shown, and too little or both ways is unclear."""

import re
from math import sqrt
from typing import Final

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
from datasource.analytics.sentiment.reading import Reading, themes_of

_TO_SIMPLIFIED: Final = str.maketrans(TRADITIONAL, SIMPLIFIED)
_STRENGTH: Final = {word: strength for strength, words in FEELINGS.items() for word in words.split()}
_DEGREE: Final = {word: factor for factor, words in DEGREES.items() for word in words.split()}
_TURNED: Final = -0.8
_BEFORE_BUT: Final = 0.5
# The sum of strengths that is halfway between no feeling and the strongest, squared (as VADER's constant).
_HALFWAY: Final = 4.0


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


def read_chinese(text: str) -> Reading:
    """What one text says, in either script; the score is s / sqrt(s² + 4) of the sum of strengths s (after VADER).

    Matched words are in simplified script with what stands before them ("+很满意", "-不好用").
    """
    plain = text.translate(_TO_SIMPLIFIED)
    parts = _TURN_OF_SPEECH.search(plain)
    turn = parts.start() if parts else 0
    total, words = 0.0, []
    for match in _FEELING.finditer(plain):
        strength = _strength(match["before"], match["word"])
        if not strength:
            continue
        total += strength * (_BEFORE_BUT if match.start() < turn else 1.0)
        words.append(("+" if strength > 0 else "-") + match[0])
    return Reading(total / sqrt(total**2 + _HALFWAY), words, themes_of(plain, _THEME_WORDS))


def _strength(before: str, word: str) -> float:
    """Strength of a word after what stands before it: "很不" is strongly not, "不很" is not quite."""
    strength, turned = _STRENGTH.get(word, 0.0), False
    for modifier in _MODIFIER.findall(before):
        if modifier not in _DEGREE:
            strength, turned = strength * _TURNED, not turned
        else:
            strength *= 0.7 if turned else _DEGREE[modifier]
    return strength
