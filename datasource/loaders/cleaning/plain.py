"""Columns of text that are written as machines write them → typed, all at once; any other is read with more care.

A column is taken only when every filled cell of it is read, so that nothing in it had to be trimmed or told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.cleaning.words import is_word
from datasource.loaders.keys import all_whole
from datasource.loaders.parsing import NO, YES
from datasource.loaders.parsing.forms import ISO

_MOST = float(2**53)
_FIRST = datetime(1, 1, 1)


@dataclass(frozen=True)
class _Reader:
    """How a column of texts is read: its `values`, and what tells that every filled cell is among them.

    `values` is given the texts and the choices of the column, `all_read` the texts, the values and the number of empty
    cells.
    """

    values: Callable[[pl.Expr, Sequence[str]], pl.Expr]
    all_read: Callable[[pl.Expr, pl.Expr, pl.Expr], pl.Expr]


def take_plainly(rows: pl.DataFrame, asked: Sequence[tuple[Recipe, str]]) -> dict[str, pl.Series]:
    """Of `asked` (direct recipes with their columns of text) the columns that are written plainly.

    An empty cell is "" or null. A reference becomes a whole number. A column that holds a word for empty is not taken.
    """
    named = [(recipe, column) for recipe, column in asked if recipe.kind in _READERS and _is_for_machines(recipe)]
    if not named:
        return {}
    parts = [_Expressions.of(place, one.kind, column, one.column.choices) for place, (one, column) in enumerate(named)]
    read = rows.select(expression for part in parts for expression in part.read)
    facts = read.select(part.facts for part in parts).row(0)
    taken: dict[str, pl.Series] = {}
    for place, ((recipe, _), fact) in enumerate(zip(named, facts, strict=True)):
        name, values = recipe.column.name, read[f"value {place}"]
        if fact["empty"]:
            taken[name] = pl.repeat(None, rows.height, dtype=recipe.column.dtype, eager=True)
        elif fact["read"] and not _holds(read[f"text {place}"], _readable(recipe)):
            typed = _times(values, recipe) if recipe.kind in _TIMES else values
            taken |= {} if typed is None else {name: typed}
    return taken


@dataclass(frozen=True)
class _Expressions:
    """What is asked of a column: its texts and values, and then whether all cells are empty or all others are read."""

    read: tuple[pl.Expr, ...]
    facts: pl.Expr

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, place: int, kind: str, column: str, choices: tuple[str, ...]) -> Self:
        """The expressions for one column, which are the same for every batch of a source."""
        reader, cells = _READERS[kind], pl.col(column)
        empty = (cells == "").sum() + cells.null_count()
        named = {"text": cells, "empty": empty, "value": reader.values(cells, choices)}
        texts, empty, values = (pl.col(f"{what} {place}") for what in named)
        all_read = reader.all_read(texts, values, empty.first())
        return cls(
            tuple(expression.alias(f"{what} {place}") for what, expression in named.items()),
            pl.struct(empty=empty.first() == pl.len(), read=all_read).alias(f"{place}"),
        )


def _is_for_machines(recipe: Recipe) -> bool:
    """Whether the mapping expects what machines write: keys and no names, a point, ISO 8601 before other forms."""
    match recipe.kind:
        case "reference":
            return not recipe.cell.by
        case "real":
            return recipe.cell.decimal == "."
        case "day" | "moment":
            return (recipe.formats or (ISO,))[0] == ISO
        case _:
            return True


def _readable(recipe: Recipe) -> list[str]:
    """The words for empty that might be read as something else."""
    words = [*recipe.mapping.nulls, *recipe.cell.nulls]
    if recipe.kind == "text":
        return [word for word in words if word]
    known = {word.lower() for word in (*recipe.column.choices, *YES, *NO)}
    return [word for word in words if word.lower() in known or any(letter.isdigit() for letter in word)]


def _holds(texts: pl.Series, words: Sequence[str]) -> bool:
    return bool(words) and bool(is_word(texts, words).any())


def _filled(texts: pl.Expr, _: Sequence[str]) -> pl.Expr:
    return pl.when(texts != "").then(texts)


def _whole(texts: pl.Expr, _: Sequence[str]) -> pl.Expr:
    return texts.cast(pl.Int64, strict=False)


def _real(texts: pl.Expr, _: Sequence[str]) -> pl.Expr:
    value = texts.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite() & (value.abs() < _MOST)).then(value)


def _choice(texts: pl.Expr, choices: Sequence[str]) -> pl.Expr:
    return pl.when(texts.is_in(choices)).then(texts)


def _flag(texts: pl.Expr, _: Sequence[str]) -> pl.Expr:
    yes = texts.is_in(_FORMS_OF_YES)
    return pl.when(yes | texts.is_in(_FORMS_OF_NO)).then(yes)


def _any(_texts: pl.Expr, _values: pl.Expr, _empty: pl.Expr) -> pl.Expr:
    return pl.lit(value=True)


def _no_others(_texts: pl.Expr, values: pl.Expr, empty: pl.Expr) -> pl.Expr:
    return values.null_count() == empty


def _are_trimmed(texts: pl.Expr, _values: pl.Expr, _empty: pl.Expr) -> pl.Expr:
    """Whether no byte would be taken off."""
    return texts.str.strip_chars().str.len_bytes().sum() == texts.str.len_bytes().sum()


def _times(texts: pl.Series, recipe: Recipe) -> pl.Series | None:
    """ISO 8601 without an offset, as Arrow reads it: a part of what `parsing` reads, and to the same times."""
    try:
        times: Any = pl.from_arrow(pc.cast(texts.to_arrow(), pa.timestamp("us")))
    except pa.ArrowInvalid:
        return None
    if not (times >= _FIRST).all():
        return None
    return pl.Series(times, dtype=pl.Date if recipe.kind == "day" else times.dtype)


def _forms(words: Iterable[str]) -> list[str]:
    """The words as machines write them: small, large, and with a large first letter."""
    return [form for word in words for form in (word, word.upper(), word.capitalize()) if form.lower() == word]


_FORMS_OF_YES, _FORMS_OF_NO = _forms(YES), _forms(NO)
_TIMES = ("day", "moment")
_READERS: Mapping[str, _Reader] = {
    "text": _Reader(_filled, _are_trimmed),
    "whole": _Reader(_whole, _no_others),
    "real": _Reader(_real, _no_others),
    "reference": _Reader(_whole, all_whole),
    "choice": _Reader(_choice, _no_others),
    "flag": _Reader(_flag, _no_others),
    "day": _Reader(_filled, _any),
    "moment": _Reader(_filled, _any),
}
"""How a text of each kind is read; that of a time by Arrow afterwards."""
