"""What a reader hands over: the rows of one source as text, and the rows that could not be read."""

from dataclasses import dataclass

import polars as pl

ROW = "\0row"
"""The column of a sheet that holds the row number as a spreadsheet shows it: the header is row 1."""


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
