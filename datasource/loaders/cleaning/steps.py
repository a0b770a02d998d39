"""The steps from the columns of a source to the text of a cell; where a rule struck is kept for the report."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from datasource.loaders.cleaning.batch import Batch
from datasource.loaders.cleaning.lookups import Lookups
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.cleaning.words import coded, is_word
from datasource.tables.schema import ColumnInfo


@dataclass
class Work:
    """The texts of a cell on their way: as `given`, `text` after the steps so far, and where each rule struck."""

    given: pl.Series
    text: pl.Series
    struck: dict[str, pl.Series] = field(default_factory=dict)

    def strike(self, rule: str, places: pl.Series) -> None:
        """Count `rule` where `places` is true."""
        if places.any():
            self.struck[rule] = self.struck[rule] | places if rule in self.struck else places

    def drop(self, rule: str, places: pl.Series) -> None:
        """Leave the cells empty where `places` is true, because of `rule`."""
        if places.any():
            self.strike(rule, places)
            self.keep(~places)

    def keep(self, places: pl.Series) -> None:
        """Leave the cells empty where `places` is not true."""
        self.text = self.text.to_frame().select(pl.when(places).then(pl.first())).to_series()


def text_of(batch: Batch, recipe: Recipe, lookups: Lookups) -> Work:
    """The texts of a cell after all the steps that work on text."""
    cell = recipe.cell
    wanted = batch.wanted(cell.when, cell.unless)
    if cell.constant is not None:
        work = _constant(batch, recipe, lookups)
    else:
        work = _origin(batch, recipe, lookups)
        for step in _STEPS:
            step(work, recipe, lookups)
    if wanted is not None:
        work.keep(wanted)
        work.struck = {rule: places & wanted for rule, places in work.struck.items() if (places & wanted).any()}
    return work


def _constant(batch: Batch, recipe: Recipe, lookups: Lookups) -> Work:
    """A constant takes the steps once."""
    given = pl.Series([recipe.cell.constant], dtype=pl.String)
    work = Work(given, given)
    for step in _STEPS:
        step(work, recipe, lookups)
    every = {rule: places.new_from_index(0, batch.height) for rule, places in work.struck.items()}
    return Work(given.new_from_index(0, batch.height), work.text.new_from_index(0, batch.height), every)


def _origin(batch: Batch, recipe: Recipe, lookups: Lookups) -> Work:
    cell = recipe.cell
    if cell.cases:
        return _cases(batch, recipe, lookups)
    if cell.join:
        parts = [_without_nulls(batch.text(name), recipe) for name in cell.join]
        joined = pl.select(pl.concat_str(parts, separator=cell.joint, ignore_nulls=True)).to_series()
        text = joined.set(joined == "", None)
        return Work(text, text)
    if cell.first_of:
        texts = [batch.text(name) for name in cell.first_of]
        words_away = [_without_nulls(text, recipe) for text in texts]
        text = pl.select(pl.coalesce(*words_away, *texts)).to_series()
        return Work(text, text)
    found = batch.trimmed(cell.column)
    if found is None:
        return Work(batch.nothing(), batch.nothing())
    work = Work(found.given, found.text)
    work.strike("trim", found.changed)
    return work


def _cases(batch: Batch, recipe: Recipe, lookups: Lookups) -> Work:
    """The text of the first case that has one; a rule counts where its case was taken, or where none was."""
    plain = ColumnInfo(recipe.column.name, pl.String(), recipe.column.doc)
    done = [text_of(batch, Recipe(plain, case, recipe.mapping), lookups) for case in recipe.cell.cases]
    text = pl.select(pl.coalesce([work.text for work in done])).to_series()
    taken = pl.select(pl.coalesce([pl.when(work.text.is_not_null()).then(place) for place, work in enumerate(done)]))
    case_of = taken.to_series()
    whole = Work(pl.select(pl.coalesce([work.given for work in done])).to_series(), text)
    for place, work in enumerate(done):
        for rule, places in work.struck.items():
            whole.strike(rule, places & ((case_of == place) | case_of.is_null()))
    return whole


def _without_nulls(text: pl.Series, recipe: Recipe) -> pl.Series:
    empty = is_word(text, (*recipe.mapping.nulls, *recipe.cell.nulls))
    return text.set(empty, None) if empty.any() else text


def _null_words(work: Work, recipe: Recipe, _: Lookups) -> None:
    work.drop("null_word", is_word(work.text, (*recipe.mapping.nulls, *recipe.cell.nulls)))


def _pattern(work: Work, recipe: Recipe, _: Lookups) -> None:
    """A text without the pattern of its cell is empty."""
    if recipe.cell.pattern is not None:
        found = _found(work.text, recipe.cell.pattern)
        work.strike("no_match", found.is_null() & work.text.is_not_null())
        work.text = found


def _key_pattern(work: Work, recipe: Recipe, _: Lookups) -> None:
    """A text without the pattern of all keys stays as it is."""
    if recipe.key_pattern is not None:
        work.text = pl.select(pl.coalesce(_found(work.text, recipe.key_pattern), work.text)).to_series()


def _found(texts: pl.Series, pattern: str) -> pl.Series:
    """The first group of what `pattern` finds in each text, or all of it when there is no group."""
    groups = pl.Series([""]).str.extract_groups(pattern).struct.fields
    found = texts.str.extract(pattern, 1 if groups else 0).str.strip_chars()
    return found.set((found == "").fill_null(value=False), None)


def _lookup(work: Work, recipe: Recipe, lookups: Lookups) -> None:
    if recipe.cell.lookup is not None:
        given, several = lookups.find(work.text, recipe.cell.lookup)
        if not recipe.cell.lookup.optional:
            missing = work.text.is_not_null() & given.is_null() & ~several
            work.strike("not_found", missing & lookups.has(recipe.cell.lookup))
        work.strike("ambiguous", several)
        work.text = given


def _value_map(work: Work, recipe: Recipe, _: Lookups) -> None:
    values = recipe.cell.values
    if values:
        work.strike("value_map", work.text.is_in(list(values)).fill_null(value=False))
        work.text = work.text.replace(list(values), list(values.values()))


def _codes(work: Work, recipe: Recipe, _: Lookups) -> None:
    cell = recipe.cell
    if not cell.codes:
        return
    found = coded(work.text, cell.codes)
    unlisted = found.is_null() & work.text.is_not_null()
    if cell.otherwise is None:
        work.strike("unknown_value", unlisted)
    else:
        found = found.set(unlisted, cell.otherwise)
    work.text = found


def _choice(work: Work, recipe: Recipe, _: Lookups) -> None:
    choices = recipe.column.choices
    if choices:
        known = coded(work.text, {choice: choice for choice in choices})
        work.strike("unknown_value", known.is_null() & work.text.is_not_null())
        work.text = known


def _prefix(work: Work, recipe: Recipe, _: Lookups) -> None:
    if recipe.cell.prefix:
        work.text = recipe.cell.prefix + work.text


_STEPS: tuple[Callable[[Work, Recipe, Lookups], None], ...] = (
    _null_words, _pattern, _lookup, _value_map, _codes, _choice, _key_pattern, _prefix,
)  # fmt: skip
