"""Rows of one source that become rows of one table."""

from typing import Self

from pydantic import Field, model_validator

from datasource.loaders.mapping.cell import Cell, Need
from datasource.loaders.mapping.custom import CustomCell, names_findings
from datasource.loaders.mapping.words import Finding, Text, Texts, Words, Written, refuse


class Feed(Written):
    """Rows of one source (`from`), or written out (`rows`), that become rows of one table.

    `distinct`: one row per different key, the first one met; rows without a key are none.
    """

    table: Text
    """A canonical table, or one of `tables`."""
    source: Text | None = Field(default=None, alias="from")
    """The source."""
    rows: tuple[dict[Text, Text], ...] = ()
    """Rows that are written out, `key` and columns."""
    when: dict[Text, Words] = Field(default_factory=dict)
    """Only the source's rows where these columns hold one of these words take part."""
    unless: dict[Text, Words] = Field(default_factory=dict)
    """Only the source's rows where these columns hold none of these words take part."""
    optional: bool = False
    """Every column may be absent, but those of cells that say `optional: false`."""
    distinct: bool = False
    """One row for each different key."""
    key: Cell | None = None
    """How the row's id is made; without it, rows have none."""
    columns: dict[Text, Cell] = Field(default_factory=dict)
    """Canonical column → cell."""
    custom: dict[Text, CustomCell] = Field(default_factory=dict)
    """Further columns of the company's own."""
    keep_rest: bool | Texts = False
    """Every filled column that is mapped to nothing becomes a custom text column; or only those of these names."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        refuse(self, self._findings())
        return self

    def _findings(self) -> list[Finding]:
        found: list[Finding] = []
        if (self.source is None) == (not self.rows):
            found.append(((), "give either a source in 'from' or 'rows'"))
        if self.rows:
            taken = sorted(self.model_fields_set - {"table", "rows", "source"})
            found += [((key,), f"written-out 'rows' take no '{key}'; write it into the rows") for key in taken]
        if self.distinct and self.key is None:
            found.append(((), "'distinct' needs a 'key'"))
        if self.key is not None and self.key.by and not self.distinct:
            found.append((("key", "by"), "only the key of a 'distinct' feed is looked up; leave 'by' out"))
        return found + names_findings(self.custom, ("custom",))

    def cells(self) -> dict[str, Cell]:
        """Column → cell, for written-out rows too; custom columns not among them."""
        names = dict.fromkeys(name for row in self.rows for name in row if name != "key")
        return self.columns or {name: Cell(column=(name,), optional=True) for name in names}

    def key_cell(self) -> Cell | None:
        """How the source key is made; None: the source has no key."""
        if self.rows:
            return Cell(column=("key",)) if any("key" in row for row in self.rows) else None
        return self.key

    def all_cells(self) -> tuple[Cell, ...]:
        """Key, columns and custom columns."""
        key = self.key_cell()
        return (*([key] if key else []), *self.cells().values(), *self.custom.values())

    def needs(self) -> tuple[Need, ...]:
        """The source columns that the feed needs."""
        own = [Need((name,), self.optional) for name in (*self.when, *self.unless)]
        return (*own, *(need for cell in self.all_cells() for need in cell.needs(optional=self.optional)))

    def sources(self) -> tuple[str, ...]:
        """The sources that it reads: its own, then those that something is looked up in."""
        looked = [lookup.source for cell in self.all_cells() for lookup in cell.lookups()]
        return tuple(dict.fromkeys([*([self.source] if self.source else []), *looked]))
