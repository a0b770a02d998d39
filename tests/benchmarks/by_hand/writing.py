"""What the hand-written queries have in common: the rows in scope, the company's periods, labels, comparison."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import polars as pl

from datasource.engines.facts import Facts
from datasource.scope import Scope

Span = tuple[date, date]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
YEAR_BEFORE = (date(2025, 1, 1), date(2025, 6, 30))
MONTH = (date(2026, 6, 1), date(2026, 6, 30))
MONTH_BEFORE = (date(2026, 5, 1), date(2026, 5, 31))
LAST_YEAR = (date(2025, 7, 1), date(2026, 6, 30))
EFFECTIVE = pl.col("is_effective")
MONEY = pl.col("amount").sum() / 100


@dataclass(frozen=True)
class Answer:
    """The rows as a reader gets them, and the totals where the question asks for them."""

    rows: pl.DataFrame
    totals: dict[str, Any] | None = None


@dataclass(frozen=True)
class Rows:
    """`rows("contracts")`: the wide contracts that the viewer may see, as the engine holds them."""

    facts: Facts
    scope: Scope

    def __call__(self, subject: str, at: str = "", *, split: bool = False) -> pl.LazyFrame:
        """One row per record, or with `split` per record and product; with `at`, under the owner of that date."""
        frame = self.facts.frame(subject, split=split)
        then = {name: name.removesuffix(f"@{at}") for name in frame.columns if re.fullmatch(f"dim:.*@{at}", name)}
        frame = frame.drop(then.values(), strict=False).rename(then)
        seen = self.scope.condition(frame)
        return frame.lazy() if seen is None else frame.lazy().filter(seen)


Question = Callable[[Rows], Answer]


def within(column: str, span: Span) -> pl.Expr:
    """The rows of a period."""
    return pl.col(column).is_between(*span)


def key(name: str) -> pl.Expr:
    """Text dimension `name` of a wide frame."""
    return pl.col(f"dim:{name}").alias(name)


def month(column: str, name: str) -> pl.Expr:
    """First day of the month of a date."""
    return pl.col(f"{column}@month").alias(name)


def texts(*names: str) -> list[pl.Expr]:
    """Enum columns as text, once the rows are in order."""
    return [pl.col(name).cast(pl.String) for name in names]


def months(name: str) -> pl.Expr:
    """First days as `2026-06`."""
    return pl.col(name).dt.strftime("%Y-%m")


def quarters(name: str) -> pl.Expr:
    """First days as `2026-Q2`."""
    return pl.format("{}-Q{}", pl.col(name).dt.year(), pl.col(name).dt.quarter()).alias(name)


def joined(tables: Sequence[pl.LazyFrame], keys: Sequence[str]) -> pl.LazyFrame:
    """All `tables` side by side; a group that one of them lacks counts and sums to 0 there."""
    whole = reduce(lambda left, right: left.join(right, on=keys, how="full", coalesce=True, nulls_equal=True), tables)
    return whole.with_columns(pl.exclude(keys).fill_null(0))


def beside(now: pl.LazyFrame, base: pl.LazyFrame, keys: Sequence[str], metrics: Sequence[str]) -> pl.LazyFrame:
    """Two periods side by side, with the change from `base` to `now`; a group that one of them lacks is 0 there."""
    before = base.rename({name: f"{name}__base" for name in metrics})
    both = joined([now, before], keys) if keys else pl.concat([now, before], how="horizontal")
    both = both.with_columns(_change(name) for name in metrics)
    return both.select(*keys, *(part for name in metrics for part in (name, f"{name}__base", f"{name}__change")))


def kpi(rows: pl.LazyFrame, column: str, spans: tuple[Span, Span], **value: pl.Expr) -> Answer:
    """One number in each of two periods, and the change."""
    now, base = (rows.filter(within(column, span)).select(**value) for span in spans)
    return Answer(beside(now, base, (), tuple(value)).collect())


def _change(name: str) -> pl.Expr:
    base = pl.col(f"{name}__base")
    return pl.when(base != 0).then((pl.col(name) - base) / base).alias(f"{name}__change")
