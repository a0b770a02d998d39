"""Ways in which a load gives wrong numbers without an error, each shut."""

from pathlib import Path

import polars as pl
import pytest

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import Mapping
from datasource.store import Store

FEED: dict[str, object] = {
    "table": "contracts",
    "from": "deals.csv",
    "key": "id",
    "columns": {"name": "id", "amount": "amount", "customer_id": "customer"},
}
HEAD = {"version": 1, "name": "trap", "title": "Trap", "company": "Trap", "currency": "USD"}
CUSTOMERS: dict[str, object] = {"table": "customers", "from": "customers.csv", "key": "id", "columns": {"name": "name"}}


def load(folder: Path, *feeds: dict[str, object], **files: str) -> Store:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    store = Store(folder / "data")
    import_folder(Mapping.model_validate({**HEAD, "load": feeds}), folder, store)
    return store


def amounts(store: Store) -> dict[str, int]:
    """Customer → sum of its contracts in cents; what names no known customer stands under Unknown."""
    named = store.read("contracts").join(store.read("customers"), on="customer_id", how="left", suffix="_of_customer")
    rows = named.group_by(pl.col("name_of_customer").fill_null("Unknown")).agg(pl.sum("amount"))
    return dict(rows.iter_rows())


def test_ids_that_are_one_number_are_not_one_row(tmp_path: Path) -> None:
    store = load(
        tmp_path,
        CUSTOMERS,
        FEED,
        customers="id,name\n7,Acme\n07,Beta\n",
        deals="id,amount,customer\n1,1,7\n01,2,07\n001,4,007\n",
    )
    assert amounts(store) == {"Acme": 100, "Beta": 200, "Unknown": 400}


def test_a_number_is_no_longer_that_of_a_row_when_its_id_was_text_before(tmp_path: Path) -> None:
    load(tmp_path, CUSTOMERS, FEED, customers="id,name\nx,Old\n", deals="id,amount,customer\n1,1,x\n")
    store = load(
        tmp_path, CUSTOMERS, FEED, customers="id,name\nx,Old\n1,New\n", deals="id,amount,customer\n1,1,x\n2,5,1\n"
    )
    assert amounts(store) == {"Old": 100, "New": 500}


@pytest.mark.parametrize("again", ["deals.csv", "more.csv"])
def test_a_row_that_two_feeds_bring_is_summed_once(tmp_path: Path, again: str) -> None:
    deals = "id,amount,customer\n1,1,7\n2,2,7\n"
    store = load(
        tmp_path, CUSTOMERS, FEED, {**FEED, "from": again}, customers="id,name\n7,Acme\n", deals=deals, more=deals
    )
    assert amounts(store) == {"Acme": 300}


def test_a_reference_is_not_resolved_by_the_place_of_a_row(tmp_path: Path) -> None:
    deals = "id,amount,customer\n" + "".join(f"d{row},1,{row % 3 + 1}\n" for row in range(30, 0, -1))
    store = load(tmp_path, CUSTOMERS, FEED, customers="id,name\n3,C\n1,A\n2,B\n", deals=deals)
    assert amounts(store) == {"A": 1000, "B": 1000, "C": 1000}


def test_the_number_of_a_row_that_has_gone_is_not_taken_for_the_id_of_another(tmp_path: Path) -> None:
    deals = "id,amount,customer\n1,1,x\n"
    load(tmp_path, CUSTOMERS, FEED, customers="id,name\nx,Gone\ny,Stays\n", deals=deals)
    load(tmp_path, CUSTOMERS, FEED, customers="id,name\ny,Stays\n", deals=deals)
    store = load(tmp_path, CUSTOMERS, FEED, customers="id,name\ny,Stays\n1,New\n", deals=deals)
    assert dict(store.read("customers").select("name", "customer_id").iter_rows()) == {"Stays": 2, "New": 3}


def test_a_number_given_to_a_row_is_remembered_while_its_table_is_away_and_after_a_roll_back(tmp_path: Path) -> None:
    deals = "id,amount,customer\n1,1,x\n"
    store = load(tmp_path, CUSTOMERS, FEED, customers="id,name\ny,Stays\n", deals=deals)
    load(tmp_path, CUSTOMERS, FEED, customers="id,name\ny,Stays\nx,Gone\n", deals=deals)
    store.roll_back()
    load(tmp_path, FEED, deals=deals)
    load(tmp_path, CUSTOMERS, FEED, customers="id,name\n2,New\n", deals=deals)
    assert store.read("customers")["customer_id"].to_list() == [3]
