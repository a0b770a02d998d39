"""Workbooks (XLSX, XLSM, XLS, XLSB, ODS) as text: a sheet is a source, every cell as a person would have typed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from datasource.errors import MingjingError, unknown
from datasource.loaders.readers.archive import ZIP, measure, whole
from datasource.loaders.readers.cells import text_of
from datasource.loaders.readers.dialect import Start, check_columns, header_row, unique_names
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.uncomputed import uncomputed
from datasource.loaders.source import ROW, Form, Hit, Source, Tally
from datasource.texts import N_, _

OLD = b"\xd0\xcf\x11\xe0"
_BATCH = 50_000
_SAMPLE = 200
_SHOWN = 60


def open_workbook(place: Place, how: How = AS_FOUND, name: str = "") -> Source:
    """One sheet of the workbook at `place`: the one that `how` names, else the first visible one that is filled.

    Raises `MingjingError` for a file that is no workbook, locked, too large, or without such a sheet.
    """
    with _opened(place) as book:
        names = sheet_names(place, book)
        if how.sheet is not None and how.sheet not in names:
            sentence = "'" + place.origin + "': " + unknown(N_("sheet"), how.sheet, names)
            raise MingjingError(sentence)
        wanted = [how.sheet] if how.sheet is not None else names
        for title in wanted:
            sheet = _sheet(place, book, title)
            if sheet.height:
                return _source(place, sheet, how, name)
    text = _("'{path}' holds no filled sheet; put the columns' names into its first line.")
    raise MingjingError(text.format(path=place.origin))


def filled_sheets(place: Place) -> tuple[str, ...]:
    """The names of the visible sheets that hold anything."""
    with _opened(place) as book:
        return tuple(name for name in sheet_names(place, book) if _sheet(place, book, name).height)


def sheet_names(place: Place, book: CalamineWorkbook) -> list[str]:
    """The visible sheets of cells; raises `MingjingError` when there is none."""
    shown = [
        one.name
        for one in book.sheets_metadata
        if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet
    ]
    if not shown:
        raise MingjingError(_("'{path}' shows no sheet of cells; make one visible.").format(path=place.origin))
    return shown


def _opened(place: Place) -> CalamineWorkbook:
    if place.head(4) == ZIP:
        measure(place)
    try:
        if place.path is not None:
            return CalamineWorkbook.from_path(str(place.path))
        return CalamineWorkbook.from_filelike(BytesIO(whole(place)))
    except PasswordError:
        text = _("'{path}' is locked by a password; save it without one and give it again.")
        raise MingjingError(text.format(path=place.origin)) from None
    except (CalamineError, XmlError, ZipError, OSError, ValueError) as error:
        raise _unreadable(place, error) from None


def _unreadable(place: Place, error: Exception) -> MingjingError:
    text = _("'{path}' is no Excel workbook that can be read ({error}); save it as XLSX or CSV.")
    return MingjingError(text.format(path=place.origin, error=error))


def _sheet(place: Place, book: CalamineWorkbook, title: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(title)
    except (CalamineError, XmlError, ZipError, OSError, ValueError) as error:
        raise _unreadable(place, error) from None


def _source(place: Place, sheet: CalamineSheet, how: How, name: str) -> Source:
    width = sheet.width
    check_columns(place.origin, width, place.limits.columns)
    first = [_texts(row) for row in islice(sheet.iter_rows(), _SAMPLE)]
    filled = tuple(row if any(row) else [] for row in first)
    found = header_row(Start((), filled, ())) if how.header is None else how.header - 1 if how.header else None
    if found is not None and found >= len(first):
        text = _("'{path}' has no row {row} for the names of its columns; give the row that holds them.")
        raise MingjingError(text.format(path=place.origin, row=found + 1))
    raw = how.names if found is None else first[found]
    names, renamed = unique_names(raw, width, 0 if found is None else found + 1)
    above = list(enumerate(filled[: found or 0], start=1))
    junk = [(row, " ".join(cells).strip()[:_SHOWN], "skipped: above the names") for row, cells in above if cells]
    blank = [(row, "", "skipped: a blank line") for row, cells in above if not cells]
    skipped = 0 if found is None else found + 1
    form = Form("Excel", "Excel", header_row=skipped or None, sheet=sheet.name)
    return _Sheet(
        name or place.file_name, place.origin, names, form, place, {**renamed, "junk": junk, "blank_line": blank}
    )


def _texts(row: Sequence[object]) -> list[str]:
    texts = [cell if type(cell) is str else text_of(cell) for cell in row]
    return texts if any(text and not text.isspace() for text in texts) else [""] * len(texts)


@dataclass
class _Sheet:
    name: str
    origin: str
    header: tuple[str, ...]
    form: Form
    place: Place
    before: dict[str, list[Hit]]
    encoding: str = "Excel"
    tally: Tally = field(default_factory=Tally)

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows as text; the row numbers are those of the sheet."""
        self.tally = Tally()
        title = str(self.form.sheet)
        holes = uncomputed(self.place).get(title, []) if self.place.head(4) == ZIP else []
        for rule, hits in {**self.before, "no_value": holes}.items():
            self.tally.note(rule, hits)
        with _opened(self.place) as book:
            rows = enumerate(_sheet(self.place, book, title).iter_rows(), start=1)
            for _row in islice(rows, self.form.header_row or 0):
                pass
            while batch := list(islice(rows, _BATCH)):
                filled = [(number, *texts) for number, row in batch if any(texts := _texts(row))]
                numbers = {one[0] for one in filled}
                blank = [(number, "", "skipped: a blank line") for number, _row in batch if number not in numbers]
                self.tally.note("blank_line", blank)
                self.tally.keep(len(filled))
                schema = {ROW: pl.Int64(), **dict.fromkeys(self.header, pl.String())}
                if filled:
                    yield pl.DataFrame(filled, schema=schema, orient="row")
