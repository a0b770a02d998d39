"""How likely two records are one: the probabilistic record linkage of Fellegi and Sunter (1969), fitted by EM.

Each field's level of agreement has a probability among duplicates (m) and among others (u). The u come from random
pairs and from how often each value stands in the table; the m are fitted on the candidate pairs by expectation and
maximisation (Winkler 1988), held near what is usual where there are few duplicates to learn from.
"""

import math
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from datasource.quality.blocking import candidates
from datasource.quality.fields import DIFFERENT, SAME, SOMEWHAT, Field, folded, levels

_USUAL_M = (0.05, 0.05, 0.10, 0.80)
_USUAL_WEIGHT = 20.0
_MOST_M = (0.15, 0.10, 0.30)
_ROUNDS = 30
_RANDOM_PAIRS = 60_000
_SEED = 20240630
Numbers = NDArray[np.float64]


def pairs(records: pl.DataFrame, fields: tuple[Field, ...]) -> pl.DataFrame:
    """One row per candidate pair of `records` (`key` and the fields' columns).

    `left` and `right` are positions in `records`, `probability` is that of being one, and each field has its level
    (see `fields`) under its column's name.
    """
    texts = folded(records, fields)
    found = candidates(texts, fields)
    if found.is_empty():
        return found.with_columns(pl.lit(0.0).alias("probability"), *_no_levels(fields))
    agreed = _levels(texts, fields, found["left"], found["right"])
    weight = _weights(texts, fields, agreed)
    usual = _commonness(texts, fields, found, agreed)
    score = 1 / (1 + np.exp(-(weight + usual)))
    vital = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(each.column).is_in((DIFFERENT, SOMEWHAT)) for each in fields if each.vital)
    )
    likely = pl.when(vital).then(0.0).otherwise(pl.Series("probability", score))
    return pl.concat([found, agreed], how="horizontal").with_columns(likely.alias("probability"))


def _levels(texts: pl.DataFrame, fields: tuple[Field, ...], left: pl.Series, right: pl.Series) -> pl.DataFrame:
    return pl.DataFrame([levels(texts, field, left, right) for field in fields])


def _no_levels(fields: Sequence[Field]) -> list[pl.Expr]:
    return [pl.lit(0, pl.Int8).alias(field.column) for field in fields]


def _weights(texts: pl.DataFrame, fields: tuple[Field, ...], agreed: pl.DataFrame) -> Numbers:
    """The logarithm of each candidate pair's odds, from the m fitted by EM over the different patterns of levels."""
    numbered = agreed.with_row_index("at").group_by(agreed.columns, maintain_order=True).agg("at", count=pl.len())
    patterns, count = numbered.select(agreed.columns).to_numpy(), numbered["count"].to_numpy().astype(np.float64)
    by_chance = _by_chance(texts, fields)
    usual = [np.array(_USUAL_M) for _ in fields]
    logit = _logit(patterns, usual, by_chance, texts.height)
    for _ in range(_ROUNDS):
        matched = count / (1 + np.exp(-logit))
        fitted = [_fitted(patterns[:, at], matched) for at in range(len(fields))]
        logit = _logit(patterns, fitted, by_chance, texts.height)
    found = np.empty(agreed.height)
    found[np.concatenate(numbered["at"].to_list())] = np.repeat(logit, numbered["count"].to_list())
    return found


def _logit(patterns: NDArray[np.int8], among: list[Numbers], by_chance: list[Numbers], records: int) -> Numbers:
    """Odds before any evidence are 2/n: as if each of n records had one partner among the n(n−1)/2 pairs."""
    total = np.full(len(patterns), math.log(2 / records))
    for at, (probable, chance) in enumerate(zip(among, by_chance, strict=True)):
        total += np.concatenate([[0.0], np.log(probable / chance)])[patterns[:, at]]
    return total


def _fitted(level: NDArray[np.int8], matched: Numbers) -> Numbers:
    """The m of one field. Whatever the pairs say, one record entered twice mostly says the same in it: without that
    bound, a table with few duplicates would learn its m from namesakes.
    """
    counts = np.bincount(level, weights=matched, minlength=SAME + 1)[1:] + np.array(_USUAL_M) * _USUAL_WEIGHT
    unlike = np.minimum(counts[:-1] / counts.sum(), _MOST_M)
    return np.append(unlike, 1 - unlike.sum())


def _by_chance(texts: pl.DataFrame, fields: tuple[Field, ...]) -> list[Numbers]:
    """Per field the share of each level among random pairs of different records."""
    draw = np.random.default_rng(_SEED)
    left, right = (pl.Series(draw.integers(0, texts.height, _RANDOM_PAIRS)) for _ in range(2))
    met = _levels(texts, fields, left.filter(left != right), right.filter(left != right))
    found = []
    for field in fields:
        counts = np.bincount(met[field.column].to_numpy(), minlength=SAME + 1)[1:].astype(np.float64)
        rare = np.array([_same_by_chance(texts[field.column]) if level == SAME - 1 else 1e-5 for level in range(SAME)])
        share = np.maximum(counts / max(counts.sum(), 1.0), rare)
        found.append(share / share.sum())
    return found


def _same_by_chance(values: pl.Series) -> float:
    """The probability that two records drawn at random have one value."""
    filled = values.drop_nulls()
    if filled.is_empty():
        return 1.0
    counts = filled.value_counts()["count"].cast(pl.Float64) / filled.len()
    return float((counts**2).sum())


def _commonness(texts: pl.DataFrame, fields: tuple[Field, ...], found: pl.DataFrame, agreed: pl.DataFrame) -> Numbers:
    """What it adds or takes that the value which both have is rarer or more common than the field's usual one.

    Half of those who have it count: two who share a value that nobody else has may be one, and then it is had once.
    """
    total = np.zeros(found.height)
    for field in fields:
        values = texts.select(field.column, often=pl.len().over(field.column))
        usual = _same_by_chance(texts[field.column])
        filled = max(texts.height - texts[field.column].null_count(), 1)
        often = values["often"].gather(found["left"]).to_numpy() / (2 * filled)
        total += np.where(agreed[field.column].to_numpy() == SAME, np.log(usual / often), 0.0)
    return total
