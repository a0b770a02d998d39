"""A group of rows said in a few conditions that all hold, with how well they meet it: a box in the fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.analytics.refusals import need_columns, need_rows
from datasource.texts import N_

Marks = npt.NDArray[np.bool_]
MOST = 4
GAIN = 0.01
EDGES = 40
"""Quantiles of a number that are tried as a limit."""


@dataclass(frozen=True)
class Limit:
    """One condition: a number at least or at most `value`, or a word among `words`."""

    field: str
    sign: Literal["gte", "lte", "in"]
    value: float = 0.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoxRule:
    """`limits` all hold. `precision`: share of the rows that meet them which are in the group; `recall`: share of the
    group that meets them.
    """

    limits: tuple[Limit, ...]
    precision: float
    recall: float


def box_rule(rows: pl.DataFrame, fields: Sequence[str], inside: pl.Series) -> BoxRule:
    """The box that meets the group of rows marked `inside` best, limit by limit (greedily by F1; at most four limits).

    A limit is added while F1 (harmonic mean of precision and recall) rises by 0.01. Empty cells meet no limit. Raises
    `MingjingError` for missing columns or an empty group.
    """
    need_columns(rows, fields)
    wanted = inside.to_numpy().astype(bool)
    need_rows(int(wanted.sum()), 1, N_("customers in the group"))
    met, limits, best = np.ones(len(rows), dtype=bool), (), _f1(np.ones(len(rows), dtype=bool), wanted)
    found: tuple[Limit, ...] = limits
    while len(found) < MOST:
        tried = [(_f1(met & marks, wanted), limit, marks) for limit, marks in _limits(rows, fields, wanted)]
        score, limit, marks = max(tried, key=lambda one: one[0], default=(0.0, None, met))
        if limit is None or score < best + GAIN:
            break
        met, found, best = met & marks, (*found, limit), score
    hits = int((met & wanted).sum())
    return BoxRule(found, hits / max(int(met.sum()), 1), hits / int(wanted.sum()))


def _f1(met: Marks, wanted: Marks) -> float:
    total = int(met.sum()) + int(wanted.sum())
    return 2 * int((met & wanted).sum()) / total if total else 0.0


def _limits(rows: pl.DataFrame, fields: Sequence[str], wanted: Marks) -> Iterator[tuple[Limit, Marks]]:
    for field in fields:
        if rows[field].dtype.is_numeric():
            yield from _of_number(field, rows[field].cast(pl.Float64).to_numpy(), wanted)
        else:
            yield from _of_words(field, rows[field].cast(pl.String), wanted)


def _of_number(field: str, values: npt.NDArray[np.float64], wanted: Marks) -> Iterator[tuple[Limit, Marks]]:
    there = values[wanted & np.isfinite(values)]
    if not len(there):
        return
    edges = np.unique(np.round(np.quantile(there, np.linspace(0, 1, EDGES + 1), method="inverted_cdf"), 2))
    for edge in edges:
        yield Limit(field, "gte", float(edge)), values >= edge
        yield Limit(field, "lte", float(edge)), values <= edge


def _of_words(field: str, values: pl.Series, wanted: Marks) -> Iterator[tuple[Limit, Marks]]:
    """The words that are commoner in the group than elsewhere, the most telling first: one, two, … of them."""
    told = pl.DataFrame({"word": values, "inside": wanted}).drop_nulls("word")
    shares = told.group_by("word").agg(pl.col("inside").mean().alias("share")).sort("share", "word", descending=True)
    words = shares.filter(pl.col("share") > told["inside"].mean())["word"].to_list()
    for count in range(1, len(words) + 1):
        some = tuple(sorted(words[:count]))
        yield Limit(field, "in", words=some), values.is_in(some).fill_null(value=False).to_numpy()
