"""Why a total or a ratio changed between two periods: volume, mix, rate, new and lost parts that add up exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from datasource.analytics.refusals import need_columns, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

EFFECTS = ("volume", "mix", "rate", "new", "lost")
DEPTH = "depth"
KEEP = ("change", "before", "after", *EFFECTS)


@dataclass(frozen=True)
class Measure:
    """The sum of `amount`, or as a `ratio` sum(`amount`) / sum(`per`).

    `per` is the ratio's denominator, or what a total is made of (deals, pieces; without it records are counted).
    """

    amount: str
    per: str | None = None
    ratio: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns that are summed."""
        return [self.amount, *([self.per] if self.per else [])]


@dataclass(frozen=True)
class Change:
    """`before` and `after` are the metric in both periods, the five effects sum to their difference.

    `parts` has a row per part of every level, strongest first within its depth: `depth` (1 is the first level), the
    level columns (null below the depth), its share of each effect, their sum `change`, and what it has `before` and
    `after`. The parts of a depth sum to the whole, those below a part to that part. For a ratio, `before` and `after`
    of a part are its numerator over the denominator of all, and `change` counts against the rate of all.
    """

    before: float
    after: float
    volume: float
    mix: float
    rate: float
    new: float
    lost: float
    levels: tuple[str, ...]
    parts: pl.DataFrame

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before

    def filters(self, part: int) -> dict[str, object]:
        """The values of fields that lead to the records of a row of `parts`, in either period."""
        row = self.parts.row(part, named=True)
        return {level: row[level] for level in self.levels[: row[DEPTH]]}


def explain_change(before: pl.DataFrame, after: pl.DataFrame, levels: Sequence[str], measure: Measure) -> Change:
    """Split the change of a measure between two sets of records.

    `levels` are fields, the wider first; parts are counted where all levels meet and summed upwards. Existing parts
    split by the symmetric indicators of Bennet (1920, J. Royal Statistical Society 83:455): volume is the change of
    quantity at the rate of all, mix its shift to dearer parts, rate the change of a part's own amount per quantity;
    parts of one period alone are new or lost. A ratio has no volume: its mix, new and lost are against the rate of
    all.

    Raises `MingjingError` when columns are lacking, a period has no records, a number is missing, a quantity is below
    zero, or a ratio's denominator is zero in a period.
    """
    if not levels:
        raise MingjingError(_("Choose at least one field to split the change by."))
    if measure.ratio and measure.per is None:
        raise MingjingError(_("A ratio needs its denominator."))
    both = _summed(before, levels, measure, "0").join(
        _summed(after, levels, measure, "1"), on=list(levels), how="full", coalesce=True, nulls_equal=True
    )
    leaves = both.with_columns(
        pl.col("a0", "q0", "a1", "q1").fill_null(0.0),
        pl.col("a0").is_null().alias("is_new"),
        pl.col("a1").is_null().alias("is_lost"),
    ).sort(levels, nulls_last=True)
    split = _ratio(leaves) if measure.ratio else _total(leaves)
    whole = {name: float(split[name].sum()) for name in KEEP}
    parts = pl.concat([_level(split, levels, depth) for depth in range(1, len(levels) + 1)])
    effects = {effect: whole[effect] for effect in EFFECTS}
    return Change(before=whole["before"], after=whole["after"], **effects, levels=tuple(levels), parts=parts)


