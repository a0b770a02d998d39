"""Cell by cell: an answer of the product against the rows that SQL told, money in minor units there."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest

from datasource.result import Page, Result, Unit
from tests.oracle.reports.store import Row

Key = tuple[Any, ...]


def assert_same(found: Result | Page, expected: Iterable[Row], keys: Collection[str], ordered: bool = False) -> None:
    """Every row and every column of `found` is in `expected` with equal cells, and none is missing.

    Columns are matched by name, rows by `keys`; with `ordered` the rows stand in the same order too. Money is exact to
    the minor unit, other numbers to 1e-9.
    """
    money = {column.name for column in found.columns if column.unit is Unit.MONEY}
    told = list(expected)
    assert told, "nothing to compare"
    names = set(found.rows.columns) - {"_others"}
    assert names == set(told[0]), f"columns {names ^ set(told[0])}"
    rows = found.rows.to_dicts()
    theirs, ours = _by_key(told, keys), _by_key(rows, keys)
    assert set(ours) == set(theirs), f"rows {set(ours) ^ set(theirs)}"
    for key, row in ours.items():
        assert_cells(row, theirs[key], money, str(key))
    if ordered:
        assert list(ours) == list(theirs), "order"


def assert_totals(found: Result, expected: Row) -> None:
    """The total row of `found` equals `expected`, all of its columns."""
    assert found.totals is not None
    money = {column.name for column in found.columns if column.unit is Unit.MONEY}
    money |= {f"{name}__base" for name in money}
    assert set(found.totals) == set(expected), f"columns of the total {set(found.totals) ^ set(expected)}"
    assert_cells(found.totals, expected, money, "total")


def assert_sorted(found: Result) -> None:
    """The rows of `found` stand in the order that its query asks for, missing values last."""
    for sort in found.query.sort[:1]:
        values = found.rows[sort.by].to_list()
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=sort.desc), f"order by {sort.by}"
        assert values[: len(known)] == known, "missing values stand last"


def assert_cells(found: Mapping[str, Any], expected: Mapping[str, Any], money: Collection[str], where: str) -> None:
    """Each cell of `expected` equals the one in `found`; whole `money` is compared as whole minor units."""
    differing = {
        name: (found[name], cell)
        for name, cell in expected.items()
        if not _equal(found[name], cell, is_money=name in money)
    }
    assert differing == {}, f"{where}: (product, oracle) {differing}"


def _equal(found: Any, expected: Any, *, is_money: bool) -> bool:
    if found is None or expected is None:
        return found is expected
    if is_money and isinstance(expected, int):
        return bool(abs(found * 100 - expected) < 0.01)
    if isinstance(expected, float) or isinstance(found, float):
        wanted = expected / 100 if is_money else expected
        return bool(found == pytest.approx(float(wanted), rel=1e-9, abs=1e-12))
    return bool(found == expected)


def _by_key(rows: Iterable[Mapping[str, Any]], keys: Collection[str]) -> dict[Key, Mapping[str, Any]]:
    found: dict[Key, Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        assert key not in found, f"{key} stands twice"
        found[key] = row
    return found
