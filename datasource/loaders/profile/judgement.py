"""What a column is taken for once all of it was met: a guess that a person confirms, with what speaks against it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from datasource.loaders.profile.column import MOST_DISTINCT, Seen
from datasource.loaders.profile.dates import has_time, other_order
from datasource.loaders.profile.numbers import COMMA, kind_of

_FLAGS = (
    frozenset({"0", "1"}), frozenset({"true", "false"}), frozenset({"yes", "no"}), frozenset({"y", "n"}),
    frozenset({"t", "f"}), frozenset({"是", "否"}), frozenset({"有", "无"}), frozenset({"có", "không"}),
)  # fmt: skip
_EXAMPLES, _SHOWN = 5, 80
_ENOUGH = 0.95
"""Share of the filled cells that must be of a kind."""
_COMPACT = "%Y%m%d"
_KEY_ENDINGS = ("id", "_no", "number", "code", "key", "编号", "编码")


@dataclass(frozen=True)
class Column:
    """One column: what its cells are taken for, and what a person needs to check that.

    `kind`: text, whole, number, money, date, time, flag, id, empty. `misfits`: filled cells that are not of that kind.
    `formats`: the forms of its dates, as a mapping says them, with the cells that each reads; `ambiguous`: day and
    month may change places. `decimal`: the comma, where it plainly is the decimal mark. `distinct` None: more than
    `MOST_DISTINCT`.
    """

    name: str
    kind: str
    filled: int
    empty: int
    null_words: tuple[tuple[str, int], ...]
    distinct: int | None
    least: str
    most: str
    misfits: int = 0
    formats: tuple[tuple[str, int], ...] = ()
    ambiguous: bool = False
    decimal: str | None = None
    examples: tuple[str, ...] = ()


def column_of(seen: Seen) -> Column:
    """What the cells that were met are taken for."""
    numbers = Counter[str]()
    for shape, (count, example) in seen.shapes.items():
        numbers[kind_of(shape, example)] += count
    forms = _forms(seen)
    kind, fitting = _judged(seen, numbers, forms)
    least, most = _span(seen, kind, forms)
    dated = kind in ("date", "time") and seen.typed is None
    return Column(
        name=seen.name,
        kind=kind,
        filled=seen.filled,
        empty=seen.empty,
        null_words=tuple(seen.words.most_common()),
        distinct=len(seen.hashes) if len(seen.hashes) <= MOST_DISTINCT else None,
        least=least[:_SHOWN],
        most=most[:_SHOWN],
        misfits=seen.filled - fitting,
        formats=tuple((form, seen.dates[form].count) for form in forms) if dated else (),
        ambiguous=dated and any(_may_change_round(seen, form) for form in forms),
        decimal="," if numbers[COMMA] and kind in ("number", "money") else None,
        examples=tuple(text[:_SHOWN] for text, _count in seen.values.most_common(_EXAMPLES)),
    )


def _judged(seen: Seen, numbers: Counter[str], forms: list[str]) -> tuple[str, int]:
    """The kind, and how many cells are of it."""
    if not seen.filled:
        return "empty", 0
    met = {text.casefold() for text in seen.values}
    if any(met == words or (met < words and not words & {"0", "1"}) for words in _FLAGS):
        return "flag", seen.filled
    dated = sum(seen.dates[form].count for form in forms)
    if dated >= _ENOUGH * seen.filled:
        return ("time" if any(map(has_time, forms)) else "date"), min(dated, seen.filled)
    counted = numbers.total() - numbers[""]
    if counted >= _ENOUGH * seen.filled and not seen.leading_zeros:
        kind = "money" if numbers["money"] else "number" if numbers["number"] or numbers[COMMA] else "whole"
        return ("id" if kind == "whole" and seen.name.casefold().endswith(_KEY_ENDINGS) else kind), counted
    return ("id" if _is_code(seen) else "text"), seen.filled


def _is_code(seen: Seen) -> bool:
    """Whether the cells look like keys: no blanks, digits in them, and either hardly repeated or with leading zeros."""
    if seen.spaced:
        return False
    with_digits = sum(count for shape, (count, _example) in seen.shapes.items() if "9" in shape and shape.isascii())
    is_rare = len(seen.hashes) >= 0.9 * seen.filled and seen.filled > 1
    named = seen.name.casefold().endswith(_KEY_ENDINGS)
    return with_digits >= _ENOUGH * seen.filled and (is_rare or seen.leading_zeros > 0 or named)


def _forms(seen: Seen) -> list[str]:
    """The forms that read its dates; of two orders of day and month the one that reads more."""
    forms = [form for form, span in seen.dates.items() if span.count]
    if _COMPACT in forms and not _is_calendar(seen):
        forms.remove(_COMPACT)
    return [form for form in forms if _reads_more(seen, form, other_order(form))]


def _reads_more(seen: Seen, form: str, other: str) -> bool:
    """Whether `form` reads more cells than the other order of day and month; of two that read the same, the day's."""
    mine = seen.dates[form].count
    theirs = seen.dates[other].count if other != form and other in seen.dates else -1
    return mine > theirs or (mine == theirs and form.startswith("%d"))


def _is_calendar(seen: Seen) -> bool:
    """Whether eight digits are days in every cell, of years that people keep records of."""
    span = seen.dates[_COMPACT]
    least, most = span.least, span.most
    if not isinstance(least, datetime) or not isinstance(most, datetime):
        return False
    return span.count == seen.filled and least.year >= 1950 and most.year <= 2100


def _may_change_round(seen: Seen, form: str) -> bool:
    other = seen.dates.get(other_order(form))
    return other_order(form) != form and other is not None and other.count == seen.dates[form].count


def _span(seen: Seen, kind: str, forms: list[str]) -> tuple[str, str]:
    """The least and the greatest cell, as text."""
    if kind in ("date", "time"):
        days = [day for form in forms for day in (seen.dates[form].least, seen.dates[form].most)]
        told = [day for day in days if isinstance(day, datetime)]
        cut = 10 if kind == "date" else 19
        return str(min(told))[:cut], str(max(told))[:cut]
    if kind in ("whole", "number", "money"):
        return _number(seen.numbers.least), _number(seen.numbers.most)
    return ("", "") if seen.texts.least is None else (str(seen.texts.least), str(seen.texts.most))


def _number(value: object) -> str:
    return f"{value:,.15g}".rstrip() if isinstance(value, float) else ""
