"""A workbook: a first page that says what the numbers are, a second with typed cells and the total row."""

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from math import isfinite
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboards.options import NumberFormat
from datasource.question import Grain
from datasource.result import Column, Kind, Unit
from widgets.blocks.export.sheet import Sheet
from widgets.blocks.looks import looks_by_name
from widgets.charts.look import cells, look_name
from widgets.format import HABIT, precision_of, signs_of

LONGEST_CELL = 32_767  # characters; Excel's own limit
FIRST_YEAR = 1900  # Excel knows no day before it
LOOKED_AT = 200  # rows that a column's width is taken from
WIDEST = 60
DAY, MOMENT, MONTH = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "yyyy-mm"
_OPTIONS = {
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def write_xlsx(sheet: Sheet) -> bytes:
    """The workbook's bytes. Texts stay texts; undefined is an empty cell."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        _about(book, sheet)
        _data(book, sheet)
    return file.getvalue()


def cell_format(column: Column, language: str, currency: str, form: NumberFormat = HABIT) -> str:
    """Excel's number format for a column; empty for texts. Excel has no short form: it shows such numbers in full."""
    match column.kind:
        case Kind.NUMBER if column.part == "change":
            return "+0.0%;-0.0%;0.0%"
        case Kind.NUMBER:
            return _number_format(column.unit, language, currency, form)
        case Kind.DATE:
            return MONTH if column.grain is Grain.MONTH else DAY
        case Kind.DATETIME:
            return MOMENT
        case _:
            return ""


def typed(value: Any, column: Column) -> Any:
    """A value as its cell holds it: buckets of a day or month as dates, other buckets as texts."""
    if column.kind is Kind.DATE and isinstance(value, str):
        return _bucket_day(value, column.grain)
    return value


def _number_format(unit: Unit | None, language: str, currency: str, form: NumberFormat) -> str:
    digits = _digits(unit, language, currency, form)
    if digits == "General" and (form.prefix or form.suffix):
        digits = "#,##0.##"
    return f"{_quoted(form.prefix)}{digits}{_quoted(form.suffix)}"


def _digits(unit: Unit | None, language: str, currency: str, form: NumberFormat) -> str:
    if unit is Unit.RATE or form.style == "percent":
        return f"{_places('0', 1, form)}%"
    match unit:
        case Unit.MONEY:
            signs = signs_of(language, currency)
            digits = _places("#,##0", precision_of(currency), form)
            return f"{_quoted(signs.money_before)}{digits}{_quoted(signs.money_after)}"
        case Unit.COUNT:
            return _places("#,##0", 0, form)
        case Unit.DAYS | Unit.HOURS:
            return _places("#,##0", 1, form)
        case Unit.NUMBER:
            return _places("#,##0", 2, form)
        case _:
            return "General" if form.decimals is None else _places("#,##0", 0, form)


def _places(whole: str, habit: int, form: NumberFormat) -> str:
    """The digits before the point with as many after it as are asked for, or as the unit is used to."""
    decimals = habit if form.decimals is None else form.decimals
    return f"{whole}.{'0' * decimals}" if decimals else whole


def _quoted(sign: str) -> str:
    """A text inside a number format; a quotation mark would end it."""
    inside = sign.replace('"', '"\\""')
    return f'"{inside}"' if sign else ""


def _bucket_day(label: str, grain: Grain | None) -> date | str:
    match grain:
        case Grain.DAY:
            return date.fromisoformat(label)
        case Grain.MONTH:
            return date.fromisoformat(f"{label}-01")
        case _:
            return label


def _about(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.heads["about"][:31])
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 70, wrapped)
    page.set_column(2, 2, 70, wrapped)
    line = 0
    for label, text in sheet.facts:
        page.write_string(line, 0, label, bold)
        page.write_string(line, 1, text[:LONGEST_CELL], wrapped)
        line += 1
    if not sheet.definitions:
        return
    for place, head in enumerate(("metric", "definition", "formula")):
        page.write_string(line + 1, place, sheet.heads[head], bold)
    for number, item in enumerate(sheet.definitions, start=line + 2):
        page.write_string(number, 0, item.label)
        page.write_string(number, 1, item.definition, wrapped)
        page.write_string(number, 2, item.formula, wrapped)


def _data(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.heads["data"][:31])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    forms = {name: look.number for name, look in looks_by_name(sheet.looks).items()}
    codes = [
        cell_format(column, sheet.language, sheet.currency, forms.get(look_name(column), HABIT)) or "General"
        for column in sheet.columns
    ]
    light = [book.add_format({"num_format": code}) for code in codes]
    heavy = [book.add_format({"num_format": code, "bold": True, "top": 1}) for code in codes]
    page.freeze_panes(1, 1)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _width(column, sheet))
        page.write_string(0, place, column.label, head)
    names = [column.name for column in sheet.columns]
    for line, row in enumerate(sheet.rows.select(names).iter_rows(), start=1):
        _line(page, line, map(typed, row, sheet.columns), light)
    if sheet.total is not None:
        _line(page, sheet.rows.height + 1, [sheet.total[name] for name in names], heavy)
    if sheet.columns:
        page.autofilter(0, 0, sheet.rows.height, len(sheet.columns) - 1)


def _line(page: Worksheet, line: int, values: Iterable[Any], formats: Iterable[Format]) -> None:
    for place, (value, shape) in enumerate(zip(values, formats, strict=True)):
        match value:
            case bool():
                page.write_boolean(line, place, value, shape)
            case int() | float() if isfinite(value):
                page.write_number(line, place, value, shape)
            case datetime() | date() if value.year >= FIRST_YEAR:
                page.write_datetime(line, place, value, shape)
            case None | float():
                page.write_blank(line, place, None, shape)
            case _:
                page.write_string(line, place, str(value)[:LONGEST_CELL], shape)


def _width(column: Column, sheet: Sheet) -> int:
    shown = sheet.rows[column.name].head(LOOKED_AT).drop_nulls()
    longest = max((cells(str(value)) for value in shown), default=0)
    room = longest if column.kind is not Kind.NUMBER else longest + longest // 3 + 3
    return min(max(room, cells(column.label) // 2, 8) + 2, WIDEST)
