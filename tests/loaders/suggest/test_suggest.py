"""What the tables of an unknown CRM may be: literal headers, then the real exports without their own preset's words."""

from fnmatch import fnmatch
from pathlib import Path

import pytest

from datasource.loaders.mapping import Header, Mapping, read_preset
from datasource.loaders.profile.profile import Table, files_below, profiles
from datasource.loaders.suggest.suggest import Suggested, stem, suggest, suggest_as
from datasource.loaders.suggest.synonyms import KEY

FILES = {
    "客户.csv": "编号,客户名称,所属行业,负责人,创建时间\n"
    "K1,甲公司,钢铁,王五,2024-01-05 10:00:00\nK2,乙公司,纺织,李四,2024-01-06 10:00:00\n",
    "deals.csv": "Deal ID,Deal Name,Company,Stage,Amount,Close Date,Sales Rep,Colour\n"
    "7,Big,Acme,Won,1200,2024-02-01,Ann,red\n",
    "hợp đồng.csv": "Mã,Số hợp đồng,Khách hàng,Số tiền,Ngày ký\n"
    "1,HD-1,Công ty A,500,2024-03-01\n2,HD-2,Công ty B,700,2024-03-02\n",
    "weather.csv": "station,rain\nx,3\n",
}


def suggested(folder: Path, **files: str) -> dict[str, Suggested]:
    for name, text in (files or FILES).items():
        (folder / name).write_text(text, "utf-8")
    tables = [one for one in profiles(files_below([folder])) if isinstance(one, Table)]
    return {Path(table.origin).name: one for table, one in zip(tables, suggest(tables), strict=True)}


def test_tables_and_columns_are_known_in_three_languages(tmp_path: Path) -> None:
    found = suggested(tmp_path)
    assert {name: one.table for name, one in found.items()} == {
        "客户.csv": "customers",
        "deals.csv": "opportunities",
        "hợp đồng.csv": "contracts",
        "weather.csv": "",
    }
    columns = {one.column: one.source for one in found["客户.csv"].columns}
    assert columns == {
        KEY: "编号", "name": "客户名称", "industry": "所属行业", "owner_id": "负责人",
        "created_at": "创建时间", "created_date": "创建时间",
    }  # fmt: skip
    contract = {one.column: one.source for one in found["hợp đồng.csv"].columns}
    assert (
        contract.items() >= {KEY: "Mã", "number": "Số hợp đồng", "amount": "Số tiền", "order_date": "Ngày ký"}.items()
    )


def test_a_reference_that_holds_names_is_looked_up_by_name(tmp_path: Path) -> None:
    deals = suggested(tmp_path)["deals.csv"]
    customer, stage = deals.of("customer_id"), deals.of("stage_id")
    assert customer is not None and (customer.source, customer.by) == ("Company", True)
    assert stage is not None and stage.by
    assert "Colour" not in {one.source for one in deals.columns}


def test_what_the_cells_hold_speaks_against_a_name(tmp_path: Path) -> None:
    found = suggested(tmp_path, **{"deals.csv": "id,deal name,amount,close date\n1,A,soon,maybe\n1,B,later,never\n"})
    assert {one.column for one in found["deals.csv"].columns} == {"name"}


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("/x/Deals_001.csv", "Deals_001"),
        ("a.zip!in/客户.xlsx", "客户"),
        ("crm: sales.deals", "deals"),
        ("orders", "orders"),
    ],
)
def test_a_table_is_called_as_its_file_or_sheet(origin: str, name: str) -> None:
    assert stem(origin) == name


def _targets(preset: Mapping, table: Table) -> list[tuple[str, str, str]]:
    """Canonical table, column and source column that the preset gives to the filled columns of a file."""
    header = Header([column.name for column in table.columns])
    filled = {column.name for column in table.columns if column.kind != "empty"}
    found = []
    for feed in preset.load:
        files = preset.source(feed.source).files if feed.source and not feed.distinct else ()
        if any(fnmatch(Path(table.origin).name.lower(), one.lower()) for one in files):
            cells = [*([(KEY, feed.key)] if feed.key else []), *feed.columns.items()]
            named = [(name, header.first(cell.column)) for name, cell in cells if cell.column]
            found += [(feed.table, name, source) for name, source in named if source in filled and source is not None]
    return found


@pytest.mark.parametrize(
    ("preset", "folder", "alone", "with_its_words"),
    [
        ("crm_zh", "crm_zh_zencrm", 0.85, 0.88),
        ("maven_crm", "maven_crm", 0.85, 0.85),
        ("zoho", "zoho_crm_demo", 0.75, 0.9),
        ("northwind", "northwind", 0.85, 0.85),
        ("salesforce", "sf_datacloud_workshop", 0.72, 0.8),
    ],
)
def test_real_exports_are_recognised_without_the_words_of_their_own_preset(
    shared_data: Path, preset: str, folder: str, alone: float, with_its_words: float
) -> None:
    tables = [one for one in profiles(files_below([shared_data / folder])) if isinstance(one, Table)]
    for without, least in ((preset, alone), ("", with_its_words)):
        right = [
            (suggest_as(table, canonical, without).of(column) or None, source)
            for table in tables
            for canonical, column, source in _targets(read_preset(preset), table)
        ]
        share = sum(found is not None and found.source == source for found, source in right) / len(right)
        assert share >= least, f"{preset} without its words: {without == preset}: {share:.0%}"
