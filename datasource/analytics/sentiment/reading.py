"""What is read out of one text, in any language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Between these scores a text says too little, or both, to be called positive or negative.
CLEAR: Final = 0.25


@dataclass(frozen=True)
class Reading:
    """`score` -1 to 1; `words` that made it, each after its sign ("-not recommend"); `themes` the text speaks of."""

    score: float
    words: list[str]
    themes: list[str]

    @property
    def verdict(self) -> str:
        """Positive, negative, or unclear where the score is within 0.25 of nothing."""
        return "unclear" if abs(self.score) < CLEAR else "positive" if self.score > 0 else "negative"


def themes_of(text: str, known: Mapping[str, re.Pattern[str]]) -> list[str]:
    """Names of the themes whose words are in the text."""
    return [theme for theme, words in known.items() if words.search(text)]
