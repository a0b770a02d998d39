"""All that is known about a cell before its text is seen."""

from dataclasses import dataclass
from functools import cached_property

from datasource.loaders.mapping import Cell, Mapping, kind_of
from datasource.tables.schema import ColumnInfo

TEXTS = frozenset({"text", "reference", "choice"})
"""The kinds that stay text."""


@dataclass(frozen=True)
class Recipe:
    """What becomes of one cell: the column it fills, what the mapping says of it and of the whole source."""

    column: ColumnInfo
    cell: Cell
    mapping: Mapping

    @cached_property
    def kind(self) -> str:
        """How the text is read: a value of `kind_of`."""
        return kind_of(self.column)

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """How dates are written."""
        return self.cell.formats or self.mapping.formats

    @cached_property
    def is_direct(self) -> bool:
        """Whether the value of a cell is what stands in its column, but for words for empty."""
        cell = self.cell
        steps = (cell.pattern, cell.lookup, cell.values, cell.codes, cell.prefix, cell.currency)
        return bool(cell.column) and not any(steps) and self.key_pattern is None and not self.is_counted

    @cached_property
    def is_counted(self) -> bool:
        """Whether a number is multiplied or turned round."""
        return self.cell.scale != 1 or bool(self.cell.times or self.cell.less) or self.cell.inverse

    @cached_property
    def key_pattern(self) -> str | None:
        """The pattern of keys and references, where this is one that comes from a column and has none of its own."""
        cell = self.cell
        by_key = not cell.by or "source_key" in cell.by
        is_key = self.column.name == "source_key" or (self.kind == "reference" and by_key)
        return self.mapping.key_pattern if is_key and cell.pattern is None and cell.constant is None else None

    @cached_property
    def currency(self) -> str | None:
        """The currency that a mark in the text must be of; None: any."""
        return None if self.column.name == "original_amount" else self.mapping.currency
