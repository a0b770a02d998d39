"""Other sources as tables that a text is looked up in: one row per different text."""

from collections.abc import Iterable, Mapping

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.cleaning.batch import Batch
from datasource.loaders.cleaning.words import is_word
from datasource.loaders.mapping import Lookup
from datasource.loaders.mapping import Mapping as Mapped

TABLE = pl.Schema({"on": pl.String(), "give": pl.String(), "several": pl.Boolean()})
"""The columns of a table to look up in: the text, what it gives, and whether the source gives different things."""


class Lookups:
    """The tables that the look-ups of a mapping need, by look-up; a source that is absent gives nothing."""

    def __init__(self, tables: Mapping[str, pl.DataFrame] | None = None) -> None:
        self._tables = dict(tables or {})

    def add(self, lookup: Lookup, batches: Iterable[pl.DataFrame], mapping: Mapped) -> None:
        """Take the rows of the other source for `lookup`."""
        parts = [_rows(batch, lookup, mapping) for batch in batches]
        rows = pl.concat([pl.DataFrame(schema={"on": pl.String, "give": pl.String}), *parts], how="diagonal")
        if lookup.latest:
            rows = _latest(rows, lookup)
        self._tables[lookup.id] = rows.group_by("on", maintain_order=True).agg(
            pl.col("give").first(), several=pl.col("give").n_unique() > 1
        )

    def has(self, lookup: Lookup) -> bool:
        """Whether the source of `lookup` is there."""
        return lookup.id in self._tables

    def find(self, texts: pl.Series, lookup: Lookup) -> tuple[pl.Series, pl.Series]:
        """What each text gives, null when nothing, and whether the source gives different things (then it is null)."""
        table = self._tables.get(lookup.id, pl.DataFrame(schema=TABLE))
        found = texts.to_frame("on").join(table, on="on", how="left", maintain_order="left")
        several = found["several"].fill_null(value=False)
        return found.select(pl.when(~several).then("give")).to_series(), several


def _rows(rows: pl.DataFrame, lookup: Lookup, mapping: Mapped) -> pl.DataFrame:
    batch = Batch(rows, mapping.timezone, mapping.nulls)
    on, give = batch.text(*lookup.match), batch.text(*lookup.give)
    filled = on.is_not_null() & give.is_not_null() & ~is_word(give, mapping.nulls)
    wanted = batch.wanted(lookup.where, {})
    found = pl.DataFrame({"on": on, "give": give})
    if lookup.latest:
        found = found.with_columns(batch.text(*lookup.latest).alias("latest"))
    return found.filter(filled if wanted is None else filled & wanted).unique(maintain_order=True)


def _latest(rows: pl.DataFrame, lookup: Lookup) -> pl.DataFrame:
    """The rows that hold most in `latest` for their text; raises `MingjingError` when that cannot be compared."""
    if "latest" not in rows.columns:
        return rows
    texts = rows["latest"].str.strip_chars()
    order = texts.cast(pl.Float64, strict=False)
    if order.null_count() > texts.null_count():
        order = texts.str.replace("T", " ").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False)
        order = order.fill_null(texts.str.to_datetime("%Y-%m-%d", strict=False))
    odd = texts.filter(texts.is_not_null() & order.is_null())
    if odd.len():
        named = f"'{lookup.latest[0]}' of source '{lookup.source}'"
        raise MingjingError(
            f"{named} says '{odd[0]}', which is neither a number nor an ISO date to find the latest by."
        )
    known = rows.with_columns(order.alias("latest")).filter(pl.col("latest").is_not_null())
    return known.filter(pl.col("latest") == pl.col("latest").max().over("on"))
