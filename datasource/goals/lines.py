"""One line of a file of targets, read cell by cell; everything that is wrong with it is told at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from datasource.errors import InvalidInput, Problem
from datasource.goals.columns import Layout, Month, month_of
from datasource.goals.names import Names, kind_of
from datasource.goals.sheet import TIERS, SheetId, fiscal_year_of
from datasource.loaders import parsing
from datasource.texts import _

Value = TypeVar("Value")
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """Line `row` as amounts (minor units) by place in the fiscal year and tier; `year_amount` where it states one."""

    row: int
    about: SheetId
    amounts: Mapping[tuple[int, str], int | None]
    year_amount: int | None = None

    def places(self) -> Iterator[tuple[SheetId, int, str]]:
        """What it says something about."""
        return ((self.about, place, tier) for place, tier in self.amounts)


class _Problems:
    """Collects what is wrong while the rest is read."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def of(self, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except ValueError as error:
            self.found.append(Problem("", str(error)))
            return None


def read_line(  # noqa: PLR0913, PLR0917  (what a line is read by)
    row: int, cells: Cells, layout: Layout, names: Names, fiscal_start: int, digits: int
) -> Line:
    """Line `row` of a file; raises `InvalidInput` with every problem of it."""
    told = {part: cells[column].strip() for part, column in layout.columns.items()}
    problems = _Problems()
    holder = problems.of(lambda: names.holder(told["level"], told["holder"]))
    kind = problems.of(lambda: kind_of(told["kind"]))
    days = problems.of(lambda: _days(told, cells, layout, fiscal_start))
    year = problems.of(lambda: _fiscal_year(days or {}, fiscal_start))
    amounts = {
        (_place(day, fiscal_start), tier): problems.of(partial(_amount, text, digits))
        for (day, tier), text in (days or {}).items()
        if text
    }
    stated = problems.of(lambda: _amount(told.get("year_amount", ""), digits))
    if days is not None and not any(text for text in days.values()):
        problems.found.append(Problem("", _("The line has no amount; enter one or remove the line.")))
    if problems.found:
        raise InvalidInput(problems.found)
    assert holder is not None
    assert kind is not None
    assert year is not None
    return Line(row, SheetId(holder, kind, year), amounts, stated)


def _days(told: Mapping[str, str], cells: Cells, layout: Layout, fiscal_start: int) -> dict[tuple[date, str], str]:
    """The text of each month and tier that the line has."""
    year = told.get("year", "")
    if not layout.months:
        day = _day(month_of(told["month"]), year, told["month"], fiscal_start)
        return {(day, tier): told[tier] for tier in TIERS if tier in told}
    tier = told.get("tier", "").casefold() or "target"
    known = {**{name: name for name in TIERS}, **{_(label).casefold(): name for name, label in TIERS.items()}}
    if tier not in known:
        raise ValueError(_("'{tier}' is no tier; write target, stretch or challenge.").format(tier=told["tier"]))
    return {
        (_day(month, year, column, fiscal_start), known[tier]): cells[column].strip()
        for column, month in layout.months.items()
    }


def _day(month: Month | None, year: str, text: str, fiscal_start: int) -> date:
    """The first day of the month; a month without a year lies in the fiscal year that the line names."""
    if month is None:
        raise ValueError(_("'{month}' is no month; write it as 2026-03.").format(month=text))
    if month.year is not None:
        return _first(month.year, month.number)
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ValueError(_("'{year}' is no year; write it as 2026.").format(year=year))
    return _first(int(year) + (month.number < fiscal_start), month.number)


def _first(year: int, month: int) -> date:
    if not 1000 <= year <= 9000:
        raise ValueError(_("'{year}' is no year; write it as 2026.").format(year=year))
    return date(year, month, 1)


def _fiscal_year(days: Mapping[tuple[date, str], str], fiscal_start: int) -> int | None:
    years = {fiscal_year_of(day, fiscal_start) for day, _tier in days}
    if len(years) > 1:
        raise ValueError(_("The months lie in two fiscal years; give each year a line of its own."))
    return next(iter(years), None)


def _place(day: date, fiscal_start: int) -> int:
    return (day.month - fiscal_start) % 12


def _amount(text: str, digits: int) -> int | None:
    if not text:
        return None
    try:
        amount, _rounded = parsing.minor_units(parsing.money(text), digits)
    except ValueError as error:
        raise ValueError(_("'{text}' is no amount; write it as 120000.").format(text=text)) from error
    return amount
