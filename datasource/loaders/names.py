"""Rows found by their name: folded for comparing, ambiguous where several rows share it, alike only on request."""

import unicodedata
from collections.abc import Iterable

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

AMBIGUOUS = -1
NAMED = pl.Schema({"folded": pl.String(), "key": pl.Int64(), "name": pl.String()})
"""The columns of names that are known: the folded name, the key of its row (or `AMBIGUOUS`), and how it is written."""

FOUND = pl.Schema({"text": pl.String(), "key": pl.Int64(), "alike": pl.String()})
"""The columns of texts that were found: the text, the key of its row, and the name that is only alike."""

_CELLS_AT_ONCE = 4_000_000


def fold(text: str) -> str:
    """`text` for comparing names: full and half width, upper and lower case, and runs of blanks are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded(texts: pl.Series) -> pl.Series:
    """`fold` of every text; each different one is worked once."""
    different = texts.unique().drop_nulls()
    made = pl.Series([fold(text) for text in different], dtype=pl.String)
    return texts.replace_strict(different, made, default=None, return_dtype=pl.String)


def by_name(target: pl.DataFrame, key: str, names: Iterable[str]) -> pl.DataFrame:
    """The names of the rows of `target` as `NAMED`, one row per different name; the first column that knows one wins.

    A name that stands in several rows of one column is `AMBIGUOUS`.
    """
    found = pl.DataFrame(schema=NAMED)
    for column in names:
        here = target.select(name=pl.col(column).cast(pl.String), key=key).drop_nulls()
        several = pl.col("key").n_unique() > 1
        key_of = pl.when(several).then(AMBIGUOUS).otherwise(pl.col("key").first())
        rows = here.with_columns(folded=folded(here["name"])).group_by("folded", maintain_order=True)
        known = rows.agg(key=key_of, name=pl.first("name"))
        found = found.vstack(known.join(found, on="folded", how="anti", maintain_order="left").select(*NAMED))
    return found


def find(texts: pl.Series, known: pl.DataFrame, at_least: float | None) -> pl.DataFrame:
    """The rows that `texts` name in `known` (`NAMED`), as `FOUND`; what is not found is left out.

    `at_least` (0–100): a name whose `token_sort_ratio` with the text reaches it is taken too, if it is the best one
    alone; several rows that are equally alike are `AMBIGUOUS`.
    """
    asked = pl.DataFrame({"text": texts.unique(maintain_order=True).drop_nulls()})
    asked = asked.with_columns(folded=folded(asked["text"]))
    met = asked.join(known, on="folded", how="left", maintain_order="left")
    exact = met.filter(pl.col("key").is_not_null()).select("text", "key", alike=pl.lit(None, pl.String))
    if at_least is None or known.is_empty():
        return exact
    return exact.vstack(_alike(met.filter(pl.col("key").is_null()), known, at_least))


def _alike(asked: pl.DataFrame, known: pl.DataFrame, at_least: float) -> pl.DataFrame:
    """What comes nearest, compared with its words sorted (which is what `token_sort_ratio` does)."""
    names = [_sorted_words(text) for text in known["folded"]]
    at_once = max(1, _CELLS_AT_ONCE // len(names))
    parts = [_nearest(part, known, names, at_least) for part in asked.iter_slices(at_once)]
    return pl.concat([pl.DataFrame(schema=FOUND), *parts])


def _nearest(asked: pl.DataFrame, known: pl.DataFrame, names: list[str], at_least: float) -> pl.DataFrame:
    texts = [_sorted_words(text) for text in asked["folded"]]
    scores = process.cdist(texts, names, scorer=fuzz.ratio, score_cutoff=at_least, dtype=np.float64)
    best = scores.max(axis=1)
    found = []
    for place in (best >= max(at_least, 1e-9)).nonzero()[0].tolist():
        nearest = known[(scores[place] == best[place]).nonzero()[0].tolist()]
        key = nearest["key"][0] if nearest["key"].n_unique() == 1 else AMBIGUOUS
        found.append((asked["text"][place], key, nearest["name"][0]))
    return pl.DataFrame(found, schema=FOUND, orient="row")


def _sorted_words(text: str) -> str:
    return " ".join(sorted(text.split()))
