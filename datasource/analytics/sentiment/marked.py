"""Where in a text the words stand that made its feeling."""

import re

from datasource.analytics.sentiment.chinese_words import SIMPLIFIED, TRADITIONAL

_TO_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)
_LATIN = re.compile(r"[A-Za-z]")


def marked(text: str, words: list[str]) -> list[tuple[str, str]]:
    """The text in parts, in order: (part, sign), the sign "+" or "-" on the `words` that `judge` gave, else empty.

    Parts put together are the text. A word that is not found as it stands (an emoji's name) marks nothing; of a turned
    one ("-not recommend") the word itself is marked.
    """
    plain, spans, begin = text.translate(_TO_SIMPLIFIED), list[tuple[int, int, str]](), 0
    for word in words:
        sign, shown = word[0], word[1:].removeprefix("not ")
        found = _pattern(shown).search(plain, begin) or _pattern(shown).search(plain)
        if found is not None and not any(found.start() < end and start < found.end() for start, end, _sign in spans):
            spans.append((found.start(), found.end(), sign))
            begin = found.end()
    return _cut(text, sorted(spans))


def _pattern(word: str) -> re.Pattern[str]:
    if not _LATIN.search(word):
        return re.compile(re.escape(word))
    parts = r"[-\s]+".join(map(re.escape, word.split("-")))
    return re.compile(rf"(?<!\w){parts}(?!\w)", re.IGNORECASE)


def _cut(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    parts, at = [], 0
    for start, end, sign in spans:
        parts += [(text[at:start], ""), (text[start:end], sign)]
        at = end
    return [part for part in (*parts, (text[at:], "")) if part[0]]
