"""Where numbers come from, on the screen: the metric dictionary and the proof of a tile."""

from collections.abc import Iterator

import pytest

from dashboards.model import Chart, Shelves
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping
from datasource.metrics.spoken import BUILT_IN, serve
from datasource.store import Store
from tests.custom.test_app import said, show, tile
from tests.custom.test_loading import MAPPING, write
from tests.pages.conftest import Tiny, served


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    folder = tmp_path_factory.mktemp("acme_served")
    import_folder(read_mapping(MAPPING), write(folder / "files"), Store(folder / "data"))
    with served(folder / "data") as app:
        yield app
    serve(BUILT_IN)


def test_the_dictionary_shows_source_columns_and_mapping_lines(acme: Tiny) -> None:
    page = acme.open("pages/workspace/metrics.py", "boss", metric="sum_x_customers_seats")
    assert "Loaded by “acme” on" in said(page)
    rows = page.dataframe[0].value.to_dict("records")
    assert [row["Column"] for row in rows] == ["customers.x_seats", "customers.created_date"]
    assert (rows[0]["Source"], rows[0]["Columns of the source"]) == ("Account.csv (utf-8)", "Seats__c")
    assert rows[0]["Mapping"].startswith("acme.yaml:")
    assert rows[0]["Rules that struck"] == "bad_number 1"


def test_the_proof_of_a_tile_names_its_sources_and_when_they_were_loaded(acme: Tiny) -> None:
    stock = Chart(kind="kpi", shelves=Shelves(values=("sum_x_stock_quantity",)))
    page = show(acme, [tile("Stock", 0, stock)], "boss")
    page.session_state["proof_stock"] = True
    told = [one.value for one in page.run().caption if one.value.startswith("Comes from")]
    assert len(told) == 1
    assert told[0].startswith(r"Comes from erp\_stock.csv (utf-8): on\_hand, counted · loaded ")


@pytest.mark.parametrize(
    ("metric", "columns", "count"),
    [
        (
            "sum_x_stock_value",
            ["source_key", "product", "x_stock_quantity", "x_stock_value", "x_stock_warehouse", "x_stock_counted_on"],
            3,
        ),
        ("sum_x_ledger_balance", ["source_key", "owner", "customer", "x_ledger_balance", "x_ledger_booked_on"], 2),
        ("rows_x_market", ["source_key", "x_market_region", "x_market_share", "x_market_seen_on"], 2),
    ],
)
def test_the_records_behind_a_number_of_ones_own_are_listed(
    acme: Tiny, metric: str, columns: list[str], count: int
) -> None:
    chart = Chart(kind="kpi", shelves=Shelves(values=(metric,)))
    page = show(acme, [tile("Own", 0, chart)], "boss")
    page.session_state["proof_own"] = True
    page.run().button(key="records_own").click().run()
    assert not page.exception
    rows = page.dataframe[0].value
    assert (list(rows.columns), len(rows)) == (columns, count)
