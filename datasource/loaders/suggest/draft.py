"""A mapping on its way: what a person has said so far about the tables of a CRM; each answer makes a new one."""

import re
from typing import Self

from babel.numbers import get_currency_precision
from pydantic import field_validator

from datasource.field import Frozen
from datasource.loaders.suggest.synonyms import KEY
from datasource.tables.schema import TABLES

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""What a mapping may be called: it becomes the name of a file."""


class ColumnDraft(Frozen):
    """Canonical `column` (or `KEY`) is filled from column `source` of the table.

    `by`: columns of the other table that a reference is looked up by; `formats`: how its dates are written; `codes`:
    text → value of an enumeration.
    """

    column: str
    source: str
    by: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    decimal: str = "."
    codes: tuple[tuple[str, str], ...] = ()


class TableDraft(Frozen):
    """One table of the source: where it is (`file` and `sheet`, or `database_table`), and what it becomes.

    `table` is empty where it is left out. `keep_rest`: its other columns become fields of the company's own.
    """

    name: str
    file: str = ""
    sheet: str = ""
    database_table: str = ""
    table: str = ""
    columns: tuple[ColumnDraft, ...] = ()
    keep_rest: bool = False

    def of(self, column: str) -> ColumnDraft | None:
        """What is said about a column."""
        return next((one for one in self.columns if one.column == column), None)

    def source_of(self, column: str) -> str:
        """The source column that fills `column`; empty when none does."""
        found = self.of(column)
        return found.source if found else ""

    def with_column(self, column: str, said: ColumnDraft | None) -> Self:
        """The same table with something else, or nothing, about one column."""
        others = tuple(one for one in self.columns if one.column != column)
        return self.model_copy(update={"columns": (*others, *([said] if said else []))})


class Draft(Frozen):
    """What is known of a mapping: the company, the words that mean empty, the tables.

    `preset`: the shipped mapping that is taken as it is, with the company's own name, currency and time zone;
    `saved`: the saved mapping that is taken as it is.
    """

    name: str = ""
    company: str = ""
    currency: str = "USD"
    timezone: str = "UTC"
    nulls: tuple[str, ...] = ()
    preset: str = ""
    saved: str = ""
    connection: str = ""
    tables: tuple[TableDraft, ...] = ()

    @field_validator("currency")
    @classmethod
    def _upper(cls, code: str) -> str:
        return code.upper()

    @property
    def is_given(self) -> bool:
        """Whether a finished mapping is taken, so that nothing is asked about columns."""
        return bool(self.preset or self.saved)

    @property
    def minor_digits(self) -> int:
        """The decimals of the company's currency."""
        return min(get_currency_precision(self.currency), 4)

    @property
    def loaded(self) -> tuple[TableDraft, ...]:
        """The tables that are not left out, those that others refer to first."""
        order = list(TABLES)
        return tuple(sorted((one for one in self.tables if one.table), key=lambda one: order.index(one.table)))

    def holds(self, canonical: str) -> bool:
        """Whether a table of the source becomes this one."""
        return any(one.table == canonical for one in self.tables)

    def key_sources(self, canonical: str) -> tuple[tuple[str, str], ...]:
        """Source table and key column of everything that becomes `canonical`."""
        found = ((one.name, one.source_of(KEY)) for one in self.tables if one.table == canonical)
        return tuple((name, source) for name, source in found if source)

    def with_table(self, table: TableDraft) -> Self:
        """The same draft with something else about one table."""
        tables = tuple(table if one.name == table.name else one for one in self.tables)
        return self.model_copy(update={"tables": tables})

    def with_(self, **parts: object) -> Self:
        """The same draft with other parts, checked again."""
        return self.model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **parts})
