"""A mapping's own columns and tables → the store: Salesforce `__c` columns, ERP stock, finance, HR, market data."""

from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping
from datasource.people.account import ScopeKind
from datasource.query import answer, records, values
from datasource.question import Records, read_query
from datasource.scope import OPERATOR, Viewer
from datasource.store import Store

MAPPING = Path(__file__).parent / "acme.yaml"
FILES = {
    "User.csv": "Id,Name,Username\n005A,Ann,ann\n005B,Bob,bob\n",
    "Product2.csv": "Id,Name,ProductCode\n01t1,Box,BX\n01t2,Cord,CD\n",
    "Account.csv": (
        "Id,Name,Industry,OwnerId,CreatedDate,Tier__c,Seats__c,Plan_Fee__c,Renewal__c,Is_Reference__c,"
        "Churn Risk__c,Empty__c,2nd Line\n"
        "001A,Acme,IT,005A,2024-01-05,Gold,10,100.50,2024-07-01,true,low,,x\n"
        "001B,Beta,IT,005B,2024-02-05,Silver,x,20,2024-08-15,false,high,,\n"
        "001C,Core,Retail,005B,2024-03-05,Gold,30,,,,,,y\n"
    ),
    "erp_stock.csv": (
        "line,sku,site,on_hand,worth,counted\n"
        "1,BX,North,5,50.25,2024-05-31\n2,BX,South,7.5,75,2024-05-31\n3,XX,North,1,1,2024-05-31\n"
    ),
    "finance_ledger.csv": "voucher,account,balance,booked\nV1,001A,10.10,2024-05-01\nV2,001B,-3,2024-05-02\n",
    "hr_payroll.csv": "slip,login,kind,gross,paid\n1,ann,Fixed,9000,2024-05-31\n2,bob,Fixed,5000,2024-05-31\n",
    "market_share.csv": "id,region,share,month\n1,East,0.25,2024-05-01\n2,West,0.75,2024-05-01\n",
}
BOB = Viewer("Bob", ScopeKind.SELF, 2)


