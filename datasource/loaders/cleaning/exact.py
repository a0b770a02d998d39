"""The texts that no fast reader has proved: each different one is read exactly, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl

from datasource.loaders.parsing import EXACT


class Outcome(NamedTuple):
    """The value of one text (None: empty), the rule that struck, and what rounding added in major units."""

    value: Any
    rule: str | None = None
    rounding: Decimal = Decimal(0)


@dataclass(frozen=True)
class Values:
    """The values of a column, where each rule struck, and what rounding added to all of them in major units."""

    values: pl.Series
    struck: dict[str, pl.Series] = field(default_factory=dict)
    rounding: Decimal = Decimal(0)


def read_exactly(texts: Sequence[pl.Series], read: Callable[..., Outcome], dtype: pl.DataType) -> Values:
    """`read` of the texts of each row, one argument a series; rows whose first text is missing stay empty."""
    names = [f"text{place}" for place in range(len(texts))]
    asked = pl.DataFrame([text.rename(name) for text, name in zip(texts, names, strict=True)])
    different = asked.drop_nulls("text0").unique(maintain_order=True)
    done = [read(*row) for row in different.iter_rows()]
    known = different.with_columns(
        pl.Series("value", [one.value for one in done], dtype=dtype),
        pl.Series("rule", [one.rule for one in done], dtype=pl.String),
        pl.int_range(pl.len()).alias("place"),
    )
    found = asked.join(known, on=names, how="left", nulls_equal=True, maintain_order="left")
    rule = found["rule"]
    struck = {name: (rule == name).fill_null(value=False) for name in rule.unique().drop_nulls().sort()}
    return Values(found["value"], struck, _rounding(found["place"], done))


def read_rest(values: pl.Series, texts: Sequence[pl.Series], read: Callable[..., Outcome]) -> Values:
    """`values` with what is missing there read exactly from `texts` (as `read_exactly` does)."""
    places = (values.is_null() & texts[0].is_not_null()).arg_true()
    if places.is_empty():
        return Values(values)
    rest = read_exactly([text.gather(places) for text in texts], read, values.dtype)
    nowhere = pl.repeat(value=False, n=len(values), dtype=pl.Boolean, eager=True)
    struck = {rule: nowhere.clone().scatter(places.filter(where), True) for rule, where in rest.struck.items()}
    return Values(values.scatter(places, rest.values), struck, rest.rounding)


def _rounding(places: pl.Series, done: Sequence[Outcome]) -> Decimal:
    """What rounding added in all rows, each of which has the outcome at its place."""
    odd = {place: one.rounding for place, one in enumerate(done) if one.rounding}
    if not odd:
        return Decimal(0)
    times = places.filter(places.is_in(list(odd))).value_counts(name="times")
    total = Decimal(0)
    for place, count in times.iter_rows():
        total = EXACT.fma(odd[place], Decimal(count), total)
    return total
