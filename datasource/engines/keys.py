"""What rows are grouped by, as expressions over a wide fact, and the groups' names afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from datasource.engines.conditions import scaled
from datasource.engines.facts import Facts
from datasource.metrics.dimension import UNKNOWN
from datasource.metrics.registry import dimension
from datasource.plan import GroupKey, Scan
from datasource.result import Kind, Unit


@dataclass(frozen=True)
class Top:
    """The members of one dimension that are kept; all others fall together under an empty key (null)."""

    field: str
    members: tuple[str, ...]


class Key:
    """One key of one scan, as an expression of the wide fact."""

    def __init__(self, facts: Facts, scan: Scan, key: GroupKey, top: Top | None) -> None:
        self.name = key.name
        self.key = key
        self.is_moment = scan.as_of and key.name == "date"
        self.top = top if top is not None and top.field == key.name else None
        self.kind: pl.Enum | None = None
        self._facts, self._scan = facts, scan
        self._column = "" if self.is_moment else self._prepare()

    def expr(self) -> pl.Expr:
        """The key over the wide fact."""
        column = pl.col(self._column)
        if self.key.kind is Kind.NUMBER:
            return _labelled(column, self.key.bins, self._scale).alias(self.name)
        if self.top is not None:
            assert self.kind is not None
            kept = pl.Series(self.top.members, dtype=pl.String).cast(self.kind, strict=False).drop_nulls()
            return pl.when(column.is_in(kept.implode())).then(column).alias(self.name)
        return column.alias(self.name)

    @property
    def _scale(self) -> int:
        return self._facts.catalog.minor_units if dimension(self.name).unit is Unit.MONEY else 1

    def _prepare(self) -> str:
        subject, split = self._scan.subject, self._scan.split
        match self.key.kind:
            case Kind.DATE:
                assert self.key.grain is not None
                return self._facts.bucket(subject, self.key.date, self.key.grain, split=split)
            case Kind.NUMBER:
                return self._facts.number(subject, dimension(self.name), split=split)
            case _:
                column = self._facts.dimension(subject, dimension(self.name), role=self._scan.event, split=split)
                self.kind = self._facts.kind(subject, column)
                return column


def bin_labels(bins: tuple[float, ...]) -> list[str]:
    """The bins' names from low to high, closed on the left: `(-∞, 0)`, `[0, 1000)`, `[1000, ∞)`."""
    edges = [f"{int(edge)}" if edge == int(edge) else f"{edge}" for edge in bins]
    inner = [f"[{low}, {high})" for low, high in pairwise(edges)]
    return [f"(-∞, {edges[0]})", *inner, f"[{edges[-1]}, ∞)"]


def stacked(
    parts: Sequence[pl.DataFrame], keys: Sequence[Key], moments: Sequence[tuple[date | None, date | None]]
) -> pl.DataFrame:
    """All `parts` below each other, with the first day of each moment's bucket as the key that it stands for."""
    bucket = next((key.name for key in keys if key.is_moment), None)
    if bucket is None:
        return parts[0] if len(parts) == 1 else pl.concat(parts)
    return pl.concat(
        part.with_columns(pl.lit(start, dtype=pl.Date).alias(bucket))
        for part, (start, _) in zip(parts, moments, strict=True)
    )


def binned(column: pl.Expr, bins: Sequence[float], labels: Sequence[pl.Expr], missing: pl.Expr, scale: int) -> pl.Expr:
    """The label of each number of `column`, which holds `scale` times what people write: one more than `bins`."""
    *inner, made = labels
    for edge, label in reversed([*zip(bins, inner, strict=True)]):
        made = pl.when(column < scaled(edge, scale)).then(label).otherwise(made)
    return pl.when(column.is_null()).then(missing).otherwise(made)


def _labelled(column: pl.Expr, bins: tuple[float, ...], scale: int) -> pl.Expr:
    labels = bin_labels(bins)
    kind = pl.Enum([*labels, UNKNOWN])
    return binned(column, bins, [pl.lit(label, dtype=kind) for label in labels], pl.lit(UNKNOWN, dtype=kind), scale)
