"""Targets from files: read = kept + rejected with the reason, bad files in a sentence, nothing kept unasked."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from datasource.__main__ import main
from datasource.errors import InvalidInput, MingjingError
from datasource.goals.holders import sheet_of
from datasource.goals.import_file import Found, offs, read_targets, template
from datasource.goals.sheet import Tiers
from datasource.people.account import ScopeKind
from datasource.people.audit import Action, newest
from datasource.scope import OPERATOR, Viewer, resolve
from tests.goals.conftest import BOB, EAST, Shop

HEAD = "level,holder,kind,month,target,stretch,challenge\n"


def read(shop: Shop, text: str, viewer: Viewer = OPERATOR, name: str = "targets.csv") -> Found:
    file = shop.database.folder / name
    file.write_text(text, "utf-8")
    return read_targets(file, shop.now(), resolve(shop.now(), viewer))


def reasons(found: Found) -> dict[int, str]:
    assert found.read == found.kept + len(found.rejected)
    return {one.row: one.reason for one in found.rejected}


def test_a_line_a_month_changes_that_month_alone(shop: Shop) -> None:
    found = read(
        shop, HEAD + 'employee,bob,contract_amount,2024-01,"1,000.50",1200,1500\n员工,Bob,合同金额,2024年3月,5万,,\n'
    )
    assert reasons(found) == {}
    [edit] = found.edits
    assert edit.about == BOB
    assert edit.wanted.months[:4] == (
        Tiers(100050, 120000, 150000),
        Tiers(150_00, 180_00, 225_00),
        Tiers(5_000_000),
        Tiers(),
    )
    assert edit.seen == sheet_of(shop.now(), BOB)


def test_every_rejected_line_says_all_that_is_wrong_with_it(shop: Shop) -> None:
    lines = [
        "employee,Bobb,contract,2024-13,x,,",
        "nobody,Bob,apples,2024-01,1,,",
        "department,East,contract_amount,2024-01,-5,,",
        "employee,dee,received_amount,2024-04,,,",
        "employee,dee,received_amount,2024-05,1,,",
        "employee,DEE,received_amount,2024-05,2,,",
        "employee,ann,received_amount,2024-05,10,5,",
        "a,b",
        "company,,contract_amount,0000-01,1,,",
    ]
    found = read(shop, HEAD + "\n".join(lines))
    assert reasons(found) == {
        2: "There is no employee 'Bobb'. Did you mean 'Bob'? '2024-13' is no month; write it as 2026-03.",
        3: "'nobody' is no level; write company, department or employee."
        " 'apples' is no kind; write contract_amount or received_amount.",
        4: "2024-01: Target is below 0; a target is 0 or more.",
        5: "The line has no amount; enter one or remove the line.",
        7: "Row 6 says the same month already; keep one of the two.",
        8: "2024-05: Stretch is below Target; the tiers must rise.",
        9: "2 fields, the header has 7",
        10: "'0' is no year; write it as 2026.",
    }
    assert (found.read, found.kept, len(found.edits)) == (9, 1, 1)


def test_twelve_months_as_columns_a_line_a_tier(shop: Shop) -> None:
    head = "level,holder,kind,year,tier," + ",".join(map(str, range(1, 13))) + ",year amount\n"
    text = (
        head
        + "employee,bob,received,2024,,"
        + "10," * 12
        + "120\nemployee,bob,received,2024,stretch,"
        + "11," * 12
        + "\n"
    )
    found = read(shop, text)
    assert reasons(found) == {}
    assert set(found.edits[0].wanted.months) == {Tiers(10_00, 11_00)}
    assert list(offs(found.edits)) == []


def test_a_stated_year_that_the_months_miss_is_flagged_and_kept(shop: Shop) -> None:
    found = read(shop, "level,holder,kind,month,target,year_amount\ncompany,,contract_amount,2024-02,70,500\n")
    [(about, months, stated)] = offs(found.edits)
    assert (str(about), months, stated) == ("company contract_amount 2024", 120_00, 500_00)


@pytest.mark.parametrize(
    ("viewer", "kept"),
    [
        (OPERATOR, [2, 3, 4, 5]),
        (Viewer("Ann", ScopeKind.SUBORDINATES, 1), [3, 4]),
        (Viewer("Bob", ScopeKind.SELF, 2), [4]),
        (Viewer("nobody", ScopeKind.SELF), []),
    ],
)
def test_holders_out_of_scope_are_rejected(shop: Shop, viewer: Viewer, kept: list[int]) -> None:
    lines = ["company,", "department,East", "employee,bob", "employee,dee"]
    found = read(shop, HEAD + "".join(f"{line},contract_amount,2024-06,900,,\n" for line in lines), viewer)
    assert [row for row in range(2, 6) if row not in reasons(found)] == kept
    assert set(reasons(found).values()) <= {"The holder is not among those whose targets you may enter."}


def test_missing_and_unknown_columns_are_all_named(shop: Shop) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(shop, "levle,holder,colour\nx,y,1\n")
    assert [str(problem) for problem in refused.value.problems] == [
        "Column 'levle' is not known or stands twice. Did you mean 'level'? Rename or remove it.",
        "Column 'colour' is not known or stands twice. Rename or remove it.",
        "There is no column 'level'; add it.",
        "There is no column 'kind'; add it.",
        "There is no column 'month' and no column for a single month, such as '2026-01'; add either.",
        "There is no column 'target', 'stretch' or 'challenge'; add at least 'target'.",
    ]


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("empty")
    page, days = book.add_worksheet("targets"), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(place, column, cell, days) if isinstance(cell, datetime) else page.write(place, column, cell)
    book.close()
    return path


def test_a_workbook_is_read_with_its_days_and_numbers(shop: Shop) -> None:
    rows: list[list[object]] = [
        [*HEAD.strip().split(",")],
        ["department", "East", "contract_amount", datetime(2024, 6, 1), 1000.5, 2000, None],
        [None] * 7,
        ["department", "East", "contract_amount", "2024-07", "12", None, None],
    ]
    file = workbook(shop.database.folder / "t.xlsx", rows)
    found = read_targets(file, shop.now(), resolve(shop.now(), OPERATOR))
    assert (found.read, reasons(found)) == (2, {})
    assert found.edits[0].about == EAST
    assert found.edits[0].wanted.months[5:7] == (Tiers(100050, 200000), Tiers(1200))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("no.xlsx", b"PK not a workbook", "is no Excel workbook that can be read"),
        ("no.xls", b"\x00" * 600, "is no Excel workbook that can be read"),
        ("no.csv", b"", "is empty"),
        ("no.csv", b"\x00\x01\x02", "is no text file"),
        ("no.csv", b'level,holder\n"broken', "breaks at row 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(shop: Shop, name: str, content: bytes, told: str) -> None:
    file = shop.database.folder / name
    file.write_bytes(content)
    with pytest.raises(MingjingError, match=told):
        read_targets(file, shop.now(), resolve(shop.now(), OPERATOR))


def test_workbooks_that_are_missing_or_empty_or_badly_headed(shop: Shop) -> None:
    scope = resolve(shop.now(), OPERATOR)
    with pytest.raises(MingjingError, match="There is no file"):
        read_targets(shop.database.folder / "none.xlsx", shop.now(), scope)
    for rows, told in (
        ([], "no filled sheet"),
        ([["level", None, "kind"]], "no name for column 2"),
        ([["a", "a"]], "two columns named 'a'"),
    ):
        with pytest.raises(MingjingError, match=told):
            read_targets(workbook(shop.database.folder / "t.xlsx", rows), shop.now(), scope)


def test_the_template_can_be_filled_in_and_read(shop: Shop) -> None:
    text = template(shop.now(), 2024)
    found = read(shop, text.replace("2024-05,,,", "2024-05,9,10,11"))
    assert (found.read, found.kept) == (12, 1)
    assert found.edits[0].wanted.months[4] == Tiers(9_00, 10_00, 11_00)


def test_the_command_reports_keeps_and_logs(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    file, data = shop.database.folder / "t.csv", str(shop.database.folder)
    file.write_text(HEAD + "employee,bob,contract_amount,2024-01,70,80,90\nemployee,x,contract_amount,2024-01,1,,\n")
    assert main(["targets", "import", "--data", data, "--check", str(file)]) == 1
    assert sheet_of(shop.now(), BOB).months[0].target == 50_00
    assert main(["targets", "import", "--data", data, str(file)]) == 1
    out = capsys.readouterr().out
    assert "t.csv: 2 read = 1 kept + 1 rejected\n  row 3: There is no employee 'x'." in out
    assert sheet_of(shop.now(), BOB).months[0] == Tiers(70_00, 80_00, 90_00)
    entry = newest(shop.database)[0]
    assert (entry.actor, entry.action) == ("operator", Action.TARGETS_IMPORTED)
    assert main(["targets", "import", "--data", data, str(file.with_name("none.csv"))]) == 2
    assert main(["query", "--data", data, "--json", '{"metrics": ["target_amount"]}']) == 0
    assert '"target_amount": 220.0' in capsys.readouterr().out
