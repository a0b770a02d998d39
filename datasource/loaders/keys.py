"""Dense integer keys for the rows of a table: what an earlier load gave stays, and no number is given twice."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

KNOWN = pl.Schema({"source_key": pl.String(), "key": pl.Int64()})
"""The columns of keys that are known: the source's own key and ours."""

LARGEST_KEY = 10**18 - 1
"""The largest whole number that is its own key."""
_FIRST = "1"
"""What begins with a blank, a sign or 0 stands before it."""


def whole(text: pl.Expr) -> pl.Expr:
    """The texts that are whole numbers of at most 18 digits above 0, written without sign or leading 0."""
    value = text.cast(pl.Int64, strict=False)
    return pl.when(value.is_between(1, LARGEST_KEY) & (text >= _FIRST)).then(value)


def all_whole(texts: pl.Expr, values: pl.Expr, empty: pl.Expr) -> pl.Expr:
    """Whether `whole` reads every text but so many `empty` ones, "" or null, of which `values` are the numbers.

    Of texts without blank, sign or leading 0 only the empty one stands before the first number.
    """
    before = (texts < _FIRST).sum() + texts.null_count()
    in_range = (values.min() >= 1) & (values.max() <= LARGEST_KEY)
    return (values.null_count() == empty) & (before == empty) & in_range


@dataclass(frozen=True)
class Given:
    """What earlier loads gave in one table.

    `keys` (`KNOWN`) are those of the rows of the version before; `last` is the highest key ever given, `counted` the
    highest that was given by counting on, which may be that of a row that has gone.
    """

    keys: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN))
    last: int = 0
    counted: int = 0


def number(source_keys: pl.Series, before: Given) -> tuple[pl.Series, int]:
    """One key per row of `source_keys` (text, unique where there is one), and the highest that is new by counting on.

    A source key that the version before has numbered keeps its number; else one that is a whole number is its own key,
    unless that is taken or could be the number of a row that has gone; every other row gets the next number above all
    that were ever given.
    """
    carried = before.keys
    rows = pl.DataFrame({"source_key": source_keys.cast(pl.String)})
    given = rows.join(carried, on="source_key", how="left", maintain_order="left") if carried.height else rows
    known = pl.col("key") if carried.height else pl.lit(None, pl.Int64)
    wanted = given.select(known=known, own=pl.when(known.is_null()).then(whole(pl.col("source_key"))))
    free = pl.col("own") > before.counted
    if carried.height:
        free &= ~pl.col("own").is_in(carried["key"].implode())
    keys = wanted.select(key=pl.coalesce("known", pl.when(free).then("own")))["key"]
    if not keys.null_count():
        return keys, 0
    highest = max(before.last, _highest(keys), _highest(carried["key"]))
    counted = pl.col("key").fill_null(highest + pl.col("key").is_null().cum_sum())
    return keys.to_frame().select(counted)["key"], highest + keys.null_count()


def by_source_key(target: pl.DataFrame | pl.LazyFrame, key: str) -> pl.DataFrame:
    """The rows of `target` that have a source key, as `KNOWN`."""
    return target.lazy().select("source_key", pl.col(key).alias("key")).drop_nulls("source_key").collect()


@dataclass(frozen=True)
class Keys:
    """The keys of one table by source key, as `KNOWN`; `own`: every source key is a whole number and its own key.

    `there`: for own keys that lie close together, whether there is a row with the number.
    """

    rows: pl.DataFrame
    own: bool
    there: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Self:
        """The keys in `rows` (`KNOWN`); where ids are numbers, their text is let go."""
        known = rows.drop_nulls("source_key")
        if not known.select((whole(pl.col("source_key")) == pl.col("key")).fill_null(value=False).all()).item():
            return cls(known, own=False)
        keys = known.select("key")
        if _highest(keys["key"]) > 8 * keys.height + 1_000_000:
            return cls(keys, own=True)
        there = np.zeros(_highest(keys["key"]) + 1, dtype=np.bool_)
        there[keys["key"].to_numpy()] = True
        return cls(keys, own=True, there=there)

    def has_all(self, named: pl.Series) -> bool:
        """Whether `named` are whole numbers that are keys of rows, all of them; missing ones do not count."""
        if named.dtype != pl.Int64 or self.there is None:
            return False
        numbers = named.drop_nulls().to_numpy()
        return not len(numbers) or bool(numbers.max() < len(self.there) and self.there[numbers].all())

    def find(self, named: pl.Series) -> pl.Series:
        """The key of the row that each text, or whole number that can be a key, names; empty where there is none."""
        asked = named.alias("source_key").to_frame()
        if not self.own:
            texts = asked.cast(pl.String)
            return texts.join(self.rows, on="source_key", how="left", maintain_order="left")["key"]
        own = asked.select(key=whole(pl.col("source_key")) if named.dtype == pl.String else pl.col("source_key"))
        if self.there is None:
            known = pl.col("key").is_in(self.rows["key"].implode())
        else:
            place = pl.when(pl.col("key") < len(self.there)).then("key")
            known = pl.lit(pl.Series(self.there)).gather(place)
        return own.select(pl.when(known).then("key"))["key"]


def repeated(source_keys: pl.Series) -> pl.Series:
    """Whether each text stands in an earlier row already; an empty one never does."""
    rows = source_keys.alias("source_key").to_frame()
    numbers = rows.select(key=whole(pl.col("source_key")))["key"]
    if not source_keys.null_count() and not numbers.null_count() and numbers.n_unique() == numbers.len():
        return pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
    key = pl.col("source_key")
    return rows.select(key.is_not_null() & ~key.is_first_distinct())["source_key"]


def _highest(keys: pl.Series) -> int:
    top = keys.max()
    return top if isinstance(top, int) else 0
