"""Columns of text that are written as machines write them → typed, all at once; any other is read with more care.

A column is taken only when every filled cell of it is read, so that nothing in it had to be trimmed or told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.cleaning.words import is_word
from datasource.loaders.keys import whole
from datasource.loaders.parsing import NO, YES
from datasource.loaders.parsing.forms import ISO

_MOST = float(2**53)
_FIRST = datetime(1, 1, 1)


def take_plainly(rows: pl.DataFrame, asked: Sequence[tuple[Recipe, str]]) -> dict[str, pl.Series]:
    """Of `asked` (direct recipes with their columns of text, "" the empty cell) the columns that are written plainly.

    A reference becomes a whole number. A column that holds a word for empty is not among them.
    """
    named = [(recipe, column) for recipe, column in asked if recipe.kind in _READERS and _is_for_machines(recipe)]
    if not named:
        return {}
    columns = list(dict.fromkeys(column for _, column in named))
    filled = rows.select(pl.when(pl.col(columns) != "").then(pl.col(columns)).name.keep())
    made = filled.select(
        _READERS[recipe.kind](pl.col(column), recipe).alias(recipe.column.name) for recipe, column in named
    )
    empty, lacking = (frame.null_count().row(0, named=True) for frame in (filled, made))
    taken: dict[str, pl.Series] = {}
    for recipe, column in named:
        name = recipe.column.name
        if empty[column] == rows.height:
            taken[name] = pl.repeat(None, rows.height, dtype=recipe.column.dtype, eager=True)
        elif lacking[name] == empty[column] and not _holds(filled[column], _readable(recipe)):
            values = _times(made[name], recipe) if recipe.kind in _TIMES else made[name]
            taken |= {} if values is None else {name: values}
    return taken


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
    known = {word.lower() for word in (*recipe.column.choices, *YES, *NO)}
    words = (*recipe.mapping.nulls, *recipe.cell.nulls)
    return [word for word in words if word.lower() in known or any(letter.isdigit() for letter in word)]


def _holds(texts: pl.Series, words: Sequence[str]) -> bool:
    return bool(words) and bool(is_word(texts, words).any())


def _real(text: pl.Expr, _: Recipe) -> pl.Expr:
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite() & (value.abs() < _MOST)).then(value)


def _choice(text: pl.Expr, recipe: Recipe) -> pl.Expr:
    return pl.when(text.is_in(recipe.column.choices)).then(text)


def _flag(text: pl.Expr, _: Recipe) -> pl.Expr:
    yes = text.is_in(_FORMS_OF_YES)
    return pl.when(yes | text.is_in(_FORMS_OF_NO)).then(yes)


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
_READERS: Mapping[str, Callable[[pl.Expr, Recipe], pl.Expr]] = {
    "whole": lambda text, _: text.cast(pl.Int64, strict=False),
    "real": _real,
    "reference": lambda text, _: whole(text),
    "choice": _choice,
    "flag": _flag,
    "day": lambda text, _: text,
    "moment": lambda text, _: text,
}
"""How a text is read → its value, missing where it needs more care; Arrow reads the text of times."""
