"""The feeling of English feedback by its words: VADER's rules (Hutto and Gilbert 2014, ICWSM) over a longer list.

Of VADER its lexicon, degrees, negation, capitals, idioms and punctuation are used; "but" is counted here, as its own
step (3.3.2) finds words by their strength and so weighs the wrong ones when two are equally strong.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from datasource.analytics.sentiment.english_words import FEELINGS, PHRASES, PLAIN, THEMES
from datasource.analytics.sentiment.reading import Reading, themes_of

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_BEFORE_BUT: Final = 0.5
_AFTER_BUT: Final = 1.5
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"))
# VADER splits at blanks alone, so that "great...very slow,cold" would be two words that nobody knows.
_RUN_TOGETHER: Final = re.compile(r"(?<=[A-Za-z])([.,;:!?/…—]+)(?=[A-Za-z])")
_PHRASE: Final = re.compile(
    r"\b(" + "|".join(phrase for words in PHRASES.values() for phrase in words) + r")\b", re.IGNORECASE
)


def _theme(words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in words.split()) + r")\b", re.IGNORECASE)


_THEME_WORDS: Final = {theme: _theme(words) for theme, words in THEMES.items()}


def read_english(text: str) -> Reading:
    """What one text says; matched words stand in the order of the text, turned ones as "not recommend"."""
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentiText  # noqa: PLC0415

    rules, emojis = _rules()
    plain = _RUN_TOGETHER.sub(r"\1 ", text.translate(_APOSTROPHES).translate(emojis))
    plain = _PHRASE.sub(lambda found: re.sub(r"\s+", "-", found[0]), plain)
    parts = SentiText(plain)
    words: list[str] = parts.words_and_emoticons
    lower = [word.lower() for word in words]
    strengths: list[float] = []
    for place, word in enumerate(lower):
        if word in BOOSTER_DICT or lower[place : place + 2] == ["kind", "of"]:
            strengths.append(0.0)
        else:
            strengths = rules.sentiment_valence(0.0, parts, words[place], place, strengths)
    strengths = _weighed(lower, strengths)
    score = float(rules.score_valence(strengths, plain)["compound"])
    shown = [_shown(word, strength, rules) for word, strength in zip(lower, strengths, strict=True) if strength]
    return Reading(score, shown, themes_of(text, _THEME_WORDS))


@lru_cache(maxsize=1)
def _rules() -> tuple["SentimentIntensityAnalyzer", dict[int, str]]:
    """VADER's analyser with the words of feedback, and the name of each emoji."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415

    rules = SentimentIntensityAnalyzer()
    for word in PLAIN.split():
        del rules.lexicon[word]
    for strength, words in FEELINGS.items():
        rules.lexicon.update(dict.fromkeys(words.split(), strength))
    for strength, phrases in PHRASES.items():
        rules.lexicon.update({phrase.replace(" ", "-"): strength for phrase in phrases})
    return rules, {ord(sign): f" {name} " for sign, name in rules.emojis.items() if len(sign) == 1}


def _weighed(words: list[str], strengths: list[float]) -> list[float]:
    if "but" not in words:
        return strengths
    turn = words.index("but")
    return [
        strength * (_BEFORE_BUT if place < turn else _AFTER_BUT if place > turn else 1.0)
        for place, strength in enumerate(strengths)
    ]


def _shown(word: str, strength: float, rules: "SentimentIntensityAnalyzer") -> str:
    turned = rules.lexicon.get(word, strength) * strength < 0
    return ("+" if strength > 0 else "-") + ("not " if turned else "") + word
