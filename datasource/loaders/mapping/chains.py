"""The chains of `fill`: `reference.column`, `sum(table.reference.column)` over the rows that refer to the row, or
`next(column within reference by time)` of the row that follows among those that refer to the same one.
"""

import re
from typing import NamedTuple

from datasource.loaders.mapping.kinds import Known, column_at
from datasource.tables.schema import ColumnInfo

_SUM = re.compile(r"sum\(\s*(\w+)\.(\w+)\.(\w+)\s*\)")
_NEXT = re.compile(r"next\(\s*(\w+)\s+within\s+(\w+)\s+by\s+(\w+)\s*\)")


class Summed(NamedTuple):
    """A sum over the rows of `table` whose `reference` names the row."""

    table: str
    reference: str
    column: str


class Following(NamedTuple):
    """What `column` holds in the next row, in the order of `by`, of those with the same reference `within`."""

    column: str
    within: str
    by: str


def following_of(chain: str) -> Following | None:
    """The row after that a chain means; None for any other chain."""
    found = _NEXT.fullmatch(chain.strip())
    return Following(*found.groups()) if found else None


def summed_of(chain: str) -> Summed | None:
    """The sum that a chain means; None for a chain through a reference."""
    found = _SUM.fullmatch(chain.strip())
    return Summed(*found.groups()) if found else None


def follow(place: str, chain: str, known: Known) -> None:
    """Raises `ValueError` when `chain` (a column alone, too) does not lead from the table of `place`."""
    table = place.partition(".")[0]
    summed = summed_of(chain)
    if summed is not None:
        _check_sum(place, table, summed, known)
        return
    following = following_of(chain)
    if following is not None:
        _check_next(place, table, following, known)
        return
    first, _, further = chain.partition(".")
    through = column_at(f"{table}.{first}", known)
    if further:
        if through.refers_to not in known:
            raise ValueError(f"'{first}' refers to no table; begin the chain with a reference")
        column_at(f"{through.refers_to}.{further}", known)


def _check_sum(place: str, table: str, summed: Summed, known: Known) -> None:
    reference = column_at(f"{summed.table}.{summed.reference}", known)
    if reference.refers_to != table:
        raise ValueError(f"'{summed.table}.{summed.reference}' does not refer to {table}")
    for number in (column_at(f"{summed.table}.{summed.column}", known), column_at(place, known)):
        if not _is_number(number):
            raise ValueError(f"'{number.name}' is no number, so that it has no sum")


def _check_next(place: str, table: str, following: Following, known: Known) -> None:
    if not column_at(f"{table}.{following.within}", known).refers_to:
        raise ValueError(f"'{following.within}' refers to no table; name a reference after 'within'")
    column_at(f"{table}.{following.by}", known)
    given, filled = column_at(f"{table}.{following.column}", known), column_at(place, known)
    if given.dtype != filled.dtype:
        raise ValueError(f"'{given.name}' is not of the kind of '{filled.name}'")


def _is_number(column: ColumnInfo) -> bool:
    return bool(column.dtype.is_numeric()) and not column.refers_to
