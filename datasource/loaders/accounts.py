"""The account of a load: every row and every cent that was read is kept, or told under a rule."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.mapping import is_money
from datasource.loaders.parsing import EXACT
from datasource.loaders.report import Part
from datasource.tables.schema import ColumnInfo


def money_columns(known: Iterable[ColumnInfo], rows: pl.DataFrame | pl.LazyFrame) -> list[str]:
    """The columns of `rows` that hold minor units of the company's currency."""
    there = set(rows.collect_schema().names())
    return [column.name for column in known if is_money(column) and column.name in there]


def sums(rows: pl.DataFrame | pl.LazyFrame, columns: list[str], digits: int) -> dict[str, Decimal]:
    """Column → its sum in major units, exactly; 128 bits, for the sum of many numbers of 64 bits may need more."""
    if not columns:
        return {}
    totals = rows.lazy().select(pl.col(columns).cast(pl.Int128).sum()).collect().row(0, named=True)
    return {column: Decimal(total).scaleb(-digits) for column, total in totals.items()}


def close(table: str, part: Part, rows: pl.LazyFrame, digits: int, known: Mapping[str, ColumnInfo]) -> None:
    """Add what stands in the files of `table` to its `part`; raises `MingjingError` when a row or a cent is missing.

    Until now `read` was the sum of the cells as rounded; from now on it is that of the cells as they were read.
    """
    there = sums(rows, money_columns(known.values(), rows), digits)
    for column, account in part.money.items():
        account.read = EXACT.subtract(account.read, account.rounded)
        account.kept = there.get(column, Decimal(0))
    height = rows.select(pl.len()).collect().item()
    odd = next((column for column, account in part.money.items() if not account.adds_up), None)
    if height != part.kept or odd is not None:
        what = f"the sum of '{odd}'" if odd else f"{part.kept:,} rows"
        raise MingjingError(f"The load of table '{table}' lost something on its way ({what}); nothing was changed.")
