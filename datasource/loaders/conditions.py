"""Which rows of a source hold one of the words that a mapping names: `when`, `unless`, `where`, `deleted`."""

from collections.abc import Iterable, Mapping

import polars as pl

from datasource.loaders.mapping import Header

ANY_END = "*"


def wanted(
    header: Header, when: Mapping[str, Iterable[str]], unless: Mapping[str, Iterable[str]], nulls: Iterable[str] = ()
) -> pl.Expr:
    """Whether every column of `when` holds one of its words, and no column of `unless` does; never null."""
    found = [holds(header.find(name), words, nulls) for name, words in when.items()]
    found += [~holds(header.find(name), words, nulls) for name, words in unless.items()]
    return pl.all_horizontal(pl.lit(value=True), *found)


def holds(column: str | None, words: Iterable[str], nulls: Iterable[str] = ()) -> pl.Expr:
    """Whether `column` (None: an absent one, which is empty) holds one of `words`; never null.

    Blanks around a cell, and upper and lower case, do not count. A word that ends with `*` is what a cell begins with,
    and the empty word is the empty cell, which `nulls` are too. A number that a source keeps as `1.0` is the word `1`.
    """
    text = pl.lit("") if column is None else pl.col(column).cast(pl.String).fill_null("").str.strip_chars()
    return among(text.str.to_lowercase(), words, nulls)


def among(texts: pl.Expr, words: Iterable[str], nulls: Iterable[str] = ()) -> pl.Expr:
    """Whether each of `texts`, which are small and without blanks around them, is one of `words`."""
    folded = [word.strip().lower() for word in words]
    begins = [texts.str.starts_with(word.removesuffix(ANY_END)) for word in folded if word.endswith(ANY_END)]
    whole = [word for word in folded if not word.endswith(ANY_END)]
    whole += [null.lower() for null in nulls] if "" in whole else []
    whole += [f"{word}.0" for word in whole if word.isdecimal()]
    return pl.any_horizontal(texts.is_in(whole), *begins)
