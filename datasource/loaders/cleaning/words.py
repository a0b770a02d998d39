"""Texts compared with words of a mapping, upper and lower case aside."""

from collections.abc import Iterable, Mapping

import polars as pl


def is_word(texts: pl.Series, words: Iterable[str]) -> pl.Series:
    """Whether each text is one of `words`, upper and lower case aside; never for a missing text.

    Only texts that are as long as a word are written small: most are not.
    """
    small = sorted({word.lower() for word in words})
    if not small:
        return pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True)
    if all(word == word.upper() for word in small):
        return texts.is_in(small).fill_null(value=False)
    lengths = sorted({size for word in small for size in (len(word.encode()), len(word.upper().encode()))})
    near = texts.str.len_bytes().is_in(lengths).fill_null(value=False)
    places = near.arg_true()
    if places.is_empty():
        return near
    return near.scatter(places, texts.gather(places).str.to_lowercase().is_in(small))


def coded(texts: pl.Series, codes: Mapping[str, str]) -> pl.Series:
    """The value of each text in `codes`, upper and lower case aside; null for one that is not there."""
    found = texts.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)
    places = (found.is_null() & texts.is_not_null()).arg_true()
    if places.is_empty():
        return found
    small = {code.lower(): value for code, value in codes.items()}
    rest = texts.gather(places).str.to_lowercase()
    return found.scatter(
        places, rest.replace_strict(list(small), list(small.values()), default=None, return_dtype=pl.String)
    )
