"""What the hand-written pages have in common: numbers of one table by one date, side by side for a page's tiles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from tests.benchmarks.by_hand.writing import Rows, Span, joined, key, month, texts, within

COUNT = pl.len().cast(pl.Int64)
Told = list[tuple[tuple[str, ...], pl.LazyFrame]]
"""The tables of a page, each with the fields that it is by."""


@dataclass(frozen=True)
class Asked:
    """What a page is asked: the rows that the reader sees, the period, the one before, and one customer's key."""

    rows: Rows
    catalog: Catalog
    now: Span
    before: Span
    customer: int = 0


HandWritten = Callable[[Asked], Told]


@dataclass(frozen=True)
class Part:
    """Numbers of one table; without a date, they count whatever the day."""

    rows: pl.LazyFrame
    date: str
    values: dict[str, pl.Expr]

    def during(self, span: Span | None) -> pl.LazyFrame:
        """The rows of a period."""
        return self.rows.filter(within(self.date, span)) if self.date and span is not None else self.rows


def part(rows: pl.LazyFrame, date: str = "", **values: pl.Expr) -> Part:
    """Short for a `Part`."""
    return Part(rows, date, values)


def money(column: str) -> pl.Expr:
    """The sum of an amount in major units."""
    return pl.col(column).sum() / 100


def known(column: str, scale: float = 100, passes: pl.Expr | None = None) -> pl.Expr:
    """The sum of what is known of a column, of the rows that pass; null where nothing is."""
    cells = pl.col(column) if passes is None else pl.col(column).filter(passes)
    return pl.when(cells.count() > 0).then(cells.sum() / scale)


def count(passes: pl.Expr) -> pl.Expr:
    """How many rows pass."""
    return passes.sum().cast(pl.Int64)


def distinct(column: str, passes: pl.Expr | None = None) -> pl.Expr:
    """How many members of a column are known among the rows that pass."""
    cells = pl.col(column) if passes is None else pl.col(column).filter(passes)
    return cells.drop_nulls().n_unique().cast(pl.Int64)


def ratio(name: str, of: str, per: str) -> pl.Expr:
    """One number per another; null where that is 0."""
    return pl.when(pl.col(per) != 0).then(pl.col(of) / pl.col(per)).alias(name)


def figures(parts: Sequence[Part], *spans: Span | None, rates: Sequence[pl.Expr] = ()) -> pl.LazyFrame:
    """All numbers of `parts` in one row, those of a second span as `<name>__base`."""
    sides = [
        pl.concat([one.during(span).select(**one.values) for one in parts], how="horizontal").with_columns(rates)
        for span in spans or (None,)
    ]
    now, *base = sides
    return pl.concat([now, *(side.select(pl.all().name.suffix("__base")) for side in base)], how="horizontal")


def table(parts: Sequence[Part], by: str | tuple[str, ...], span: Span | None = None, *rates: pl.Expr) -> pl.LazyFrame:
    """One row per member of `by` with all numbers of `parts`, the largest first; `date` is the month of each part."""
    fields = (by,) if isinstance(by, str) else by
    groups = [one.during(span).group_by(_keys(one, fields)).agg(**one.values) for one in parts]
    whole = (joined(groups, fields) if len(groups) > 1 else groups[0]).with_columns(rates)
    if "date" in fields:
        return whole.sort("date")
    first = next(iter(parts[0].values))
    return whole.sort(first, *fields, descending=[True, *(False for _ in fields)]).with_columns(texts(*fields))


def best(parts: Sequence[Part], by: str, span: Span | None = None, n: int = 12) -> pl.LazyFrame:
    """The `n` members that lead in the first number."""
    return table(parts, by, span).head(n)


def compared(make: Callable[[Span], pl.LazyFrame], by: str, now: Span, base: Span, later: str = "") -> pl.LazyFrame:
    """A table of two periods, the numbers of the second as `<name>__base`, its dates moved by `later`."""
    left, right = make(now), make(base)
    if later:
        right = right.with_columns(pl.col(by).dt.offset_by(later))
    renamed = right.select(by, pl.exclude(by).name.suffix("__base"))
    return left.join(renamed, on=by, how="full", coalesce=True, nulls_equal=True)


def back(span: Span, later: str) -> Span:
    """Whole months, `later` earlier."""
    moved = pl.Series(span).dt.offset_by(f"-{later}")
    return moved[0], moved.dt.month_end()[1]


def _keys(one: Part, fields: tuple[str, ...]) -> list[pl.Expr]:
    return [month(one.date, "date") if name == "date" else key(name) for name in fields]
