"""A source that is small enough to be held at once: its rows as text, and the rows that could not be read."""

from dataclasses import dataclass

import polars as pl

from datasource.loaders.report import HITS
from datasource.loaders.source import REJECTING, ROW, Source

__all__ = ["ROW", "Sheet", "sheet_of"]


@dataclass(frozen=True)
class Sheet:
    """One source. `rows`: one text column per header plus `ROW`; `ragged` and `blank`: as `report.HITS`."""

    name: str
    encoding: str
    header: tuple[str, ...]
    rows: pl.DataFrame
    ragged: pl.DataFrame
    blank: pl.DataFrame

    @property
    def read(self) -> int:
        """Data rows met in the source, ragged ones included; blank lines are none."""
        return self.rows.height + self.ragged.height


def sheet_of(source: Source) -> Sheet:
    """All of a text source at once; raises what its batches raise."""
    none = pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(source.header, pl.String)})
    rows = pl.concat([none, *source.batches()])
    hits = source.tally.hits
    ragged = pl.concat([hits.get(rule, pl.DataFrame(schema=HITS)) for rule in REJECTING]).sort("row")
    blank = hits.get("blank_line", pl.DataFrame(schema=HITS))
    return Sheet(source.name, source.encoding, source.header, rows, ragged, blank)
