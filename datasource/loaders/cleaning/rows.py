"""A batch of a source → one typed column per cell, references still as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from datasource.loaders.cleaning.batch import Batch
from datasource.loaders.cleaning.cells import Cells, Read
from datasource.loaders.cleaning.exchange import RATES, Exchanged, Exchanging, day_of
from datasource.loaders.cleaning.lookups import Lookups
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.cleaning.steps import text_of
from datasource.loaders.mapping import Cell, Mapping
from datasource.loaders.report import Part
from datasource.tables.schema import ColumnInfo


@dataclass(frozen=True)
class Beside:
    """What a batch does not hold itself: tables that texts are looked up in, and rates of currencies (`RATES`)."""

    lookups: Lookups = field(default_factory=Lookups)
    rates: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=RATES))


ALONE = Beside()


def clean(rows: pl.DataFrame, recipe: Recipe, part: Part, beside: Beside = ALONE) -> pl.Series:
    """One column of cells for `rows`, typed (references: text, or whole numbers that can be keys), currencies aside.

    What was changed or could not be read goes into `part`.
    """
    cells = Cells(Batch(rows, recipe.mapping.timezone, recipe.mapping.nulls), beside.lookups, part)
    cells.prepare([recipe])
    return cells.clean(recipe)


def clean_rows(
    rows: pl.DataFrame,
    cells: tuple[str, Iterable[tuple[ColumnInfo, Cell]]],
    mapping: Mapping,
    part: Part,
    beside: Beside = ALONE,
) -> list[pl.Series]:
    """The `cells` of a table (its name, and each column with its cell) for `rows`, each as `clean` gives it.

    Money in several currencies is brought to the company's. Where `amount` is, and the table has `currency` and
    `original_amount` that no cell fills, these come behind.
    """
    table, named = cells
    recipes = [Recipe(column, cell, mapping) for column, cell in named]
    work = Cells(Batch(rows, mapping.timezone, mapping.nulls), beside.lookups, part)
    work.prepare(recipes)
    plain = {recipe.column.name: work.clean(recipe) for recipe in recipes if not recipe.cell.currency}
    days = day_of(table, pl.DataFrame(list(plain.values())), rows.height)
    for recipe in recipes:
        if recipe.cell.currency:
            done = _exchanged(recipe, work, Exchanging(recipe, days, beside.rates))
            plain[recipe.column.name] = done.amount.values.rename(recipe.column.name)
            plain |= {one.name: one for one in _originals(mapping.known[table], recipe, done) if one.name not in plain}
    first = [recipe.column.name for recipe in recipes]
    return [plain[name] for name in dict.fromkeys([*first, *plain])]


def _exchanged(recipe: Recipe, cells: Cells, exchanging: Exchanging) -> Exchanged:
    work = text_of(cells.batch, recipe, cells.lookups)
    done = exchanging.exchange(work.text, cells.batch.text(*recipe.cell.currency), cells.factors(recipe))
    struck = {**work.struck, **done.amount.struck}
    if cells.batch.find(recipe.cell.currency) is None:
        struck.pop("no_currency", None)
    cells.report(recipe, Read(replace(done.amount, struck=struck), lambda: work.given))
    return done


def _originals(columns: Iterable[str], recipe: Recipe, done: Exchanged) -> Sequence[pl.Series]:
    """The original amount and its currency, where the table has a place for them."""
    if recipe.column.name != "amount":
        return []
    places = {"currency": done.code, "original_amount": done.original}
    return [values.rename(name) for name, values in places.items() if name in columns]
