"""A formula as it is written in the editor: what is wrong with it and where, its unit, the ways to go on. Pure."""

import unicodedata
from collections.abc import Mapping

from datasource.calculation import Formula
from datasource.metrics.bodies import STAYS
from datasource.metrics.formula.check import check
from datasource.metrics.formula.complete import Suggestion, suggestions
from datasource.metrics.formula.parse import parse
from datasource.metrics.formula.tree import FormulaError
from datasource.metrics.registry import SUBJECTS
from datasource.texts import _

LONGEST = 2000
WIDE = 60
"""How many characters before and after the wrong one are shown."""
MOST_OFFERS = 8


def formula_subjects() -> Mapping[str, str]:
    """The subjects whose records a formula can be worked out over, with their labels in the reader's language."""
    return {name: _(subject.label) for name, subject in SUBJECTS.items() if name not in STAYS}


def fault_of(subject: str, text: str) -> FormulaError | None:
    """The first thing that is wrong with a formula; None for a sound one, and for a blank one."""
    if subject not in SUBJECTS or not text.strip() or len(text) > LONGEST:
        return None
    try:
        check(parse(text), SUBJECTS[subject])
    except FormulaError as error:
        return error
    return None


def formula_unit(formula: Formula) -> str:
    """The unit of what a formula comes to; an empty text for one that cannot be worked out."""
    if formula.how == "distinct":
        return "count"
    if formula.subject not in SUBJECTS:
        return ""
    try:
        unit = check(parse(formula.text), SUBJECTS[formula.subject]).unit
    except FormulaError:
        return ""
    return unit.value if unit else "number"


def pointed(text: str, place: int) -> str:
    """The line of the formula in which character `place` (from 1) stands, and a line with a caret under that one."""
    at = min(max(place - 1, 0), len(text))
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    start = max(first, at - WIDE)
    stop = min(len(text) if last < 0 else last, at + WIDE)
    before, line = text[start:at], text[start:stop]
    lead = "…" if start > first else ""
    tail = "…" if stop < len(text) else ""
    return f"{lead}{_printed(line)}{tail}\n{' ' * len(lead)}{''.join(map(_blank, before))}^"


def offers(text: str, subject: str) -> tuple[Suggestion, ...]:
    """The ways to go on at the end of the text; none where a value has just ended."""
    end = text.rstrip()[-1:]
    if subject not in SUBJECTS or end in {")", '"', "'"} or (end.isdigit() and not _in_word(text)):
        return ()
    found = suggestions(text, len(text), SUBJECTS[subject], MOST_OFFERS + 1)
    return tuple(one for one in found if not text.endswith(one.text))[:MOST_OFFERS]


def _in_word(text: str) -> bool:
    """Whether the text ends in a name, such as `level2`."""
    word = text[len(text.rstrip("_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) :]
    return bool(word) and not word[0].isdigit()


def _printed(line: str) -> str:
    """The line with a space or a box in place of what a screen does not show as one sign."""
    return "".join(" " if sign == "\t" else sign if sign.isprintable() else "□" for sign in line)


def _blank(sign: str) -> str:
    """A space as wide as the sign; none under an accent that stands on the sign before."""
    if unicodedata.combining(sign):
        return ""
    return "\u3000" if unicodedata.east_asian_width(sign) in {"W", "F"} else " "
