"""Excel workbooks as text: the first sheet that holds anything, every cell as a person would have typed it."""

from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, XmlError, ZipError

from datasource.errors import MingjingError
from datasource.loaders.readers.cells import text_of
from datasource.loaders.report import HITS
from datasource.loaders.sheet import ROW, Sheet
from datasource.texts import _


def read_xlsx(path: Path) -> Sheet:
    """The first visible sheet of `path` that is not empty (XLSX, XLS, XLSB, ODS); its first line names the columns.

    A whole number has no decimals, a day is `2026-03-05`, an empty cell an empty text. Raises `MingjingError` for a
    file that is missing, no workbook, locked by a password, empty, or has a column that is unnamed or named twice.
    """
    for cells in _sheets(path):
        if cells:
            return _sheet(path, cells)
    raise MingjingError(
        _("'{path}' holds no filled sheet; put the columns' names into its first line.").format(path=path)
    )


def _sheets(path: Path) -> list[list[list[Any]]]:
    if not path.is_file():
        raise MingjingError(_("There is no file '{path}'; export it or give another folder.").format(path=path))
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            shown = [one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
            return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in shown]
    except PasswordError:
        raise MingjingError(
            _("'{path}' is locked by a password; save it without one and give it again.").format(path=path)
        ) from None
    except (CalamineError, XmlError, ZipError, OSError, ValueError) as error:
        raise MingjingError(
            _("'{path}' is no Excel workbook that can be read ({error}); save it as XLSX or CSV.").format(
                path=path, error=error
            )
        ) from None


def _sheet(path: Path, cells: list[list[Any]]) -> Sheet:
    header = tuple(text_of(cell).strip() for cell in cells[0])
    while header and not header[-1]:
        header = header[:-1]
    _check_header(path, header)
    texts = [(number, [text_of(cell) for cell in row]) for number, row in enumerate(cells[1:], start=2)]
    filled = [(number, row) for number, row in texts if any(cell.strip() for cell in row)]
    beyond = [
        (number, " ".join(row)[:60], "rejected: cells to the right of the last named column")
        for number, row in filled
        if any(cell.strip() for cell in row[len(header) :])
    ]
    outside = {number for number, _value, _became in beyond}
    good = [(number, *row[: len(header)]) for number, row in filled if number not in outside]
    schema = {ROW: pl.Int64(), **dict.fromkeys(header, pl.String())}
    blank = [(number, "", "skipped: a blank line") for number, row in texts if not any(cell.strip() for cell in row)]
    ragged, skipped = (pl.DataFrame(lines, schema=HITS, orient="row") for lines in (beyond, blank))
    return Sheet(path.name, "Excel", header, pl.DataFrame(good, schema=schema, orient="row"), ragged, skipped)


def _check_header(path: Path, header: tuple[str, ...]) -> None:
    unnamed = next((place for place, name in enumerate(header, start=1) if not name), None)
    if unnamed or not header:
        text = _("'{path}' has no name for column {place} in its first line; name it or remove it.")
        raise MingjingError(text.format(path=path, place=unnamed or 1))
    repeated = next((name for name in header if header.count(name) > 1), None)
    if repeated:
        text = _("'{path}' has two columns named '{name}'; rename or remove one.")
        raise MingjingError(text.format(path=path, name=repeated))
