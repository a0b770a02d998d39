"""What records are compared by: a field of a kind, and for each kind how its texts are folded and how alike they are.

Similarities are 0 to 1 and cut into levels: 4 the same, 3 alike, 2 somewhat alike, 1 different, 0 unknown (one is
empty). Jaro-Winkler for names (Winkler 1990), optimal string alignment for numbers and dates, both from RapidFuzz.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from datasource.quality import folding

UNKNOWN, DIFFERENT, SOMEWHAT, ALIKE, SAME = range(5)
Fold = Callable[[pl.Expr], pl.Expr]
Alike = Callable[[list[str], list[str]], NDArray[np.float32]]


class Kind(StrEnum):
    """What a field holds."""

    PERSON = "person"
    COMPANY = "company"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    HOST = "host"
    DATE = "date"
    CODE = "code"
    EXACT = "exact"


@dataclass(frozen=True)
class Field:
    """One field. A pair that has a `vital` field and is not at least alike in it is never a duplicate."""

    column: str
    kind: Kind
    vital: bool = False


@dataclass(frozen=True)
class Comparing:
    """How a kind is compared: `cuts` are the least similarities of the levels same, alike and somewhat alike."""

    fold: Fold
    alike: Alike
    cuts: tuple[float, float, float]


def _winkler(left: list[str], right: list[str]) -> NDArray[np.float32]:
    return process.cpdist(left, right, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)


def _aligned(left: list[str], right: list[str]) -> NDArray[np.float32]:
    return process.cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)


def _any_order(left: list[str], right: list[str]) -> NDArray[np.float32]:
    """As they stand, or with the words sorted, whichever is more alike; a shared beginning counts for no more."""
    sorted_words = process.cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float32) / 100
    return np.maximum(_aligned(left, right), sorted_words)


def _equal(left: list[str], right: list[str]) -> NDArray[np.float32]:
    return np.asarray(pl.Series(left) == pl.Series(right), dtype=np.float32)


def _digits(text: pl.Expr) -> pl.Expr:
    digits = text.str.replace_all(r"\D", "")
    return pl.when(digits != "").then(digits)


COMPARING: Mapping[Kind, Comparing] = {
    Kind.PERSON: Comparing(folding.person, _winkler, (0.999, 0.92, 0.80)),
    Kind.COMPANY: Comparing(folding.company, _any_order, (0.999, 0.90, 0.80)),
    Kind.TEXT: Comparing(folding.folded, _winkler, (0.999, 0.90, 0.75)),
    Kind.PHONE: Comparing(folding.phone, _aligned, (0.999, 0.89, 0.89)),
    Kind.EMAIL: Comparing(folding.email, _winkler, (0.999, 0.95, 0.90)),
    Kind.HOST: Comparing(folding.host, _equal, (0.999, 0.999, 0.999)),
    Kind.DATE: Comparing(_digits, _aligned, (0.999, 0.86, 0.70)),
    Kind.CODE: Comparing(folding.folded, _aligned, (0.999, 0.74, 0.50)),
    Kind.EXACT: Comparing(folding.folded, _equal, (0.999, 0.999, 0.999)),
}


def folded(records: pl.DataFrame, fields: tuple[Field, ...]) -> pl.DataFrame:
    """One row per record: `key` and the folded text of each field."""
    texts = [COMPARING[field.kind].fold(pl.col(field.column).cast(pl.String)).alias(field.column) for field in fields]
    return records.lazy().select("key", *texts).collect()


def levels(texts: pl.DataFrame, field: Field, left: pl.Series, right: pl.Series) -> pl.Series:
    """The level of each pair of rows (positions `left` and `right`) in `field`."""
    how, column = COMPARING[field.kind], texts[field.column]
    one, other = column.gather(left), column.gather(right)
    both = (one.is_not_null() & other.is_not_null()).to_numpy()
    similar = how.alike(one.fill_null("").to_list(), other.fill_null("").to_list())
    found = DIFFERENT + sum((similar >= cut).astype(np.int8) for cut in how.cuts)
    return pl.Series(field.column, np.where(both, found, UNKNOWN), dtype=pl.Int8)
