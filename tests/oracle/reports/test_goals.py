"""Goal attainment (2.8) cell by cell: company, department, employee; both kinds; the running year and earlier ones."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.goals.sheet import Holder
from datasource.reports.goal_parts import Part
from datasource.reports.goals import ATTAINMENT, GAP, MEASURED, Goals, goal_holders, goals
from datasource.tables.enums import TargetKind, TargetLevel
from tests.oracle.reports import goals as sql
from tests.oracle.reports.asked import viewer
from tests.oracle.reports.compare import assert_cells, assert_same, assert_sorted, assert_totals
from tests.oracle.reports.store import Files, Reader, Row

CHOSEN = {
    "the company": ("company", 0, "company"),
    "a region": ("department", 2, "department"),
    "a region without its teams": ("department", 2, "department itself"),
    "a team": ("department", 6, "department"),
    "a team's manager": ("employee", 10, "employee"),
    "a rep": ("employee", 20, "employee"),
}
SEEN = {
    "everything": set(CHOSEN),
    "head": {"a region", "a region without its teams", "a team", "a team's manager", "a rep"},
    "rep": {"a rep"},
}
MONEY = {"actual", "target", "stretch", "challenge", "gap", "to_date", "needed", "projection", "months", "stated"}


@pytest.fixture(params=list(TargetKind))
def kind(request: pytest.FixtureRequest) -> TargetKind:
    """Both kinds of targets."""
    found: TargetKind = request.param
    return found


@pytest.fixture(params=[2026, 2023])
def year(request: pytest.FixtureRequest) -> int:
    """The running year, and the first one, which is over and has targets from July on alone."""
    found: int = request.param
    return found


@pytest.mark.parametrize("name", CHOSEN)
def test_a_holders_year_equals_sql(  # noqa: PLR0917  (fixtures, all of them)
    name: str, kind: TargetKind, year: int, demo: Catalog, files: Files, reader: Reader
) -> None:
    level, holder_id, whose = CHOSEN[name]
    key = str(Holder(TargetLevel(level), holder_id))
    if name not in SEEN[reader.name]:
        with pytest.raises(MingjingError, match="no such holder"):
            goals(demo, viewer(reader), key, kind, year)
        return
    found = goals(demo, viewer(reader), key, kind, year, with_children=whose != "department itself")
    given = {"level": level, "holder_id": holder_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    _assert_parts(found, files.told(sql.parts(kind.value, whose), reader, **given))
    _assert_paces(found, files.told(sql.paces(kind.value, whose), reader, **given))
    if level == "employee":
        assert found.people is None
    else:
        _assert_people(found, kind, files.told(sql.people(kind.value, whose), reader, **given))
    off = files.told(sql.OFF, reader, kind=kind.value, **given)
    assert [one.holder for one in found.off] == [row["holder"] for row in off]
    for one, row in zip(found.off, off, strict=True):
        assert_cells({"holder": one.holder, "months": one.months, "stated": one.stated}, row, MONEY, one.holder)


def test_the_holders_that_are_offered_equal_sql(demo: Catalog, files: Files, reader: Reader) -> None:
    offered = {one.name for one in goal_holders(demo, viewer(reader))}
    assert offered == {row["holder"] for row in files.told(sql.SEEN, reader)}


def _assert_parts(found: Goals, expected: list[Row]) -> None:
    """Months, quarters and the year; the chart's table of months tells the same."""
    told = {(row["grain"], row["number"]): row for row in expected}
    assert {(part.grain.value, part.number) for part in found.parts} == set(told)
    for part in found.parts:
        row = told[part.grain.value, part.number]
        assert_cells(_of_part(part, row), row, MONEY, f"{part.grain} {part.number}")
    months = [row for row in expected if row["grain"] == "month"]
    by_date = {f"{row['starts']:%Y-%m}": row for row in months}
    assert found.months.rows["date"].to_list() == sorted(by_date)
    names = [column.name for column in found.months.columns[1:]]
    cells = ("actual", "target", "stretch", "challenge", "attainment", "gap")
    for drawn in found.months.rows.iter_rows(named=True):
        shown = {cell: drawn[name] for cell, name in zip(cells, names, strict=True)}
        row = by_date[drawn["date"]]
        assert_cells(shown, {cell: row[cell] for cell in cells}, MONEY, drawn["date"])
    assert names[-2:] == [ATTAINMENT, GAP]


def _of_part(part: Part, row: Row) -> Row:
    shown = {name: getattr(part, name) for name in row if name not in {"grain", "starts", "ends"}}
    return shown | {"grain": part.grain.value, "starts": part.span.start, "ends": part.span.end}


def _assert_paces(found: Goals, expected: list[Row]) -> None:
    told = {row["grain"]: row for row in expected}
    assert [pace.part.grain.value for pace in found.paces] == list(told)
    for pace in found.paces:
        row = told[pace.part.grain.value]
        shown = {name: getattr(pace, name) for name in row if name != "grain"}
        assert_cells(shown | {"grain": pace.part.grain.value}, row, MONEY, pace.part.grain.value)


def _assert_people(found: Goals, kind: TargetKind, expected: list[Row]) -> None:
    assert found.people is not None
    if not expected:
        assert found.people.rows.is_empty()
        return
    measured = MEASURED[kind]
    named = {
        "owner": "owner",
        "actual": measured.actual,
        "target": measured.employees,
        "attainment": measured.attainment,
    }
    assert_same(found.people, [{named[cell]: row[cell] for cell in named} for row in expected], ["owner"])
    assert_sorted(found.people)
    actual, target = (sum(row[cell] for row in expected) for cell in ("actual", "target"))
    total = {measured.actual: actual, measured.employees: target}
    assert_totals(found.people, total | {measured.attainment: actual / target if target else None})
