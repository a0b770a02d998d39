"""Files: typed cells with formats, texts that no spreadsheet runs, pictures without a network, and what they are of."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import polars as pl
import pytest

from dashboards.compile import View
from dashboards.model import Chart, Shelves
from datasource.people.account import ScopeKind
from datasource.question import Dimension, Filter, Grain, Op, Period, Query, Records, Top
from datasource.result import Column, Kind, Unit
from datasource.scope import OPERATOR, Viewer
from tests.tiny_crm import build
from widgets.blocks.chart import chart_picture
from widgets.blocks.export.csv import plain, write_csv
from widgets.blocks.export.menu import dated, file_stem
from widgets.blocks.export.picture import write_png, write_svg
from widgets.blocks.export.sheet import Definition, Sheet, answer_sheet, records_sheet
from widgets.blocks.export.xlsx import cell_format, write_xlsx
from widgets.blocks.reading import Reading
from widgets.charts.look import Look
from widgets.state.cache import Shared, shared

OWNER = Column("owner", "Owner", Kind.TEXT)
MONTH = Column("date", "Month", Kind.DATE, grain=Grain.MONTH)
QUARTER = Column("quarter", "Quarter", Kind.DATE, grain=Grain.QUARTER)
SIGNED = Column("signed", "Signed", Kind.DATE)
SEEN = Column("seen", "Seen", Kind.DATETIME)
KEPT = Column("kept", "Kept", Kind.FLAG)
COUNT = Column("n", "Contracts", Kind.NUMBER, Unit.COUNT, metric="contract_count")
MONEY = Column("amount", "Amount", Kind.NUMBER, Unit.MONEY, metric="contract_amount")
RATE = Column("rate", "Rate", Kind.NUMBER, Unit.RATE, metric="win_rate")
DAYS = Column("days", "Days", Kind.NUMBER, Unit.DAYS, metric="cycle_days")
CHANGE = Column("change", "Change", Kind.NUMBER, Unit.RATE, metric="contract_amount", part="change")
EVERY = (OWNER, MONTH, QUARTER, SIGNED, SEEN, KEPT, COUNT, MONEY, RATE, DAYS, CHANGE)
ROWS = pl.DataFrame(
    {
        "owner": ["=1+1", "http://example.org"],
        "date": ["2024-03", None],
        "quarter": ["2024-Q1", "2024-Q2"],
        "signed": [date(2024, 3, 5), None],
        "seen": [datetime(2024, 3, 5, 14, 30), None],
        "kept": [True, None],
        "n": [2, 0],
        "amount": [-1200.5, 300000.25],
        "rate": [0.632, None],
        "days": [12.5, float("nan")],
        "change": [-1.0, None],
    }
)
TOTAL = {**dict.fromkeys(ROWS.columns), "owner": "Total", "n": 2, "amount": 298799.75, "rate": 0.632}


def sheet(language: str = "en", currency: str = "CNY", **parts: Any) -> Sheet:
    given: dict[str, Any] = {
        "title": "By employee",
        "facts": (("Company", "Tiny"), ("Filter", "=Owner: Bob")),
        "definitions": (Definition("Contracts", "Contracts signed.", "count(contracts)"),),
        "columns": EVERY,
        "rows": ROWS,
        "total": TOTAL,
        "currency": currency,
        "language": language,
        "heads": {"about": "About", "data": "Data", "metric": "Metric", "definition": "Means", "formula": "Formula"},
        **parts,
    }
    return Sheet(**given)


def opened(file: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(file))


def texts(page: Any) -> list[list[Any]]:
    return [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]


def test_cells_are_typed_and_formatted() -> None:
    page = opened(write_xlsx(sheet()))["Data"]
    assert [cell.value for cell in page[1]] == [column.label for column in EVERY]
    first = page[2]
    assert [cell.value for cell in first] == [
        "=1+1",
        datetime(2024, 3, 1),
        "2024-Q1",
        datetime(2024, 3, 5),
        datetime(2024, 3, 5, 14, 30),
        True,
        2,
        -1200.5,
        0.632,
        12.5,
        -1,
    ]
    assert [cell.data_type for cell in first] == ["s", "d", "s", "d", "d", "b", "n", "n", "n", "n", "n"]
    assert [cell.number_format for cell in first] == [
        "General",
        "yyyy-mm",
        "yyyy-mm-dd",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "General",
        "#,##0",
        '"¥"#,##0.00',
        "0.0%",
        "#,##0.0",
        "+0.0%;-0.0%;0.0%",
    ]


def test_what_is_undefined_is_an_empty_cell_and_an_address_no_link() -> None:
    page = opened(write_xlsx(sheet()))["Data"]
    assert [cell.value for cell in page[3]] == [
        "http://example.org", None, "2024-Q2", None, None, None, 0, 300000.25, None, None, None,
    ]  # fmt: skip
    assert page["A3"].hyperlink is None


def test_the_total_is_the_last_row_in_bold() -> None:
    page = opened(write_xlsx(sheet()))["Data"]
    assert page.max_row == 4
    assert [cell.value for cell in page[4]] == [
        "Total", None, None, None, None, None, 2, 298799.75, 0.632, None, None,
    ]  # fmt: skip
    assert page["A4"].font.bold
    assert not page["A3"].font.bold
    assert page.auto_filter.ref == "A1:K3"


def test_the_first_page_says_what_the_numbers_are() -> None:
    page = opened(write_xlsx(sheet()))["About"]
    assert texts(page) == [
        ["Company", "Tiny"],
        ["Filter", "=Owner: Bob"],
        [],
        ["Metric", "Means", "Formula"],
        ["Contracts", "Contracts signed.", "count(contracts)"],
    ]
    assert page["B2"].data_type == "s"


@pytest.mark.parametrize(
    ("language", "currency", "expected"),
    [
        ("zh_CN", "CNY", '"¥"#,##0.00'),
        ("vi", "VND", '#,##0"\u00a0₫"'),
        ("en", "USD", '"$"#,##0.00'),
    ],
)
def test_money_is_written_as_the_reader_and_the_currency_want(language: str, currency: str, expected: str) -> None:
    assert cell_format(MONEY, language, currency) == expected


def test_a_long_text_and_an_ancient_day_fit_into_their_cells() -> None:
    rows = pl.DataFrame({"owner": ["x" * 40_000], "signed": [date(1850, 1, 2)]})
    page = opened(write_xlsx(sheet(columns=(OWNER, SIGNED), rows=rows, total=None)))["Data"]
    assert len(page["A2"].value) == 32_767
    assert page["B2"].value == "1850-01-02"


def test_csv_holds_plain_values_and_no_total() -> None:
    file = write_csv(sheet(columns=(OWNER, MONTH, COUNT, MONEY, RATE)))
    assert file.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(file.decode("utf-8-sig"), newline=""))) == [
        ["Owner", "Month", "Contracts", "Amount", "Rate"],
        ["'=1+1", "2024-03", "2", "-1200.5", "0.632"],
        ["http://example.org", "", "0", "300000.25", ""],
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+86 10 1234", "'+86 10 1234"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("—", "—"),
        ("Bob", "Bob"),
        (-5, -5),
        (-1.5, -1.5),
        (None, None),
    ],
)
def test_no_cell_of_a_csv_is_run_as_a_formula(value: object, expected: object) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("员工 客户/总量", "员工_客户_总量"),
        ('a<b>:"c"\\d|e?*', "a_b_c_d_e"),
        ("..", "export"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_becomes_a_file_name(title: str, expected: str) -> None:
    assert file_stem(title) == expected


@pytest.mark.parametrize("title", ["员工 客户", "x" * 200])
def test_a_file_says_the_day_of_its_data_in_its_name(tmp_path: Path, title: str) -> None:
    name = dated(title, Reading(shared(build(tmp_path)), OPERATOR, View(), Look()))
    assert name.endswith("_2024-06-30")
    assert file_stem(name) == name


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    folder: Path = build(tmp_path_factory.mktemp("export"))
    return shared(folder)


def reading(tiny: Shared, viewer: Viewer = OPERATOR) -> Reading:
    return Reading(tiny, viewer, View(), Look(dark=True, currency="CNY"))


BY_OWNER = Query(
    metrics=("contract_amount",),
    by=(Dimension(field="owner"),),
    where=(Filter(field="owner", op=Op.IN, value=("Bob", "Dee")),),
    period=Period(preset="this_year"),
    top=Top(field="owner", n=2, by="contract_amount", others=False),
    totals=True,
)


def test_an_answer_says_what_it_is_of(tiny: Shared) -> None:
    desk = reading(tiny)
    made = answer_sheet("By employee", desk.answer(BY_OWNER), desk)
    assert made.facts == (
        ("Title", "By employee"),
        ("Company", "Tiny"),
        ("Period", "Jan 1, 2024 – Dec 31, 2024"),
        ("Filter", "Owner: Bob, Dee"),
        ("Rows", "The first 2 by Contract amount"),
        ("Seen by", "operator (Everything)"),
        ("Data as of", "Jun 30, 2024"),
        ("Version", tiny.catalog.version),
    )
    assert made.definitions[0].label == "Contract amount"
    assert sorted(made.rows.rows()) == [("Bob", 120.0), ("Dee", 300.0)]
    assert made.total == {"owner": "Total", "contract_amount": 420.0}


def test_a_file_holds_no_more_than_its_reader_may_see(tiny: Shared) -> None:
    desk = reading(tiny, Viewer("Bob", ScopeKind.SELF, 2))
    page = opened(write_xlsx(answer_sheet("x", desk.answer(BY_OWNER), desk)))["Data"]
    assert texts(page) == [["Owner", "Contract amount"], ["Bob", 120], ["Total", 120]]


def test_every_record_is_saved_not_the_page_alone(tiny: Shared) -> None:
    desk = reading(tiny)
    ask = Records(subject="opportunities", metric="new_opportunities", page_size=2, page=2)
    shown, whole = desk.records(ask), desk.every_record(ask)
    assert (shown.rows.height, whole.rows.height) == (2, shown.row_count)
    made = records_sheet("Opportunities", whole, desk)
    assert made.rows.height == whole.row_count
    assert ("Filter", "None") in made.facts
    assert "Records" not in dict(made.facts)
    assert records_sheet("x", shown, desk).facts[3] == ("Records", f"The first 2 of {shown.row_count} records")


def picture_of(tiny: Shared) -> Any:
    desk = reading(tiny)
    chart = Chart(kind="bar", shelves=Shelves(rows=(Dimension(field="owner"),), values=("contract_amount",)))
    return chart_picture("合同金额", chart, desk.answer(BY_OWNER), desk)


def test_a_chart_is_saved_with_its_title_on_white(tiny: Shared) -> None:
    drawn = ET.fromstring(write_svg(picture_of(tiny)))
    words = ["".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"合同金额", "Jan 1, 2024 – Dec 31, 2024 · Tiny · Data as of Jun 30, 2024", "Bob", "Dee"} <= set(words)
    assert "#ffffff" in write_svg(picture_of(tiny)).decode()


def test_a_picture_is_twice_as_large_as_its_drawing(tiny: Shared) -> None:
    png = write_png(picture_of(tiny))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 1800
