"""Which pairs are looked at: those that share a block, so that a table of n records is not compared n × n times.

A block is a folded value, or pieces of several, that two records share. Blocks of more than `MOST_IN_BLOCK` records
tell nothing apart (a switchboard's number, the word "technology") and are left out.
"""

from collections.abc import Iterator
from itertools import combinations, product

import polars as pl

from datasource.quality.fields import Field, Kind

MOST_IN_BLOCK = 60
MOST_NAMESAKES = 8
"""A person's name that more than these have says nothing without a number or an address, which are blocks too."""
_NAMES = frozenset({Kind.PERSON, Kind.COMPANY})
_ALONE = frozenset({Kind.PHONE, Kind.EMAIL, Kind.HOST, Kind.DATE, Kind.COMPANY, Kind.TEXT})
_PAIRED = frozenset({Kind.PERSON, Kind.TEXT, Kind.CODE, Kind.DATE})
_PIECE = 3


def candidates(texts: pl.DataFrame, fields: tuple[Field, ...]) -> pl.DataFrame:
    """One row per pair that shares a block: `left` and `right`, positions in `texts`, left < right."""
    numbered = texts.with_row_index("at")
    pairs = [_pairs(numbered, block, MOST_IN_BLOCK) for block in _blocks(fields)]
    people = [field.column for field in fields if field.kind is Kind.PERSON]
    pairs += [_pairs(numbered, pl.col(column), MOST_NAMESAKES) for column in people]
    return pl.concat(pairs).unique() if pairs else pl.DataFrame(schema={"left": pl.UInt32, "right": pl.UInt32})


def _pairs(numbered: pl.DataFrame, block: pl.Expr, most: int) -> pl.DataFrame:
    members = numbered.select("at", block.alias("block")).drop_nulls().filter(pl.len().over("block") <= most)
    met = members.filter(pl.len().over("block") > 1)
    both = met.join(met, on="block").filter(pl.col("at") < pl.col("at_right"))
    return both.select(left="at", right="at_right")


def _blocks(fields: tuple[Field, ...]) -> Iterator[pl.Expr]:
    for field in fields:
        yield from _alone(field)
    for one, other in combinations([field for field in fields if field.kind in _PAIRED], 2):
        yield _both(pl.col(one.column), pl.col(other.column))
    names = [field for field in fields if field.kind in _NAMES]
    for one, other in combinations(names, 2):
        yield _both(_start(one), _start(other))
    for name, other in product(names, [field for field in fields if field.kind is Kind.EXACT]):
        if name.kind is Kind.PERSON:
            yield _both(_start(name), pl.col(other.column))


def _alone(field: Field) -> Iterator[pl.Expr]:
    if field.kind in _ALONE:
        yield pl.col(field.column)
    if field.kind is Kind.COMPANY:
        yield from _pieces(field.column)
    if field.kind is Kind.EMAIL:
        yield _long(pl.col(field.column).str.replace(r"@.*$", ""), 5)


def _pieces(column: str) -> Iterator[pl.Expr]:
    """The beginning, the end and what follows a place's two letters, in names without blanks."""
    letters = pl.col(column).str.replace_all(" ", "")
    is_han = letters.str.contains(r"^\p{Han}")
    yield pl.when(is_han).then(_long(letters.str.slice(0, 4), 4)).otherwise(_long(letters.str.slice(0, 7), 5))
    yield pl.when(is_han).then(_long(letters.str.slice(-4), 4)).otherwise(_long(letters.str.slice(-7), 5))
    yield pl.when(is_han).then(_long(letters.str.slice(2, 4), 4))


def _start(field: Field) -> pl.Expr:
    return pl.col(field.column).str.slice(0, _PIECE)


def _long(text: pl.Expr, least: int) -> pl.Expr:
    return pl.when(text.str.len_chars() >= least).then(text)


def _both(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.concat_str([one, other], separator="\0")
