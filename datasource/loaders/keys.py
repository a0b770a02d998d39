"""Dense integer keys for the rows of a table, and the references of other rows to them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import polars as pl

from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW
from datasource.tables.schema import UNKNOWN_KEY

_WHOLE = re.compile(r"[1-9][0-9]{0,17}")
AMBIGUOUS = -1


def number(source_keys: Iterable[str | None], carried: Mapping[str, int], last_key: int) -> list[int]:
    """One key per row. A source key that an earlier load has numbered keeps its number (`carried`); else one that is a
    whole number is its own key, unless taken; every other row gets the next number above `last_key` and all of these.
    """
    wanted = list(source_keys)
    given = {text: carried[text] for text in wanted if text is not None and text in carried}
    taken = set(carried.values())
    for text in wanted:
        if text is not None and text not in given and _WHOLE.fullmatch(text) and int(text) not in taken:
            given[text] = int(text)
    highest = max([last_key, *taken, *given.values()], default=0)
    keys = []
    for text in wanted:
        key = given.get(text) if text is not None else None
        if key is None:
            highest = key = highest + 1
        keys.append(key)
    return keys


def fold(text: str) -> str:
    """`text` for comparing names: full and half width, upper and lower case, and runs of blanks are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def by_source_key(target: pl.DataFrame, key: str) -> dict[str, int]:
    """Source key → key of the rows of `target`."""
    return dict(target.drop_nulls("source_key").select("source_key", key).iter_rows())


def by_name(target: pl.DataFrame, key: str, names: Iterable[str]) -> dict[str, int]:
    """Folded text of the columns `names` → key; the first column that knows a text wins.

    A text that stands in several rows of one column is `AMBIGUOUS`.
    """
    found: dict[str, int] = {}
    for name in names:
        here: dict[str, int] = {}
        for text, number_ in target.select(name, key).drop_nulls().iter_rows():
            folded = fold(text)
            here[folded] = AMBIGUOUS if here.get(folded, number_) != number_ else number_
        found = {**here, **found}
    return found


def resolve(rows: pl.DataFrame, column: str, known: Mapping[str, int], part: Part) -> pl.Series:
    """The references in text `column` as keys; empty stays empty, and what is not in `known` is `UNKNOWN_KEY`."""
    keys = {text: known.get(text) for text in rows[column].unique() if text is not None}
    found = [None if text is None else _key(keys[text]) for text in rows[column]]
    for rule, wanted in (("orphan", None), ("ambiguous", AMBIGUOUS)):
        odd = [text for text, key in keys.items() if key == wanted]
        struck = rows.filter(pl.col(column).is_in(odd)).select(row=ROW, value=column, became=pl.lit("Unknown"))
        part.note(rule, column, struck)
    return pl.Series(column, found, dtype=pl.Int64)


def _key(found: int | None) -> int:
    return UNKNOWN_KEY if found is None or found == AMBIGUOUS else found
