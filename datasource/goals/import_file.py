"""Targets from a file: CSV or Excel, a line a month or a line a year; read = kept + rejected, each with its reason.

A line names the holder's level, the holder and the kind. In the long form it has a month and up to three tiers; in the
wide form a tier and twelve months as columns. Months and tiers that the file leaves empty stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datasource.catalog.catalog import Catalog
from datasource.errors import InvalidInput, Problem
from datasource.goals.columns import Layout, layout_of
from datasource.goals.edits import Edit
from datasource.goals.holders import is_in, sheets_of
from datasource.goals.lines import Line, read_line
from datasource.goals.names import Names
from datasource.goals.sheet import Sheet, SheetId, check, first_months
from datasource.loaders.readers.csv import read_csv
from datasource.loaders.readers.xlsx import read_xlsx
from datasource.loaders.sheet import ROW
from datasource.loaders.sheet import Sheet as Table
from datasource.scope import Scope
from datasource.texts import _

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


@dataclass(frozen=True)
class Rejected:
    """A line that is not taken, by its number as a spreadsheet shows it (the header is line 1), and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Found:
    """What a file says: lines read, those that are not taken, and the sheets that would come of the others."""

    name: str
    read: int
    rejected: tuple[Rejected, ...]
    edits: tuple[Edit, ...]

    @property
    def kept(self) -> int:
        """Lines that are taken."""
        return self.read - len(self.rejected)

    def to_text(self) -> str:
        """The report for a person: the counts, then a line for each rejection."""
        counts = f"{self.name}: {self.read:,} read = {self.kept:,} kept + {len(self.rejected):,} rejected"
        return "\n".join([counts, *(f"  row {one.row}: {one.reason}" for one in self.rejected)])


def read_targets(path: Path, catalog: Catalog, scope: Scope) -> Found:
    """What `path` would change for someone with `scope`; nothing is kept yet.

    Raises `MingjingError` for a file that cannot be read or lacks a column, `InvalidInput` with all that are missing.
    """
    table = read_xlsx(path) if path.suffix.lower() in WORKBOOKS else read_csv(path)
    layout = layout_of(table.header)
    lines, rejected = _lines(table, layout, catalog, scope)
    edits, refused = _edits(lines, catalog)
    ragged = [Rejected(row, str(became).removeprefix("rejected: ")) for row, _value, became in table.ragged.iter_rows()]
    return Found(table.name, table.read, tuple(sorted([*ragged, *rejected, *refused], key=lambda one: one.row)), edits)


def _lines(table: Table, layout: Layout, catalog: Catalog, scope: Scope) -> tuple[list[Line], list[Rejected]]:
    names, digits = Names(catalog), catalog.manifest.minor_digits
    lines: list[Line] = []
    rejected: list[Rejected] = []
    taken: dict[tuple[SheetId, int, str], int] = {}
    for row, *cells in table.rows.select(ROW, *table.header).iter_rows():
        try:
            line = read_line(
                row, dict(zip(table.header, cells, strict=True)), layout, names, catalog.fiscal_start, digits
            )
            _check_line(line, scope, taken)
        except InvalidInput as error:
            rejected.append(Rejected(row, " ".join(problem.message for problem in error.problems)))
        else:
            lines.append(line)
            taken |= dict.fromkeys(line.places(), row)
    return lines, rejected


def _check_line(line: Line, scope: Scope, taken: Mapping[tuple[SheetId, int, str], int]) -> None:
    problems = []
    if not is_in(scope, line.about.holder):
        problems.append(Problem("", _("The holder is not among those whose targets you may enter.")))
    before = next((taken[place] for place in line.places() if place in taken), None)
    if before is not None:
        problems.append(
            Problem("", _("Row {row} says the same month already; keep one of the two.").format(row=before))
        )
    if problems:
        raise InvalidInput(problems)


def _edits(lines: Sequence[Line], catalog: Catalog) -> tuple[tuple[Edit, ...], list[Rejected]]:
    by_sheet: dict[SheetId, list[Line]] = {}
    for line in lines:
        by_sheet.setdefault(line.about, []).append(line)
    now = sheets_of(catalog.entity("targets"), catalog.fiscal_start, by_sheet)
    edits, rejected = [], []
    for about, mine in by_sheet.items():
        months = first_months(about.year, catalog.fiscal_start)
        edit = Edit(about, months, now[about], _merged(now[about], mine))
        try:
            check(edit.wanted, months)
        except InvalidInput as error:
            reason = " ".join(map(str, error.problems))
            rejected += [Rejected(line.row, reason) for line in mine]
        else:
            edits.append(edit)
    return tuple(edits), rejected


def _merged(now: Sheet, lines: Sequence[Line]) -> Sheet:
    months = list(now.months)
    for line in lines:
        for (place, tier), amount in line.amounts.items():
            months[place] = replace(months[place], **{tier: amount})
    stated = [line.year_amount for line in lines if line.year_amount is not None]
    return Sheet(tuple(months), stated[-1] if stated else None)


def offs(edits: Sequence[Edit]) -> Iterator[tuple[SheetId, int, int]]:
    """The sheets whose months do not add up to the year stated beside them: which, the months' sum, the stated year."""
    for edit in edits:
        months, stated = edit.wanted.total("target"), edit.wanted.year_amount
        if stated is not None and months is not None and months != stated:
            yield edit.about, months, stated


def template(catalog: Catalog, year: int) -> str:
    """A CSV file to fill in: the head of the long form and a line for each month of the company's year."""
    lines = ["level,holder,kind,month,target,stretch,challenge"]
    months = first_months(year, catalog.fiscal_start)
    lines += [f"company,,contract_amount,{month:%Y-%m},,," for month in months]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
