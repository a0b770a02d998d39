"""Who holds targets in a store, which of them a person may see and enter, and the sheets as they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.catalog.goals import fiscal_year, holders
from datasource.errors import MingjingError
from datasource.goals.sheet import Holder, Sheet, SheetId, Tiers, first_months
from datasource.scope import Scope
from datasource.tables.enums import TargetKind, TargetLevel
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import _


@dataclass(frozen=True)
class Named:
    """A holder with its name (a member of the dimension `goal_holder`), its depth in the org tree, and its label.

    `label` is the member of the dimension that its actual is filtered by: `owner` or `department`.
    """

    holder: Holder
    name: str
    label: str = ""
    depth: int = 0
    is_former: bool = False


def known_holders(catalog: Catalog) -> tuple[Named, ...]:
    """The company, the departments from the top of the tree down, then the employees by name."""
    names = {(level, key): name for level, key, name in holders(catalog).iter_rows()}
    company = Named(Holder(TargetLevel.COMPANY), names["company", 0], catalog.company)
    departments = [
        Named(Holder(TargetLevel.DEPARTMENT, key), names["department", key], label, depth)
        for key, label, depth in _tree(catalog.entity("departments"))
        if key != UNKNOWN_KEY
    ]
    users = catalog.entity("users").filter(pl.col("user_id") != UNKNOWN_KEY).sort("label")
    employees = [
        Named(Holder(TargetLevel.EMPLOYEE, key), names["employee", key], label, is_former=active is False)
        for key, label, active in users.select("user_id", "label", "is_active").iter_rows()
    ]
    return (company, *departments, *employees)


def is_in(scope: Scope, holder: Holder) -> bool:
    """Whether the holder lies in the scope: the company in `all` alone, a department when it does as a whole."""
    if scope.users is None:
        return True
    match holder.level:
        case TargetLevel.COMPANY:
            return False
        case TargetLevel.DEPARTMENT:
            return holder.key in scope.departments
        case TargetLevel.EMPLOYEE:
            return holder.key in scope.users


def visible_holders(catalog: Catalog, scope: Scope) -> tuple[Named, ...]:
    """The holders in the scope, in the order of `known_holders`."""
    return tuple(one for one in known_holders(catalog) if is_in(scope, one.holder))


def check_may_enter(scope: Scope, abouts: Iterable[SheetId]) -> None:
    """Raise `MingjingError` for a sheet whose holder lies outside the scope of whoever wants to write it."""
    if not all(is_in(scope, about.holder) for about in abouts):
        raise MingjingError(_("You may enter targets of people and departments that you see as a whole, of no others."))


def sheet_of(catalog: Catalog, about: SheetId) -> Sheet:
    """The sheet as it stands, the app's edits included."""
    return sheets_of(catalog.entity("targets"), catalog.fiscal_start, [about])[about]


def imported_sheets(catalog: Catalog, abouts: Iterable[SheetId]) -> dict[SheetId, Sheet]:
    """The sheets as the store has them, without the app's edits."""
    rows = catalog.base("targets")
    year = fiscal_year(pl.col("month_date"), catalog.fiscal_start)
    return sheets_of(rows.with_columns(year.alias("fiscal_year")), catalog.fiscal_start, abouts)


def sheets_of(targets: pl.DataFrame, fiscal_start: int, abouts: Iterable[SheetId]) -> dict[SheetId, Sheet]:
    """The sheets of `abouts` from rows of targets; months without a row have no target."""
    wanted = list(abouts)
    years = targets.filter(pl.col("fiscal_year").is_in([about.year for about in wanted]))
    found: dict[SheetId, dict[object, tuple[Tiers, int | None]]] = {}
    names = ("level", "department_id", "owner_id", "kind", "fiscal_year", "month_date")
    amounts = ("target_amount", "stretch_amount", "challenge_amount", "year_amount")
    for level, department, owner, kind, year, month, *money in years.select(*names, *amounts).iter_rows():
        if level is not None and kind is not None:
            about = SheetId(_holder(level, department, owner), TargetKind(kind), year)
            found.setdefault(about, {})[month] = (Tiers(*money[:3]), money[3])
    return {about: _sheet(found.get(about, {}), about, fiscal_start) for about in wanted}


def _holder(level: str, department: int | None, owner: int | None) -> Holder:
    keys: Mapping[str, int | None] = {"department": department, "employee": owner}
    return Holder(TargetLevel(level), keys.get(level) or 0)


def _sheet(rows: Mapping[object, tuple[Tiers, int | None]], about: SheetId, fiscal_start: int) -> Sheet:
    months = tuple(rows.get(month, (Tiers(), None))[0] for month in first_months(about.year, fiscal_start))
    stated = next((year for _tiers, year in rows.values() if year is not None), None)
    return Sheet(months, stated)


def _tree(departments: pl.DataFrame) -> list[tuple[int, str, int]]:
    """(key, label, depth) of each department, parents before their children, siblings in their own order."""
    rows = departments.sort("position", "department_id", nulls_last=True)
    below: dict[int | None, list[tuple[int, str]]] = {}
    known = set(rows["department_id"])
    for key, parent, label in rows.select("department_id", "parent_id", "label").iter_rows():
        below.setdefault(parent if parent in known and parent != key else None, []).append((key, label))
    found: list[tuple[int, str, int]] = []
    _walk(below, None, 0, found)
    rest = [(key, label, 0) for key, label in rows.select("department_id", "label").iter_rows()]
    return found + [row for row in rest if row[0] not in {one[0] for one in found}]


def _walk(
    below: Mapping[int | None, list[tuple[int, str]]], parent: int | None, depth: int, found: list[tuple[int, str, int]]
) -> None:
    for key, label in below.get(parent, []):
        found.append((key, label, depth))
        _walk(below, key, depth + 1, found)
