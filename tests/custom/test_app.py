"""Fields and tables of a company's own on the screen: boards, builder, metric dictionary, in any role."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Chart, Controls, Dashboard, Share, Shelves, Terms, Tile
from dashboards.store import BoardStore
from datasource.metrics.custom import vocabulary_of
from datasource.metrics.registry import DIMENSIONS, METRICS
from datasource.metrics.spoken import BUILT_IN, serve, speaking
from datasource.people.accounts import find_account
from datasource.question import Dimension, Filter, Op
from datasource.tables.custom import Custom, CustomColumn, CustomFields, Type
from datasource.texts import use_language
from tests.custom.company import CUSTOM, build
from tests.pages.conftest import Tiny, served
from widgets.builder.fields import palette, why_not
from widgets.controls.plain import plain

TIERS = Chart(
    kind="table",
    shelves=Shelves(rows=(Dimension(field="x_customers_tier"),), values=("sum_x_customers_seats",)),
)
STOCK = Chart(
    kind="table",
    shelves=Shelves(rows=(Dimension(field="x_stock_warehouse"),), values=("sum_x_stock_quantity",)),
)
LIST = Chart(
    kind="detail",
    shelves=Shelves(
        columns=(
            Dimension(field="customer"),
            Dimension(field="x_customers_renewal"),
            Dimension(field="x_customers_fee"),
        ),
        filters=(Filter(field="x_customers_tier", op=Op.EQ, value="Gold"),),
    ),
)


def tile(name: str, y: int, chart: Chart) -> Tile:
    return Tile(id=name.lower(), title=name, x=0, y=y, w=12, h=4, chart=chart)


def show(app: Tiny, tiles: list[Tile], login: str, **parts: Any) -> AppTest:
    boards = BoardStore(app.database.folder)
    owner = find_account(app.database, "boss").account_id
    name = f"own{len(boards.list_all())}"
    stored = boards.save(Dashboard(id=name, title="Own", tiles=tuple(tiles), **parts), owner, 0, "boss")
    boards.share(owner, stored.slug, Share(everyone=Terms()), "boss")
    page = app.open("Home.py", login, id=f"{owner}-{name}").switch_page("pages/workspace/board.py")
    page.query_params["id"] = f"{owner}-{name}"
    return page.run()


def said(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(one.value for one in (*page.markdown, *page.caption, *page.error, *page.warning, *page.info))


def test_a_board_shows_fields_and_tables_of_ones_own(own_served: Tiny) -> None:
    controls = Controls(show=("period", "x_customers_tier", "x_contracts_channel"))
    page = show(own_served, [tile("Tiers", 0, TIERS), tile("Stock", 4, STOCK)], "boss", controls=controls)
    assert said(page)
    assert [one.value.iloc[:, 0].tolist()[:2] for one in page.dataframe] == [["Gold", "Silver"], ["North", "South"]]


def test_whoever_sees_not_all_data_reads_why_the_stock_is_not_shown(own_served: Tiny) -> None:
    page = show(own_served, [tile("Tiers", 0, TIERS), tile("Stock", 4, STOCK)], "bob")
    assert "Only people who see all data see “Stock”: its rows have no owner." in said(page)
    assert [one.value.iloc[:, 0].tolist() for one in page.dataframe] == [["Gold", "Silver"]]


def test_a_board_that_names_a_field_which_is_gone_says_so(own_served: Tiny) -> None:
    gone = Chart(kind="kpi", shelves=Shelves(values=("sum_x_customers_chairs",)))
    page = show(own_served, [tile("Chairs", 0, gone), tile("Stock", 4, STOCK)], "boss")
    assert "sum_x_customers_chairs" in said(page)
    assert len(page.dataframe) == 1


def test_the_metric_dictionary_tells_them(own_served: Tiny) -> None:
    page = own_served.open("pages/workspace/metrics.py", "bob")
    names = page.dataframe[0].value["name"].tolist()
    assert [name for name in names if name.startswith(("rows_x_", "sum_x_", "mean_x_"))] == [
        "sum_x_customers_seats",
        "mean_x_customers_seats",
        "sum_x_customers_fee",
        "mean_x_customers_fee",
        "rows_x_stock",
        "sum_x_stock_quantity",
        "mean_x_stock_quantity",
        "rows_x_pay",
        "sum_x_pay_gross",
        "mean_x_pay_gross",
        "rows_x_dues",
        "sum_x_dues_due",
        "mean_x_dues_due",
    ]


@pytest.mark.parametrize("page", ["pages/workspace/new_chart.py", "pages/workspace/my_boards.py"])
def test_the_workspace_opens_with_them(own_served: Tiny, page: str) -> None:
    assert not own_served.open("Home.py", "ana").switch_page(page).run().exception


def test_the_builder_lists_them_under_their_table() -> None:
    with speaking(vocabulary_of(CUSTOM)):
        fields = palette().by_name
        told = {name: (fields[name].label, fields[name].subject) for name in fields if "x_" in name}
        assert sorted(fields) == sorted([*METRICS, *DIMENSIONS])
        assert why_not("sum_x_stock_quantity", "industry", True) == (
            "On stock, sum counts “Stock”, which have no “Industry”."
        )
    assert told["x_customers_tier"] == ("Tier", "Customers")
    assert told["x_customers_renewal"] == ("Renewal day", "Customers")
    assert told["sum_x_customers_fee"] == ("Fee, sum", "Customers")
    assert told["rows_x_stock"] == ("Stock, rows", "Stock")
    assert told["x_stock_warehouse"] == ("Warehouse", "Stock")
    assert told["x_users_grade"] == ("Grade", "People")


def test_the_builder_closes_tables_of_nobody_to_whoever_sees_not_all_data() -> None:
    with speaking(vocabulary_of(CUSTOM)):
        closed = palette(sees_all=False).closed
        assert palette().closed == {}
    assert sorted(closed) == [
        "mean_x_stock_quantity",
        "rows_x_stock",
        "sum_x_stock_quantity",
        "x_stock_counted_on",
        "x_stock_quantity",
        "x_stock_warehouse",
    ]
    assert closed["rows_x_stock"] == "Only people who see all data see “Stock”: its rows have no owner."


def test_labels_are_filled_in_when_they_are_shown() -> None:
    use_language("zh_CN")
    try:
        with speaking(vocabulary_of(CUSTOM)):
            assert palette().label("sum_x_customers_fee").startswith("Fee")
    finally:
        use_language("en")


def test_signs_in_a_label_are_shown_as_they_are(tmp_path: Path) -> None:
    label = "a__b__c ($) [d](http://e.example) {table}"
    fee = CustomColumn(name="x_fee", label=label, type=Type.MONEY)
    custom = Custom(fields=(CustomFields(table="customers", columns=(fee,)),))
    with served(build(tmp_path, custom)) as app:
        page = app.open("pages/workspace/metrics.py", "boss", metric="sum_x_customers_fee")
    serve(BUILT_IN)
    assert not page.exception
    assert page.markdown[0].value.startswith(f"**{plain(label)}, sum** — Sum of “{plain(label)}” over “Customers”")
