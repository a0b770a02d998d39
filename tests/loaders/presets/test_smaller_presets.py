"""Olist, Northwind and the advertising platforms: the real files against an independent reading, then other forms."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from datasource.errors import MingjingError
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_presets
from datasource.store import Store
from tests.loaders.presets.independent import Loaded, load, rows_of


@pytest.fixture(scope="module")
def olist(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("olist", shared_data / "olist_funnel", tmp_path_factory.mktemp("olist"))


@pytest.fixture(scope="module")
def northwind(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("northwind", shared_data / "northwind", tmp_path_factory.mktemp("northwind"))


def test_olist_is_read_whole_and_its_funnel_is_that_of_the_files(shared_data: Path, olist: Loaded) -> None:
    leads = rows_of(shared_data / "olist_funnel" / "olist_marketing_qualified_leads_dataset.csv")
    deals = rows_of(shared_data / "olist_funnel" / "olist_closed_deals_dataset.csv")
    assert {name: (part.read, part.kept) for name, part in olist.report.files.items()} == {
        "deals": (len(deals), len(deals)),
        "leads": (len(leads), len(leads)),
    }
    assert Counter(olist.column("leads", "status")) == {"new": 8000 - 842, "converted": 842}
    won = {row["mql_id"]: row["won_date"][:10] for row in deals}
    dates = dict(zip(sorted(row["mql_id"] for row in deals), olist.column("opportunities", "close_date"), strict=True))
    assert {key: day.isoformat() for key, day in dates.items()} == won


def test_a_lead_of_unknown_origin_has_none_and_zero_revenue_is_none(shared_data: Path, olist: Loaded) -> None:
    leads = rows_of(shared_data / "olist_funnel" / "olist_marketing_qualified_leads_dataset.csv")
    known = Counter(row["origin"] for row in leads if row["origin"] not in ("", "unknown"))
    assert Counter(source for source in olist.column("leads", "source") if source) == known
    deals = rows_of(shared_data / "olist_funnel" / "olist_closed_deals_dataset.csv")
    declared = [Decimal(row["declared_monthly_revenue"]) for row in deals]
    revenue = olist.store.read("customers")["x_declared_revenue"]
    assert (revenue.sum(), revenue.count()) == (int(sum(declared) * 100), sum(value > 0 for value in declared))


def test_an_order_is_worth_its_lines_and_unquoted_commas_go_into_the_address(
    shared_data: Path, northwind: Loaded
) -> None:
    lines = rows_of(shared_data / "northwind" / "order-details.csv")
    raw = (shared_data / "northwind" / "orders.csv").read_text().splitlines()
    surplus = [line for line in raw if line.count(",") > 13]
    told = northwind.report.files["orders"]
    assert (told.read, told.rejected, told.rules["spill"].count) == (830, 0, len(surplus))
    assert (len(surplus), northwind.report.files["customers"].rules["spill"].count) == (176, 24)
    exact: dict[str, Decimal] = {}
    for row in lines:
        amount = Decimal(row["unitPrice"]) * Decimal(row["quantity"]) * (1 - Decimal(row["discount"]))
        exact[row["orderID"]] = exact.get(row["orderID"], Decimal(0)) + (amount * 100).quantize(
            Decimal(1), "ROUND_HALF_UP"
        )
    orders = northwind.by_source_key("contracts")
    assert {key: row["amount"] for key, row in orders.items()} == {key: int(v) for key, v in exact.items()}
    assert {key: row["x_ship_country"] for key, row in orders.items()} == {
        line.split(",")[0]: line.rsplit(",", 1)[1] for line in raw[1:]
    }
    everything = northwind.store.read("contract_lines")["amount"].sum()
    assert everything == sum(map(int, exact.values()))


SUPERSTORE = (
    "Row ID,Order ID,Order Date,Ship Date,Customer ID,Customer Name,Segment,Country,City,State,Region,Product ID,"
    "Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit\n"
    "1,CA-1,11/8/2016,11/11/2016,CG-1,Claire Gute,Consumer,United States,Henderson,Kentucky,South,FUR-1,Furniture,"
    "Bookcases,Bush – Oak,261.96,2,0,41.91\n"
    "2,CA-1,11/8/2016,11/11/2016,CG-1,Claire Gute,Consumer,United States,Henderson,Kentucky,South,FUR-2,Furniture,"
    'Chairs,"Hon, red",731.94,3,0.2,219.58\n'
    "3,CA-2,6/12/2016,6/16/2016,DV-1,Darrin Van Huff,Corporate,United States,Los Angeles,California,West,OFF-1,"
    "Office Supplies,Labels,Labels,14.62,2,0,6.87\n"
)


def test_a_list_of_order_lines_becomes_customers_products_and_orders(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "Sample - Superstore.csv").write_text(SUPERSTORE, "cp1252")
    loaded = load("superstore", folder, tmp_path / "data")
    assert loaded.column("contracts", "amount") == [993_90, 14_62]
    assert [str(day) for day in loaded.column("contracts", "order_date")] == ["2016-11-08", "2016-06-12"]
    assert loaded.column("contract_lines", "x_profit") == [41_91, 219_58, 6_87]
    assert loaded.named("customers", "region_id", "regions") == ["Henderson", "Los Angeles"]
    by_region = loaded.ask(metrics=["contract_amount"], by=["region"])
    assert by_region == [
        {"region": "California", "contract_amount": 14.62},
        {"region": "Kentucky", "contract_amount": 993.9},
    ]


BAIDU = (
    "百度推广报告\n账户,acme\n日期,推广计划,关键词,展现,点击,消费\n"
    '2024-05-01,品牌词,明镜,1000,50,"1,234.50"\n合计,,,1000,50,"1,234.50"\n'
)
TENCENT = "日期,推广计划名称,曝光量,点击量,花费(元)\n20240501,品牌词,20000,300,999.99\n"
GOOGLE = (
    'Keyword report\n"May 1, 2024 - May 31, 2024"\nDay,Campaign,Search keyword,Currency code,Cost,Impr.,Clicks\n'
    "2024-05-01,Brand,mingjing,CNY,12.50,100,7\nTotal: Account,,,,12.50,100,7\n"
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "ads"
    folder.mkdir()
    (folder / "baidu_report.csv").write_bytes(BAIDU.encode("gb18030"))
    (folder / "腾讯广告.csv").write_text(TENCENT, "utf-8-sig")
    (folder / "google_ads.csv").write_text(GOOGLE)
    return folder


def test_reports_of_three_platforms_become_days_of_their_campaigns(reports: Path, tmp_path: Path) -> None:
    loaded = load("ads", reports, tmp_path / "data")
    stats = loaded.store.read("ad_stats").sort("cost_amount")
    assert stats.select("platform", "keyword", "impressions", "clicks", "cost_amount").rows() == [
        ("Google", "mingjing", 100, 7, 12_50),
        ("Tencent", None, 20000, 300, 999_99),
        ("Baidu", "明镜", 1000, 50, 1234_50),
    ]
    assert Counter(loaded.column("campaigns", "name")) == {"品牌词": 2, "Brand": 1}
    assert {str(day) for day in stats["stat_date"]} == {"2024-05-01"}


def test_advertising_is_loaded_beside_a_crm(shared_data: Path, reports: Path, tmp_path: Path) -> None:
    for file in (shared_data / "maven_crm").glob("*.csv"):
        (reports / file.name).write_bytes(file.read_bytes())
    store = Store(tmp_path / "data")
    both = read_presets(["maven_crm", "ads"])
    assert (both.name, both.currency) == ("maven_crm", "USD")
    report = import_folder(both, reports, store)
    assert report.files["ads/baidu"].kept == 1 + 1  # the row of totals is read, and left aside by both tables
    assert store.read("ad_stats").height == 3
    assert store.read("opportunities").height == 8800
    keys = store.read("campaigns")["source_key"].sort().to_list()
    assert keys == ["ads:Baidu/品牌词", "ads:Google/Brand", "ads:Tencent/品牌词"]


def test_a_folder_without_any_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a\n1\n")
    with pytest.raises(MingjingError, match="has none of the files of preset 'ads'"):
        load("ads", tmp_path, tmp_path / "data")
