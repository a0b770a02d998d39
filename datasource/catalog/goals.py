"""Targets as reports count them: who holds each, laid over with the edits of the app, checked against the stated year.

Money stays in minor units.
"""

from typing import Protocol

import polars as pl

from datasource.catalog.overlay import TARGET_EDITS, Overlay

LEVELS = ("company", "department", "employee")
_HOLDING = ("level", "department_id", "owner_id", "kind", "fiscal_year")


class GoalFrames(Protocol):
    """What the targets are made of."""

    @property
    def company(self) -> str:
        """The company's name."""

    @property
    def fiscal_start(self) -> int:
        """The first month of the fiscal year."""

    @property
    def overlay(self) -> Overlay:
        """What people have entered in the app."""

    def entity(self, table: str) -> pl.DataFrame:
        """The finished rows of another table."""

    def base(self, table: str) -> pl.DataFrame:
        """The rows of the table that are not deleted, without computed columns."""


def targets(frames: GoalFrames, table: str) -> pl.DataFrame:
    """One row per target: `holder`, `fiscal_year`, `year_gap_amount` (months − stated year; empty where none is)."""
    kept = frames.base(table)
    rows = _laid_over(kept, frames.overlay.targets, frames.fiscal_start)
    gap = pl.col("target_amount").sum().over(_HOLDING) - pl.col("year_amount")
    named = rows.with_columns(gap.alias("year_gap_amount"))
    known = holders(frames).with_columns(pl.col("level").cast(rows.schema["level"]))
    key = pl.coalesce(
        pl.when(pl.col("level") == "employee").then("owner_id"),
        pl.when(pl.col("level") == "department").then("department_id"),
        pl.when(pl.col("level") == "company").then(0),
    ).cast(pl.Int64)
    met = named.with_columns(key.alias("holder_id")).join(
        known, on=["level", "holder_id"], how="left", maintain_order="left"
    )
    return met.drop("holder_id")


def holders(frames: GoalFrames) -> pl.DataFrame:
    """Whoever may hold a target: `level`, `holder_id` (Int64; 0 for the company) and `holder`, a name of their own.

    A name that two levels share carries its level.
    """
    company = pl.DataFrame({"level": ["company"], "holder_id": [0], "holder": [frames.company or "—"]})
    parts = [company]
    for level, table, key in (("department", "departments", "department_id"), ("employee", "users", "user_id")):
        parts.append(
            frames.entity(table).select(
                pl.lit(level).alias("level"),
                pl.col(key).cast(pl.Int64).alias("holder_id"),
                pl.col("label").alias("holder"),
            )
        )
    everyone = pl.concat(parts)
    told = pl.when(pl.col("holder").is_duplicated()).then(pl.col("holder") + " (" + pl.col("level") + ")")
    return everyone.with_columns(told.otherwise("holder").alias("holder"))


def fiscal_year(month: pl.Expr, fiscal_start: int) -> pl.Expr:
    """The fiscal year of a month: one that starts in April 2024 is 2024."""
    return month.dt.offset_by(f"-{fiscal_start - 1}mo").dt.year()


def _laid_over(kept: pl.DataFrame, edits: pl.DataFrame, fiscal_start: int) -> pl.DataFrame:
    """A holder's year that was entered in the app takes the place of the store's; keys are given anew from the last."""
    year = fiscal_year(pl.col("month_date"), fiscal_start).alias("fiscal_year")
    rows = kept.with_columns(year)
    if edits.is_empty():
        return rows
    entered = edits.with_columns(pl.col(name).cast(rows.schema[name]) for name in TARGET_EDITS).with_columns(year)
    left = rows.join(
        entered.select(_HOLDING).unique(), on=_HOLDING, how="anti", nulls_equal=True, maintain_order="left"
    )
    filled = entered.filter(pl.col("target_amount").is_not_null()).sort(*_HOLDING, "month_date", nulls_last=True)
    first: int = kept.select(pl.col("target_id").cast(pl.Int64).max().fill_null(0)).item() + 1
    keyed = filled.with_columns(
        pl.int_range(first, first + filled.height, eager=True).cast(rows.schema["target_id"]).alias("target_id")
    )
    return pl.concat([left, keyed], how="diagonal")
