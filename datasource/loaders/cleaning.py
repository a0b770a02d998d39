"""Text cells → typed cells. Each step is a rule by name; what a rule changed, or could not read, is counted.

The work is done once per different text of a column, which keeps exact decimal arithmetic affordable.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from datasource.loaders import parsing
from datasource.loaders.mapping import Cell, Mapping
from datasource.loaders.report import HITS, Part
from datasource.loaders.sheet import ROW
from datasource.tables.schema import ColumnInfo

Given = tuple[str | None, str | None]
"""The text of a cell and the text of the factor it is multiplied by (None: no factor)."""


@dataclass
class Work:
    """One text on its way: `value` after the steps so far (None = empty), and the rules that struck."""

    value: Any
    factor: str | None
    rules: list[str] = field(default_factory=list)

    def drop(self, rule: str) -> None:
        """Leave the cell empty because of `rule`."""
        self.value = None
        self.rules.append(rule)


@dataclass(frozen=True)
class Recipe:
    """All that the steps need to know about a cell."""

    column: ColumnInfo
    cell: Cell
    mapping: Mapping

    @cached_property
    def kind(self) -> str:
        """How the text is read: a key of `_PARSERS`."""
        if self.column.refers_to:
            return "text"
        return "money" if is_money(self.column) else _KINDS[self.column.dtype]


def clean(rows: pl.DataFrame, recipe: Recipe, part: Part) -> pl.Series:
    """The cells for the rows of a sheet, typed as the column says (a reference stays text); rules go into `part`."""
    cell = recipe.cell
    factors: list[str | None] = [None] * rows.height if cell.times is None else rows[cell.times].to_list()
    given: list[Given] = list(zip(_texts(rows, cell), factors, strict=True))
    done = {one: _worked(one, recipe) for one in set(given)}
    _report(rows, given, done, recipe.column.name, part)
    kind = pl.String() if recipe.column.refers_to else recipe.column.dtype
    return pl.Series(recipe.column.name, [done[one].value for one in given], dtype=kind)


def is_money(column: ColumnInfo) -> bool:
    """Whether the column holds minor units: by the rule of naming, every whole `amount` and `*_amount`."""
    return column.dtype == pl.Int64 and (column.name == "amount" or column.name.endswith("_amount"))


def _texts(rows: pl.DataFrame, cell: Cell) -> pl.Series:
    if cell.column is not None and cell.column not in rows.columns:
        return pl.Series([None] * rows.height, dtype=pl.String)
    text = pl.lit(cell.constant) if cell.column is None else pl.col(cell.column)
    wanted = [pl.col(name).str.strip_chars().is_in(words) for name, words in cell.when.items()]
    wanted += [~pl.col(name).str.strip_chars().is_in(words) for name, words in cell.unless.items()]
    return rows.with_columns(pl.when(pl.lit(value=True), *wanted).then(text).alias("\0text"))["\0text"]


def _worked(given: Given, recipe: Recipe) -> Work:
    work = Work(*given)
    for step in _STEPS:
        if work.value is None:
            break
        step(work, recipe)
    return work


def _trim(work: Work, _: Recipe) -> None:
    trimmed = work.value.strip()
    if not trimmed:
        work.value = None
    elif trimmed != work.value:
        work.value = trimmed
        work.rules.append("trim")


def _null_words(work: Work, recipe: Recipe) -> None:
    if work.value in recipe.mapping.nulls or work.value in recipe.cell.nulls:
        work.drop("null_word")


def _value_map(work: Work, recipe: Recipe) -> None:
    if work.value in recipe.cell.values:
        work.value = recipe.cell.values[work.value]
        work.rules.append("value_map")


def _codes(work: Work, recipe: Recipe) -> None:
    cell = recipe.cell
    if not cell.codes:
        return
    work.value = cell.codes.get(work.value, cell.otherwise)
    if work.value is None:
        work.drop("unknown_value")


def _choice(work: Work, recipe: Recipe) -> None:
    if not recipe.column.choices:
        return
    work.value = work.value.lower()
    if work.value not in recipe.column.choices:
        work.drop("unknown_value")


def _prefix(work: Work, recipe: Recipe) -> None:
    work.value = recipe.cell.prefix + work.value


def _typed(work: Work, recipe: Recipe) -> None:
    parse, rule = _PARSERS[recipe.kind]
    try:
        work.value = parse(work, recipe)
    except ValueError:
        work.drop(rule)


def _money(work: Work, recipe: Recipe) -> int | None:
    value = _multiplied(parsing.money(work.value), work, recipe)
    if value is None:
        return None
    units, rounded = parsing.minor_units(value, recipe.mapping.minor_digits)
    work.rules += ["rounded"] * rounded
    return units


def _whole(work: Work, recipe: Recipe) -> int | None:
    value = _multiplied(parsing.number(work.value), work, recipe)
    return None if value is None else parsing.whole(value)


def _real(work: Work, recipe: Recipe) -> float | None:
    value = _multiplied(parsing.number(work.value), work, recipe)
    return None if value is None else float(value)


def _multiplied(value: Decimal, work: Work, recipe: Recipe) -> Decimal | None:
    if recipe.cell.times is None:
        return value * recipe.cell.scale
    factor = (work.factor or "").strip()
    return value * recipe.cell.scale * parsing.number(factor) if factor else None


def _report(rows: pl.DataFrame, given: list[Given], done: dict[Given, Work], column: str, part: Part) -> None:
    rules = sorted({rule for work in done.values() for rule in work.rules})
    for rule in rules:
        struck = [
            (row, one[0], "empty" if done[one].value is None else str(done[one].value))
            for row, one in zip(rows[ROW], given, strict=True)
            if rule in done[one].rules
        ]
        part.note(rule, column, pl.DataFrame(struck, schema=HITS, orient="row"))


_STEPS: tuple[Callable[[Work, Recipe], None], ...] = (
    _trim, _null_words, _value_map, _codes, _choice, _prefix, _typed,
)  # fmt: skip

_KINDS: dict[Any, str] = {
    pl.String(): "text",
    pl.Int64(): "whole",
    pl.Float64(): "real",
    pl.Boolean(): "flag",
    pl.Date(): "day",
    pl.Datetime("us"): "moment",
}

_PARSERS: dict[str, tuple[Callable[[Work, Recipe], Any], str]] = {
    "text": (lambda work, _: work.value, "bad_text"),
    "money": (_money, "bad_number"),
    "whole": (_whole, "bad_number"),
    "real": (_real, "bad_number"),
    "flag": (lambda work, _: parsing.flag(work.value), "bad_flag"),
    "day": (lambda work, of: parsing.day(work.value, of.cell.formats, of.mapping.timezone), "bad_date"),
    "moment": (lambda work, of: parsing.moment(work.value, of.cell.formats, of.mapping.timezone), "bad_date"),
}
