"""Logistic regression over splines of numbers and marks of words: calibrated, smooth, and exact about its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from datasource.analytics.refusals import Floats, need_columns, need_rows
from datasource.analytics.threads import one_thread
from datasource.errors import MingjingError
from datasource.texts import N_, _

PENALTY = 0.1
KNOTS = 5
RAREST = 0.01
FEWEST_ROWS = 50
FEWEST_EACH = 10


@dataclass(frozen=True)
class Field:
    """How one column becomes numbers: of a number its spline and scale, of words those frequent enough for a mark.

    `blank` says whether empty cells have a mark of their own; an empty number counts as the `middle` one.
    """

    name: str
    words: tuple[str, ...] = ()
    spline: Any = None
    middle: float = 0.0
    spread: float = 1.0
    blank: bool = False

    def columns(self, values: pl.Series) -> Floats:
        """The numbers of a column: n rows, one column per mark or spline part."""
        if self.words:
            texts = values.cast(pl.String).to_numpy()
            return np.stack([texts == word for word in self.words], axis=1).astype(np.float64)
        raw = values.cast(pl.Float64).to_numpy()
        empty = ~np.isfinite(raw)
        numbers = np.where(empty, self.middle, raw)[:, None]
        scaled = (numbers - self.middle) / self.spread
        made = self.spline.transform(numbers) if self.spline is not None else scaled
        return np.hstack([made, empty[:, None].astype(np.float64)]) if self.blank else np.asarray(made)


@dataclass(frozen=True)
class SplineLogit:
    """A fitted model; `centre` is the mean of the columns in the rows it was fitted on, `ends` where fields end."""

    fields: tuple[Field, ...]
    weights: Floats
    centre: Floats
    ends: tuple[int, ...]
    base: float

    def chances(self, rows: pl.DataFrame) -> Floats:
        """The chance of the outcome for each row, 0 to 1; raises `MingjingError` when a field is missing."""
        return np.asarray(1 / (1 + np.exp(-(self.base + (self._columns(rows) - self.centre) @ self.weights))))

    def contributions(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What each field adds to the logit of each row, beside the mean of all: with `base` they sum to it exactly."""
        parts = (self._columns(rows) - self.centre) * self.weights
        sums = np.add.reduceat(parts, (0, *self.ends[:-1]), axis=1)
        return pl.DataFrame(sums, schema=[field.name for field in self.fields])

    def reasons(self, rows: pl.DataFrame, most: int = 3) -> list[list[tuple[str, float]]]:
        """For each row the fields that raise its chance the most, highest first, with what they add to the logit."""
        added = self.contributions(rows).to_numpy()
        first = np.argsort(-added, axis=1, kind="stable")[:, :most]
        names = [field.name for field in self.fields]
        return [
            [(names[place], float(row[place])) for place in places if row[place] > 0]
            for row, places in zip(added, first, strict=True)
        ]

    def _columns(self, rows: pl.DataFrame) -> Floats:
        need_columns(rows, [field.name for field in self.fields])
        return np.hstack([field.columns(rows[field.name]) for field in self.fields])


def fit_spline_logit(rows: pl.DataFrame, fields: Sequence[str], outcome: Floats) -> SplineLogit:
    """Fit the chance of `outcome` (0 or 1, one per row) on columns of numbers, words or yes/no.

    Columns that are constant or empty are left out. Raises `MingjingError` with fewer than 50 rows, fewer than 10 of
    either outcome, or when no column varies. Cubic splines on quantile knots with a ridge penalty (Hastie, Tibshirani
    and Friedman 2009, section 5.6).
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    need_columns(rows, fields)
    need_outcomes(outcome)
    chosen = tuple(found for name in fields if (found := _field(rows[name])))
    if not chosen:
        raise MingjingError(_("Every field is empty or the same in all rows, so nothing can be told apart by them."))
    parts = [field.columns(rows[field.name]) for field in chosen]
    columns = np.hstack(parts)
    centre = columns.mean(axis=0)
    with one_thread():
        fitted = LogisticRegression(C=PENALTY, solver="newton-cholesky", max_iter=100).fit(columns - centre, outcome)
    ends = tuple(int(end) for end in np.cumsum([part.shape[1] for part in parts]))
    return SplineLogit(chosen, fitted.coef_[0], centre, ends, float(fitted.intercept_[0]))


def need_outcomes(outcome: Floats) -> None:
    """Raise `MingjingError` unless there are 50 rows and 10 of either outcome."""
    need_rows(len(outcome), FEWEST_ROWS, N_("rows with a known outcome"))
    need_rows(int(min(outcome.sum(), len(outcome) - outcome.sum())), FEWEST_EACH, N_("rows of either outcome"))


def _field(values: pl.Series) -> Field | None:
    """How to turn a column into numbers, None when it tells nothing."""
    if values.dtype.is_numeric():
        return _number(values.name, values.cast(pl.Float64).to_numpy())
    texts = values.cast(pl.String)
    counts = texts.drop_nulls().value_counts(sort=True).filter(pl.col("count") >= max(2, RAREST * len(values)))
    words = tuple(sorted(counts[values.name].to_list()))
    return Field(values.name, words=words) if words and texts.n_unique() > 1 else None


def _number(name: str, raw: Floats) -> Field | None:
    from sklearn.preprocessing import SplineTransformer  # noqa: PLC0415

    known = raw[np.isfinite(raw)]
    blank = len(known) < len(raw)
    if not len(known) or (np.ptp(known) == 0 and not blank):
        return None
    middle, spread = float(np.median(known)), float(known.std()) or 1.0
    knots = np.unique(np.quantile(known, np.linspace(0, 1, KNOTS)))
    if len(knots) < 3:
        return Field(name, middle=middle, spread=spread, blank=blank)
    spline = SplineTransformer(knots=knots[:, None], extrapolation="constant", include_bias=False).fit(known[:, None])
    return Field(name, spline=spline, middle=middle, spread=spread, blank=blank)
