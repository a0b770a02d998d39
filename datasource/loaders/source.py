"""What a reader hands over: the rows of one source in batches, and the account of all that it met on the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from datasource.loaders.report import HITS, Part, Rule

ROW = "\0row"
"""The column that holds a row's number as a spreadsheet shows it: 1 is the first row of the file, blank ones, junk and
rejected ones count too, and a row whose quoted cell holds a line end is still one row."""

BATCH_ROWS = 250_000
"""The most rows of a batch."""

MOST_HITS = 100_000
"""So many hits of a rule are kept; the others are counted."""

Hit = tuple[int, str, str]
"""A row's number, its text, and what became of it: one row of `report.HITS`."""

REJECTING = ("ragged", "broken_quote")
"""The rules under which a reader rejects a row; under the others it is kept, or no row at all (blank, junk)."""


@dataclass
class Tally:
    """What one run through a source met: read = kept + rejected; `counts`: how often each rule struck."""

    read: int = 0
    kept: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    _first: dict[str, list[Hit]] = field(default_factory=dict)

    @property
    def hits(self) -> dict[str, pl.DataFrame]:
        """Per rule its first hits as `report.HITS`."""
        return {rule: pl.DataFrame(hits, schema=HITS, orient="row") for rule, hits in self._first.items()}

    @property
    def rejected(self) -> int:
        """Rows that were read and not kept; the rules that struck them are `REJECTING`."""
        return self.read - self.kept

    def keep(self, rows: int) -> None:
        """Count rows that are kept."""
        self.read += rows
        self.kept += rows

    def note(self, rule: str, hits: Iterable[Hit]) -> None:
        """Count `hits` under `rule`; those of a rejecting rule are rows that were read."""
        struck = list(hits)
        if not struck:
            return
        self.counts[rule] = self.counts.get(rule, 0) + len(struck)
        self.read += len(struck) if rule in REJECTING else 0
        kept = self._first.setdefault(rule, [])
        kept += struck[: MOST_HITS - len(kept)]

    def tell(self, part: Part) -> None:
        """Write all of it into a part of a report: rows read and kept, and the rules with their examples."""
        part.read += self.read
        part.kept += self.kept
        for rule, hits in self.hits.items():
            part.note(rule, "", hits)
            beyond = self.counts[rule] - hits.height
            struck = part.rules.setdefault(rule, Rule())
            struck.count += beyond
            struck.columns[""] = struck.columns.get("", 0) + beyond


@dataclass(frozen=True)
class Form:
    """How a source is written: what a person checks first when it reads wrongly. None: it has no such thing."""

    kind: str
    encoding: str
    separator: str | None = None
    line_ends: str | None = None
    header_row: int | None = None
    sheet: str | None = None


class Source(Protocol):
    """One source, which can be read again and again.

    `name` is its name in the mapping, `origin` where it lies (`sales.zip!deals.csv`), `header` its columns' names, made
    unique. `batches` gives `ROW` and the columns, at most `BATCH_ROWS` rows each: text exactly as it is written ("" is
    the empty cell) or, from typed sources, typed columns (null is the empty cell). `tally` is the account of the last
    run, complete when its batches are exhausted. `batches` raises `MingjingError` for what cannot be read.
    """

    @property
    def name(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def form(self) -> Form: ...
    @property
    def tally(self) -> Tally: ...

    def batches(self) -> Iterator[pl.DataFrame]: ...