def _total(leaves: pl.DataFrame) -> pl.DataFrame:
    """Effects on a total: new and lost parts in full, the others by quantity and amount per quantity."""
    kept = leaves.filter(~pl.col("is_new") & ~pl.col("is_lost"))
    quantity = float(kept["q0"].sum()) + float(kept["q1"].sum())
    common = (float(kept["a0"].sum()) + float(kept["a1"].sum())) / quantity if quantity else 0.0
    own = (_over("a0", "q0") + _over("a1", "q1")) / 2
    more = pl.col("q1") - pl.col("q0")
    stays = ~pl.col("is_new") & ~pl.col("is_lost")
    return leaves.with_columns(before=pl.col("a0"), after=pl.col("a1"), volume=_if(stays, more * common)).with_columns(
        change=pl.col("a1") - pl.col("a0"),
        mix=_if(stays, more * own - pl.col("volume")),
        rate=_if(stays, pl.col("a1") - pl.col("a0") - more * own),
        new=_if(pl.col("is_new"), pl.col("a1")),
        lost=_if(pl.col("is_lost"), -pl.col("a0")),
    )


def _ratio(leaves: pl.DataFrame) -> pl.DataFrame:
    """Effects on a ratio of sums: shares of the denominator move (mix), or a part's own ratio does (rate)."""
    below = [float(leaves[name].sum()) for name in ("q0", "q1")]
    if not all(below):
        raise MingjingError(_("The denominator is zero in one of the periods, so there is no ratio to explain."))
    common = sum(float(leaves[name].sum()) / total for name, total in zip(("a0", "a1"), below, strict=True)) / 2
    own = (_over("a0", "q0") + _over("a1", "q1")) / 2
    share = [pl.col(name) / total for name, total in zip(("q0", "q1"), below, strict=True)]
    given = [pl.col(name) / total for name, total in zip(("a0", "a1"), below, strict=True)]
    stays = ~pl.col("is_new") & ~pl.col("is_lost")
    shifted = (share[1] - share[0]) * (own - common)
    around = given[1] - given[0] - (share[1] - share[0]) * common
    return leaves.with_columns(
        before=given[0],
        after=given[1],
        change=around,
        volume=pl.lit(0.0),
        mix=_if(stays, shifted),
        rate=_if(stays, around - shifted),
        new=_if(pl.col("is_new"), around),
        lost=_if(pl.col("is_lost"), around),
    )


def _summed(rows: pl.DataFrame, levels: Sequence[str], measure: Measure, period: str) -> pl.DataFrame:
    """Amount (`a0` or `a1`) and quantity (`q0` or `q1`) where all levels meet."""
    need_columns(rows, [*levels, *measure.columns])
    need_rows(len(rows), 1, N_("records in each of the two periods"))
    for name in measure.columns:
        numbers = rows[name].cast(pl.Float64)
        if odd := numbers.null_count() + int((~numbers.drop_nulls().is_finite()).sum()):
            raise MingjingError(_("{count} values of '{name}' are no numbers.").format(count=odd, name=name))
    quantity = pl.col(measure.per).cast(pl.Float64) if measure.per else pl.lit(1.0)
    counted = rows.select(*levels, pl.col(measure.amount).cast(pl.Float64).alias("a"), quantity.alias("q"))
    if (counted["q"] < 0).any():
        raise MingjingError(_("Some values of '{name}' are below zero.").format(name=measure.per))
    return counted.group_by(levels).agg(pl.col("a").sum().alias(f"a{period}"), pl.col("q").sum().alias(f"q{period}"))


def _level(split: pl.DataFrame, levels: Sequence[str], depth: int) -> pl.DataFrame:
    """The parts of one depth, strongest change first."""
    grouped = split.group_by(levels[:depth], maintain_order=True).agg(pl.col(KEEP).sum())
    lower = [pl.lit(None, split.schema[level]).alias(level) for level in levels[depth:]]
    strongest = grouped.sort(pl.col("change").abs(), descending=True, maintain_order=True)
    return strongest.select(pl.lit(depth).alias(DEPTH), *levels[:depth], *lower, *KEEP)


def _over(amount: str, quantity: str) -> pl.Expr:
    """Amount per quantity; 0 where there is none, so that its amount counts as rate."""
    return pl.when(pl.col(quantity) > 0).then(pl.col(amount) / pl.col(quantity)).otherwise(0.0)


def _if(holds: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(holds).then(value).otherwise(0.0)
