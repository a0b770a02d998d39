"""One cell of a mapping over one batch → a typed column; what struck is reported with row, text and outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from datasource.loaders.cleaning import numbers
from datasource.loaders.cleaning.batch import Batch
from datasource.loaders.cleaning.dates import MOMENT, moments
from datasource.loaders.cleaning.exact import Values
from datasource.loaders.cleaning.lookups import Lookups
from datasource.loaders.cleaning.plain import take_plainly
from datasource.loaders.cleaning.recipe import TEXTS, Recipe
from datasource.loaders.cleaning.steps import text_of
from datasource.loaders.cleaning.taken import take
from datasource.loaders.cleaning.words import is_word
from datasource.loaders.mapping import Cell
from datasource.loaders.parsing import EXACT, NO, YES
from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW


@dataclass(frozen=True)
class Read:
    """The typed cells of a column, with the texts as they were given."""

    done: Values
    given: Callable[[], pl.Series]


class Cells:
    """The cells of one batch; times that fill several columns are read once."""

    def __init__(self, batch: Batch, lookups: Lookups, part: Part) -> None:
        self.batch = batch
        self.lookups = lookups
        self._part = part
        self._times: list[tuple[Cell, Read]] = []
        self._taken: dict[str, Read] = {}

    def prepare(self, recipes: Sequence[Recipe]) -> None:
        """Take the columns of `recipes` that are typed or written plainly, and trim all others."""
        found = {recipe.column.name: self.batch.find(recipe.cell.column) for recipe in recipes if recipe.is_direct}
        direct = [(recipe, column) for recipe in recipes if (column := found.get(recipe.column.name)) is not None]
        typed = self.batch.rows.schema
        plain = take_plainly(self.batch.rows, [one for one in direct if typed[one[1]] == pl.String])
        for recipe, column in direct:
            name = recipe.column.name
            taken = (plain[name], None) if name in plain else take(self.batch.rows[column], recipe)
            if taken is not None:
                self._taken[name] = self._as_wanted(recipe, column, *taken)
        self.batch.trim(recipe.cell.column for recipe in recipes if recipe.column.name not in self._taken)

    def clean(self, recipe: Recipe) -> pl.Series:
        """The cells of the column, typed (a reference is text, or whole numbers that can be keys); rules are told."""
        name = recipe.column.name
        read = self._taken.get(name) or (self._read_time(recipe) if _is_time(recipe) else self._read(recipe))
        if recipe.kind == "day":
            read = Read(replace(read.done, values=read.done.values.cast(pl.Date)), read.given)
        self.report(recipe, read)
        return read.done.values.rename(name)

    def report(self, recipe: Recipe, read: Read) -> None:
        """Note every rule that struck in the column, and what rounding added to money."""
        column, done = recipe.column.name, read.done
        for rule, places in sorted(done.struck.items()):
            hits = pl.DataFrame(
                {
                    "row": self.batch.rows[ROW].filter(places),
                    "value": read.given().filter(places),
                    "became": _shown(done.values.filter(places)),
                }
            )
            self._part.note(rule, column, hits)
        if recipe.kind == "money":
            sums = self._part.sums(column)
            sums.rounded = EXACT.add(sums.rounded, done.rounding)

    def _as_wanted(self, recipe: Recipe, column: str, values: pl.Series, empty: pl.Series | None) -> Read:
        """The `values` taken from `column`, of the rows that the cell is for; `empty`: where a word for empty stood."""
        wanted = self.batch.wanted(recipe.cell.when, recipe.cell.unless)
        if wanted is not None:
            values = pl.select(pl.when(wanted).then(values)).to_series()
            empty = None if empty is None else empty & wanted
        struck = {"null_word": empty} if empty is not None and empty.any() else {}
        return Read(Values(values, struck), lambda: self.batch.given(column))

    def _read_time(self, recipe: Recipe) -> Read:
        known = next((read for cell, read in self._times if cell == recipe.cell), None)
        if known is None:
            known = self._read(recipe)
            self._times.append((recipe.cell, known))
        return known

    def _read(self, recipe: Recipe) -> Read:
        work = text_of(self.batch, recipe, self.lookups)
        if recipe.kind in TEXTS:
            return Read(Values(work.text, work.struck), lambda: work.given)
        done = _READERS[recipe.kind](work.text, recipe, self.factors(recipe))
        return Read(replace(done, struck={**work.struck, **done.struck}), lambda: work.given)

    def factors(self, recipe: Recipe) -> pl.Series | None:
        """The texts of the numbers that the cells are multiplied by."""
        times, less = (self._texts(names) for names in (recipe.cell.times, recipe.cell.less))
        return times if less is None else numbers.lessened(times, less, recipe.cell.decimal)

    def _texts(self, names: tuple[str, ...]) -> pl.Series | None:
        found = self.batch.trimmed(names)
        return None if not names else self.batch.nothing() if found is None else found.text


def _is_time(recipe: Recipe) -> bool:
    return recipe.kind in ("day", "moment")


def _shown(values: pl.Series) -> pl.Series:
    text = values.dt.to_string("%Y-%m-%d %H:%M:%S") if values.dtype == MOMENT else values.cast(pl.String)
    return text.fill_null("empty")


def _flags(texts: pl.Series, _recipe: Recipe, _factors: pl.Series | None) -> Values:
    yes, no = is_word(texts, YES), is_word(texts, NO)
    values = pl.select(pl.when(yes | no).then(yes)).to_series()
    odd = texts.is_not_null() & values.is_null()
    return Values(values, {"bad_flag": odd} if odd.any() else {})


_READERS: Mapping[str, Callable[[pl.Series, Recipe, pl.Series | None], Values]] = {
    "money": numbers.money,
    "whole": numbers.whole,
    "real": numbers.real,
    "flag": _flags,
    "day": lambda texts, recipe, _: moments(texts, recipe),
    "moment": lambda texts, recipe, _: moments(texts, recipe),
}
"""How a text is read → the reader of a whole column."""
