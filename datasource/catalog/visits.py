"""Return visits: the answer on the five-point scale, and the products of the contract that a visit was about."""

import polars as pl

from datasource.catalog.first_deals import product_lines
from datasource.tables.schema import UNKNOWN_KEY

ANSWERS = ("very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied")
"""The five-point scale from 1 to 5."""


def with_answer(visits: pl.DataFrame) -> pl.DataFrame:
    """`score` (1 to 5) and `answer` (the same as a word of `ANSWERS`); null where there is no answer on the scale."""
    score = pl.when(pl.col("satisfaction").is_between(1, len(ANSWERS))).then("satisfaction").alias("score")
    words = dict(enumerate(ANSWERS, 1))
    answer = pl.col("score").replace_strict(words, default=None, return_dtype=pl.Enum(ANSWERS)).alias("answer")
    return visits.with_columns(score).with_columns(answer)


def visit_lines(visits: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per visit and distinct product of its contract: `visit_id`, `product_id`, `amount` (minor units).

    A visit without a contract, or whose contract has no lines, has no row here.
    """
    return product_lines(visits.filter(pl.col("contract_id") != UNKNOWN_KEY), lines, "visit_id")
