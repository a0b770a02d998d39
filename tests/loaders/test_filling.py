"""Cells that are filled from other tables: through a reference, or as the sum of the rows that refer to the row."""

from pathlib import Path

import pytest

from datasource.errors import InvalidInput
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping
from datasource.loaders.report import Report
from datasource.store import Store

MAPPING = """
version: 1
name: orders
title: Orders
company: Shop
currency: EUR
load:
  - table: contracts
    from: orders.csv
    key: id
    columns: {number: id, amount: {column: total, optional: true}}
  - table: contract_lines
    from: lines.csv
    key: id
    columns: {contract_id: order, amount: amount}
fill:
  contracts.amount: [sum(contract_lines.contract_id.amount)]
"""


def load(folder: Path, orders: str, lines: str, mapping: str = MAPPING) -> tuple[list[int | None], Report]:
    (folder / "orders.csv").write_text(orders)
    (folder / "lines.csv").write_text(lines)
    (folder / "mapping.yaml").write_text(mapping)
    store = Store(folder / "data")
    report = import_folder(read_mapping(folder / "mapping.yaml"), folder, store)
    return store.read("contracts").sort("number")["amount"].to_list(), report


def test_an_order_without_an_amount_has_the_sum_of_its_lines(tmp_path: Path) -> None:
    lines = "id,order,amount\n1,a,0.10\n2,a,0.20\n3,b,5\n4,ghost,7\n5,,9\n6,c,\n"
    amounts, report = load(tmp_path, "id\na\nb\nc\nd\n", lines)
    assert amounts == [30, 500, None, None]
    assert report.table("contracts").sums("amount").filled * 100 == 530


def test_an_amount_of_its_own_wins_over_the_lines(tmp_path: Path) -> None:
    amounts, _report = load(tmp_path, "id,total\na,9\nb,\n", "id,order,amount\n1,a,1\n2,b,2\n")
    assert amounts == [900, 200]


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        ("sum(contract_lines.product_id.amount)", "'contract_lines.product_id' does not refer to contracts"),
        ("sum(contract_lines.contract_id.product_id)", "'product_id' is no number, so that it has no sum"),
        ("sum(contract_lines.contract_id.amout)", "Did you mean 'amount'?"),
        ("sum(lines.contract_id.amount)", "Unknown table 'lines'"),
    ],
)
def test_a_sum_that_cannot_be_is_refused_at_reading(tmp_path: Path, chain: str, said: str) -> None:
    wrong = MAPPING.replace("sum(contract_lines.contract_id.amount)", chain)
    with pytest.raises(InvalidInput) as refused:
        load(tmp_path, "id\n", "id,order,amount\n", wrong)
    [problem] = refused.value.problems
    assert said in str(problem)
