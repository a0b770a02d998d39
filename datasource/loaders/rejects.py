"""The rows that a load rejected, all of them up to a stated number: for drilling into and for mending the source."""

from dataclasses import dataclass, field

import polars as pl

MOST_REJECTS = 100_000
"""Rejected rows that are kept with a version; the count goes on."""

LONGEST = 500
"""Characters of a value that are kept."""

REJECTS = pl.Schema(
    {
        "source": pl.String(),
        "row": pl.Int64(),
        "table": pl.String(),
        "rule": pl.String(),
        "column": pl.String(),
        "value": pl.String(),
    }
)
"""One row per rejection: where the row stands, the table that refused it (empty: no table saw it), and why."""
Place = tuple[str, str]
"""The source of a rejected row, and the table that refused it."""


@dataclass
class Rejects:
    """Rejected rows of one load; `count` tells them all, `rows` holds the first `MOST_REJECTS`."""

    count: int = 0
    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, place: Place, rule: str, column: str, hits: pl.DataFrame, times: int = 0) -> None:
        """Keep `hits` (columns as `report.HITS`) that `rule` struck: all, or the first of so many `times`."""
        room = MOST_REJECTS - min(self.count, MOST_REJECTS)
        self.count += times or hits.height
        if room and hits.height:
            told = {"source": place[0], "table": place[1], "rule": rule, "column": column}
            named = hits.head(room).with_columns(pl.lit(text).alias(name) for name, text in told.items())
            named = named.with_columns(pl.col("value").str.head(LONGEST))
            self.parts.append(named.select(REJECTS.names()).cast(REJECTS))

    @property
    def rows(self) -> pl.DataFrame:
        """The rejections as `REJECTS`, in the order in which they were met."""
        return pl.concat([pl.DataFrame(schema=REJECTS), *self.parts])
