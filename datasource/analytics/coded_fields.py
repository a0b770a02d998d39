"""Fields of records as columns of numbers: a number stays one column, words are marks beside the commonest word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from datasource.analytics.linear_models import repeated
from datasource.analytics.refusals import Floats, need_columns
from datasource.texts import N_

FEWEST = 10
RAREST = 0.01
MOST_WORDS = 30

CONSTANT = N_("the same or empty in nearly all rows")
OWN_WORDS = N_("nearly every row has a word of its own")
NO_NUMBER = N_("neither numbers nor words")
TOLD_BEFORE = N_("tells the same as the fields before it")


@dataclass(frozen=True)
class Column:
    """A column of a field: a number, the mark of one word, of all rarer words, or of the empty cell.

    `low` and `high` are what a typical step goes between: 0 and 1 for marks, half a standard deviation to both sides
    of the mean for numbers.
    """

    field: str
    kind: Literal["number", "word", "other", "empty"]
    word: str | None = None
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class CodedFields:
    """`columns` says what each of the k columns of `matrix` (n by k) is; `left_out` which fields are not in it, why."""

    columns: tuple[Column, ...]
    matrix: Floats
    left_out: dict[str, str]


def code_fields(rows: pl.DataFrame, fields: Sequence[str]) -> CodedFields:
    """Code the fields; words in fewer than 1 % or 10 rows share one mark, an empty number counts as the median.

    Fields that are constant, unlike in nearly every row, or told by the fields before them are left out by name.
    Raises `MingjingError` when the frame lacks a field.
    """
    need_columns(rows, fields)
    left_out: dict[str, str] = {}
    columns: list[Column] = []
    parts: list[Floats] = []
    for field in dict.fromkeys(fields):
        why, coded = _coded(rows[field])
        if why:
            left_out[field] = why
        for column, values in coded:
            columns.append(column)
            parts.append(values)
    matrix = np.column_stack(parts) if parts else np.empty((len(rows), 0))
    gone = set(repeated(matrix))
    kept = tuple(column for place, column in enumerate(columns) if place not in gone)
    for column in (columns[place] for place in sorted(gone)):
        if all(other.field != column.field for other in kept):
            left_out[column.field] = TOLD_BEFORE
    return CodedFields(kept, np.delete(matrix, sorted(gone), axis=1), left_out)


def _coded(values: pl.Series) -> tuple[str | None, list[tuple[Column, Floats]]]:
    if values.dtype.is_numeric():
        found = list(_number(values))
        return (None if found else CONSTANT), found
    if values.dtype in (pl.Boolean, pl.String, pl.Categorical, pl.Enum):
        words = values.cast(pl.String)
        found = list(_words(words))
        own = not found and words.n_unique() > len(words) / 2 and len(words) > FEWEST
        return (None if found else OWN_WORDS if own else CONSTANT), found
    return NO_NUMBER, []


def _number(values: pl.Series) -> Iterator[tuple[Column, Floats]]:
    raw = values.cast(pl.Float64).to_numpy()
    empty = ~np.isfinite(raw)
    known = raw[~empty]
    if len(known) and np.ptp(known) > 0:
        middle, half = float(known.mean()), float(known.std()) / 2
        two = len(np.unique(known)) == 2
        low, high = (float(known.min()), float(known.max())) if two else (middle - half, middle + half)
        yield Column(values.name, "number", None, low, high), np.where(empty, np.median(known), raw)
    if len(known) and FEWEST <= empty.sum() <= len(raw) - FEWEST:
        yield Column(values.name, "empty"), empty.astype(np.float64)


def _words(values: pl.Series) -> Iterator[tuple[Column, Floats]]:
    words = values.replace({"": None})
    counts = words.drop_nulls().value_counts(sort=True).sort(["count", words.name], descending=[True, False])
    frequent = counts.filter(pl.col("count") >= max(FEWEST, RAREST * len(words)))[words.name].to_list()[:MOST_WORDS]
    if not frequent:
        return
    for word in frequent[1:]:
        yield Column(words.name, "word", word), (words == word).fill_null(value=False).to_numpy().astype(np.float64)
    for kind, marked in (("other", ~words.is_in(frequent) & words.is_not_null()), ("empty", words.is_null())):
        if FEWEST <= marked.sum() <= len(words) - FEWEST:
            yield Column(words.name, kind), marked.to_numpy().astype(np.float64)  # type: ignore[arg-type]