def write(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("acme")
    import_folder(read_mapping(MAPPING), write(folder / "files"), Store(folder / "data"))
    return open_catalog(folder / "data")


def rows(catalog: Catalog, viewer: Viewer = OPERATOR, **asked: Any) -> list[tuple[Any, ...]]:
    return sorted(answer(catalog, read_query(asked), viewer).rows.rows())


def test_declared_columns_are_typed_and_what_cannot_be_read_is_counted(loaded: Catalog) -> None:
    stored = loaded.table("customers")
    assert stored["x_seats"].to_list() == [10, None, 30]
    assert stored["x_plan_fee"].to_list() == [100_50, 20_00, None]
    report = loaded.store.note("report.json")
    assert report is not None
    assert '"bad_number"' in report
    assert rows(loaded, metrics=["sum_x_customers_plan_fee"], by=["x_customers_tier"]) == [
        ("Gold", 100.5),
        ("Silver", 20.0),
    ]


def test_the_rest_is_kept_as_text_but_for_empty_columns(loaded: Catalog) -> None:
    stored = loaded.table("customers")
    assert stored["x_churn_risk_c"].to_list() == ["low", "high", None]
    assert "x_empty_c" not in stored.columns
    assert [column.label for column in loaded.custom.columns("customers")] == [
        "Tier",
        "Seats",
        "Plan fee",
        "Renewal day",
        "Reference",
        "Churn Risk__c",
        "2nd Line",
    ]
    assert rows(loaded, metrics=["new_customers"], by=["x_customers_churn_risk_c"]) == [
        ("Unknown", 1),
        ("high", 1),
        ("low", 1),
    ]


def test_only_columns_of_the_wanted_names_are_kept_and_none_that_is_mapped(tmp_path: Path) -> None:
    (tmp_path / "crm.yaml").write_text(
        "version: 1\nname: crm\ntitle: CRM\ncompany: CRM\ncurrency: USD\n"
        "sources:\n  deals.csv:\n    add: {reason: Lost_Reason__c}\n"
        "load:\n  - table: opportunities\n    from: deals.csv\n    keep_rest: ['*__C', plan]\n"
        "    columns: {name: name, source: Source__c, loss_reason: reason}\n"
    )
    (tmp_path / "deals.csv").write_text("name,Source__c,Lost_Reason__c,Tier__c,plan,other\nBox,Web,Price,Gold,P1,x\n")
    import_folder(read_mapping(tmp_path / "crm.yaml"), tmp_path, Store(tmp_path / "data"))
    stored = open_catalog(tmp_path / "data").table("opportunities")
    assert {name: stored[name][0] for name in stored.columns if name.startswith("x_")} == {
        "x_tier_c": "Gold",
        "x_plan": "P1",
    }


def test_tables_of_ones_own_are_loaded_with_their_references(loaded: Catalog) -> None:
    by_product = rows(loaded, metrics=["sum_x_stock_quantity", "sum_x_stock_value"], by=["product"])
    assert by_product == [("Box", 12.5, 125.25), ("Unknown", 1.0, 1.0)]
    assert rows(loaded, metrics=["sum_x_ledger_balance"], by=["customer"]) == [("Acme", 10.1), ("Beta", -3.0)]
    assert rows(loaded, metrics=["mean_x_market_share"], by=["x_market_region"]) == [("East", 0.25), ("West", 0.75)]
    assert str(loaded.as_of) == "2024-05-31"


def test_their_rows_are_seen_under_scope(loaded: Catalog) -> None:
    assert rows(loaded, BOB, metrics=["sum_x_payroll_gross", "sum_x_ledger_balance"]) == [(5000.0, -3.0)]
    with pytest.raises(MingjingError, match="Only people who see all data"):
        rows(loaded, BOB, metrics=["rows_x_stock"])


def test_a_table_that_is_declared_open_is_seen_by_everyone(loaded: Catalog) -> None:
    guest = Viewer("Guest", ScopeKind.SELF)
    assert rows(loaded, guest, metrics=["sum_x_market_share"], by=["x_market_region"]) == [
        ("East", 0.25),
        ("West", 0.75),
    ]
    assert values(loaded, "x_market_region", guest) == ["East", "West"]
    assert records(loaded, Records(subject="market"), guest).row_count == 2
    assert answer(loaded, read_query({"metrics": ["rows_x_market"]}), guest).proof.metrics[0].rows_out_of_scope == 0


def test_another_load_keeps_the_keys_of_tables_of_ones_own(tmp_path: Path) -> None:
    files, store = write(tmp_path / "files"), Store(tmp_path / "data")
    import_folder(read_mapping(MAPPING), files, store)
    ledger = FILES["finance_ledger.csv"].splitlines()
    (files / "finance_ledger.csv").write_text("\n".join([ledger[0], "V0,001C,1,2024-04-01", *ledger[1:]]))
    import_folder(read_mapping(MAPPING), files, store)
    kept = store.read("ledger").sort("source_key").select("source_key", "x_ledger_id").rows()
    assert kept == [("V0", 3), ("V1", 1), ("V2", 2)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("relations: {product_id: users}", "name the person whose row it is as 'owner'"),
        ("relations: {product_id: products, other: products}", "refers to 'products' already; keep one"),
        ("owner: keeper\n    seen_by: everyone", "the owner says already who sees a row"),
        ("owner: product_id\n    relations: {product_id: products}", "the rows of 'products' have no owner"),
    ],
)
def test_what_a_table_cannot_be_is_refused_with_its_line(tmp_path: Path, wrong: str, told: str) -> None:
    text = MAPPING.read_text("utf-8").replace("relations: {product_id: products}", wrong)
    (tmp_path / "wrong.yaml").write_text(text)
    with pytest.raises(InvalidInput, match=told):
        read_mapping(tmp_path / "wrong.yaml")
