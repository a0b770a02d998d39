"""Scores: which share of what a rule asks keeps it, over rules weighed by what breaking them does.

A score is the mean over rules of 1 − broken ÷ asked; a rule counts three times where breaking it makes numbers wrong,
twice where it may mislead, else once. A rule that asks no row does not count. So a score does not depend on which
tables are large.
"""

import math

import polars as pl

from datasource.quality.rules.every import BY_TABLE, RULES
from datasource.quality.rules.rule import WEIGHTS

COUNTS = pl.Schema({"table": pl.String(), "rule": pl.String(), "asked": pl.Int64(), "broken": pl.Int64()})


def not_rounded_up(share: float) -> float:
    """`share` to a tenth of a per cent, cut: where a single record breaks a rule, nothing is 100 %."""
    return math.floor(share * 1000) / 1000


def counts(table: str, marked: pl.DataFrame) -> pl.DataFrame:
    """One row per rule of `table`: `table`, `rule`, `asked`, `broken`, over the rows of `marked`."""
    names = [rule.id for rule in BY_TABLE[table] if rule.id in marked.columns]
    asked, broken = marked.select(pl.col(names).count()), marked.select(pl.col(names).sum())
    told = [(table, name, int(asked[name][0]), int(broken[name][0] or 0)) for name in names]
    return pl.DataFrame(told, schema=COUNTS, orient="row")


def told_apart(counted: pl.DataFrame) -> pl.DataFrame:
    """`counted` with each rule's `aspect`, `severity`, `share` broken (empty where nothing was asked) and `weight`."""
    rules = [RULES[name] for name in counted["rule"]]
    return counted.with_columns(
        pl.Series("aspect", [rule.aspect.value for rule in rules], dtype=pl.String),
        pl.Series("severity", [rule.severity.value for rule in rules], dtype=pl.String),
        pl.Series("weight", [WEIGHTS[rule.severity] for rule in rules], dtype=pl.Int64),
        share=pl.when(pl.col("asked") > 0).then(pl.col("broken") / pl.col("asked")),
    )


def scored(counted: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The score of each group of rules (of all, without `by`), between 0 and 1: `by`, `score`, `weight`, `broken`."""
    asked = told_apart(counted).filter(pl.col("asked") > 0)
    kept = ((1 - pl.col("share")) * pl.col("weight")).sum() / pl.col("weight").sum()
    told = {"score": kept, "weight": pl.col("weight").sum(), "broken": pl.col("broken").sum()}
    return asked.group_by(by, maintain_order=True).agg(**told) if by else asked.select(**told)
