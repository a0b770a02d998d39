"""How wide a column of words must be where the grid would cut them: it measures its first rows and its last one."""

from collections.abc import Sequence
from unicodedata import east_asian_width

FIRST = 9  # rows from the top that the grid measures
LETTER, SIGN = 7.2, 14.0  # pixels of a Latin letter and of a Chinese sign at the size of a cell
BESIDE = 20  # pixels of a cell around its text
WIDEST = 220  # pixels, that a phone shows the next column too; what is longer is read in the row's record


def room_for(texts: Sequence[str], head: str) -> int | None:
    """The pixels that `texts` need; None where the grid, which leaves out what is twice as long as usual, finds them.

    `texts` are the cells as they are shown, the last row included; `head` is the head of the column.
    """
    needed = max(map(_width, texts), default=0.0)
    if min(needed, WIDEST) <= max(_measured(texts), _width(head)):
        return None
    return min(round(needed) + BESIDE, WIDEST)


def _measured(texts: Sequence[str]) -> float:
    """The widest text that the grid takes into account."""
    seen = [_width(text) for text in (texts if len(texts) <= FIRST else (*texts[:FIRST], texts[-1]))]
    usual = sum(seen) / len(seen) if seen else 0.0
    return max((one for one in seen if len(seen) <= FIRST // 2 or one < 2 * usual), default=0.0)


def _width(text: str) -> float:
    return sum(SIGN if east_asian_width(sign) in "WF" else LETTER for sign in text)
