"""A subject: a table that metrics count, with what each row of it can reach.

A subject names its links to other tables as paths of references, many rows to one, so that following a link never
multiplies a row. `a | b` takes the first that is not empty: a receipt without owner has its contract's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from datasource.tables.schema import TABLES, key_column, table_of


@dataclass(frozen=True)
class Lines:
    """Where the products of a subject's rows stand: the table of lines and its reference back."""

    table: str
    parent: str


@dataclass(frozen=True)
class Subject:
    """One kind of fact.

    `dates` maps each date role to its path; rows are sorted by the first. `links` maps a table to the path of the
    reference that leads there. `owners` maps a date role to the path of the owner whom what happened then belongs to
    (rule R8), where that may be another one than the owner of now, whose the row is. `own` maps a dimension to this
    table's own column where that comes first.
    `lasts` names the dates between which a row is open, for states of a subject that keeps no log of its own; empty
    while it lasts, and without a second date it lasts for ever. `columns` are further columns of the table that metrics
    aggregate or filters compare. Where rows
    split by their lines, `amounts` follow the lines, and `wholes` belong to each of the row's products as a whole:
    their mean per product can be told, as the lines' table holds each product of a row once. `records` are the
    dimensions and columns that a list of its records shows unless told otherwise; with `repeats`, several rows of one
    record each stand there for themselves. A `closed` one belongs to nobody: only people who see all data
    see it; one that `is_open` belongs to nobody and is seen by everyone.
    """

    table: str
    label: str
    key: str
    dates: Mapping[str, str]
    links: Mapping[str, str]
    owners: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    lines: Lines | None = None
    amounts: tuple[str, ...] = ()
    lasts: tuple[str, str] | None = None
    wholes: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    repeats: bool = False
    closed: bool = False
    is_open: bool = False

    def splits_by(self, home: str) -> bool:
        """Whether table `home` (products) is reached through lines, many to a row, and not by a link of the row."""
        return self.lines is not None and home not in self.links

    @property
    def record_table(self) -> str:
        """The canonical table whose rows stand behind a number: the opportunity's for its stages; else its own rows."""
        made = self.table in TABLES or self.key not in {key_column(name) for name in TABLES}
        return self.table if made else table_of(self.key)
