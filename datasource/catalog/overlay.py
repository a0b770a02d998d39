"""What people have entered in the app, laid over the store's rows when they are read: an import never overwrites it."""

from dataclasses import dataclass, field

import polars as pl

from datasource.tables.schema import polars_schema

OVERLAID = frozenset({"targets"})
"""The tables that the edits of targets change; no other entity is made of them. Merges may change every table."""
TARGET_EDITS = pl.Schema(
    {
        name: polars_schema("targets")[name]
        for name in (
            "level", "kind", "department_id", "owner_id", "month_date",
            "target_amount", "stretch_amount", "challenge_amount", "year_amount",
        )
    }
)  # fmt: skip
"""One row per month of a holder whose year was entered in the app; a month without target has no amount."""

MERGES = pl.Schema({"table": pl.String(), "merge": pl.Int64(), "source_key": pl.String(), "is_survivor": pl.Boolean()})
"""One row per record of a merge; the records of one `merge` of `table` are one, and one of them stands for all."""


@dataclass(frozen=True)
class Overlay:
    """The edits in force. `revision` grows with each edit, so that it can be part of a key; 0 = never an edit."""

    revision: int = 0
    targets: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TARGET_EDITS))
    merges: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MERGES))

    def merges_as(self, other: "Overlay") -> bool:
        """Whether the same records are merged: then only the tables `OVERLAID` differ."""
        return self.merges.equals(other.merges)


NO_EDITS = Overlay()
