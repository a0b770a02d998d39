"""Several files of one source, read one after the other as if they were one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from datasource.loaders.source import REJECTING, ROW, Form, Source, Tally


@dataclass
class Together:
    """`sources`, of which each counts its rows on from the last row of the one before.

    A column that one lacks is empty in its rows. Where a file begins is told under `next_file`.
    """

    name: str
    sources: Sequence[Source]
    tally: Tally = field(default_factory=Tally)

    @property
    def origin(self) -> str:
        """Where each of them lies."""
        return ", ".join(source.origin for source in self.sources)

    @property
    def encoding(self) -> str:
        """The encodings met, each once."""
        return ", ".join(dict.fromkeys(source.encoding for source in self.sources))

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of all, in the order in which they are met."""
        return tuple(dict.fromkeys(name for source in self.sources for name in source.header))

    @property
    def form(self) -> Form:
        """The form of the first."""
        return replace(self.sources[0].form, encoding=self.encoding)

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows of one file after the other."""
        self.tally = Tally()
        before = 0
        for source in self.sources:
            if before:
                self.tally.note("next_file", [(before + 1, source.origin, "its first row; they count on")])
            last = before
            for batch in source.batches():
                rows = batch.with_columns(pl.col(ROW) + before)
                last = max(last, int(rows[ROW].max() or 0))  # type: ignore[arg-type]
                self.tally.keep(rows.height)
                yield self._widened(rows)
            before = max(last, self._add(source.tally, before))

    def _widened(self, rows: pl.DataFrame) -> pl.DataFrame:
        empty = "" if all(kind == pl.String for name, kind in rows.schema.items() if name != ROW) else None
        lacking = [pl.lit(empty, pl.String).alias(name) for name in self.header if name not in rows.columns]
        return rows.with_columns(lacking).select(ROW, *self.header)

    def _add(self, met: Tally, before: int) -> int:
        """Count what `met` tells besides kept rows; the last row that it names."""
        last = before
        for rule, hits in met.hits.items():
            told = [(row + before, value, became) for row, value, became in hits.iter_rows()]
            self.tally.note(rule, told)
            beyond = met.counts[rule] - len(told)
            self.tally.counts[rule] += beyond
            self.tally.read += beyond if rule in REJECTING else 0
            last = max(last, *(row for row, _value, _became in told))
        return last
