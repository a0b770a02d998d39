"""The total of a table as a row of it: the same on the screen and in a file."""

from collections.abc import Mapping
from typing import Any

from datasource.result import Column, Kind
from datasource.texts import _


def total_row(columns: tuple[Column, ...], totals: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A row that says Total in the first column that names something, and each number that has a total.

    None without totals, or when every column is a number and nothing could say that the row is a total.
    """
    label = label_column(columns)
    if totals is None or label is None:
        return None
    numbers = {column.name: totals.get(column.name) for column in columns if column.kind is Kind.NUMBER}
    return {**dict.fromkeys(column.name for column in columns), **numbers, label: _("Total")}


def label_column(columns: tuple[Column, ...]) -> str | None:
    """The first column whose cells are texts: a member or a date bucket."""
    return next((column.name for column in columns if _is_text(column)), None)


def _is_text(column: Column) -> bool:
    return column.kind is Kind.TEXT or (column.kind is Kind.DATE and column.grain is not None)
