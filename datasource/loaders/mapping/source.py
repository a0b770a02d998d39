"""How one source of a mapping is found and read: files, a table of a database, and what is made of its rows."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from datasource.loaders.mapping.cell import Cell, Lookup, fault_of_text
from datasource.loaders.mapping.words import Finding, Text, Texts, Words, Written, refuse


class Deleted(Written):
    """Which rows the source marks as deleted."""

    column: Texts
    """The column that holds the mark, or several names of it; it may be absent."""
    words: Words
    """The words that mean deleted, upper and lower case aside."""


class Neighbour(Written):
    """The value of the row before or after, within a group and an order."""

    of: Text
    """The column whose value is taken."""
    within: Text
    """The column that tells the groups apart."""
    order: Text
    """The column that orders the rows of a group."""


class Unpivot(Written):
    """Columns become rows: one for each filled column."""

    columns: dict[Text, Text]
    """Column → what `name` says in its rows."""
    name: Text
    """The further column that says which column a row came from."""
    value: Text
    """The further column that holds the cell."""


class Split(Written):
    """One row for each part of a text."""

    column: Text
    """The column whose text is split."""
    separator: Annotated[Text, Field(min_length=1)] = ","
    """What stands between the parts."""
    optional: bool = False
    """The column may be absent: then there are no rows."""


class SourceSpec(Written):
    """One source: how it is found, how it is written, what its rows are."""

    files: Texts = ()
    """File names to look for in this order, `*` and `?` allowed; without it, the source's own name."""
    table: Text | None = None
    """The table or view in a database (`schema.table`); without it, the source's own name."""
    optional: bool = False
    """The source may be absent: then its feeds have no rows."""
    encoding: Text | None = None
    """Without it, told by the mark, else UTF-8, else GB18030 where it reads as Chinese, else CP1252."""
    separator: Annotated[Text, Field(min_length=1, max_length=8)] | None = None
    """One to eight characters between fields; without it, found out."""
    header: Annotated[int, Field(ge=1)] | Literal["none"] | None = None
    """The line that holds the names, 1 the first; `none` with `names`; without it, found out."""
    names: Texts = ()
    """The columns' names where the file has none."""
    spill: Text | None = None
    """The column of a separated text whose cells hold separators without quotes: it takes what a row has too much."""
    sheet: Text | None = None
    """Name of the sheet of a workbook; without it, the first filled one."""
    records: Text | None = None
    """Where the rows stand in JSON (`records`, `data.items`); without it, found out."""
    watermark: Text | None = None
    """A column that grows with each change: an incremental refresh reads what is later."""
    deleted: Deleted | None = None
    """Which rows the source marks as deleted."""
    key: Text | None = None
    """The column that tells the rows of this source apart, for an incremental refresh."""
    add: dict[Text, Cell] = Field(default_factory=dict)
    """Further text columns, each made by a cell with the steps down to `prefix`."""
    changes: Neighbour | None = None
    """Only the rows that differ in this column from the row before; the others are left aside."""
    previous: dict[Text, Neighbour] = Field(default_factory=dict)
    """Further columns with the value of the row before."""
    next: dict[Text, Neighbour] = Field(default_factory=dict)
    """Further columns with the value of the row after."""
    unpivot: Unpivot | None = None
    """Columns become rows."""
    split: Split | None = None
    """One row for each part of a text."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        refuse(self, self._findings())
        return self

    def _findings(self) -> list[Finding]:
        found: list[Finding] = []
        if (self.header == "none") != bool(self.names):
            found.append((("header",), "'header: none' and 'names' belong together; give both"))
        if len(set(self.names)) < len(self.names):
            found.append((("names",), "a name is given twice; keep one"))
        late = {name: fault_of_text(cell, "write it where the column is used") for name, cell in self.add.items()}
        found += [(("add", name), fault) for name, fault in late.items() if fault]
        both = sorted(set(self.previous) & set(self.next))
        found += [(("next", name), f"'{name}' is a column of 'previous' too; choose another name") for name in both]
        return found

    def made_columns(self) -> tuple[str, ...]:
        """The further columns that `add`, `previous`, `next` and `unpivot` add to those of the file."""
        unpivoted = (self.unpivot.name, self.unpivot.value) if self.unpivot else ()
        return (*self.add, *self.previous, *self.next, *unpivoted)

    def lookups(self) -> tuple[Lookup, ...]:
        """The look-ups of its further columns."""
        return tuple(lookup for cell in self.add.values() for lookup in cell.lookups())
