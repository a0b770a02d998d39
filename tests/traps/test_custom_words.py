"""The same name in two versions of the data may mean two things: each version answers by its own."""

from pathlib import Path
from typing import Any

import polars as pl

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.query import answer
from datasource.question import read_query
from datasource.store import Meta, Store
from datasource.tables.custom import Custom, CustomColumn, CustomFields, Type


def version(folder: Path, kind: Type, values: list[Any]) -> Catalog:
    column = CustomColumn(name="x_fee", label="Fee", type=kind)
    custom = Custom(fields=(CustomFields(table="customers", columns=(column,)),))
    customers = pl.DataFrame({"customer_id": [1, 2, 3], "name": ["A", "B", "C"], "x_fee": values})
    with Store(folder).publish(Meta(source="x", company="X", currency="USD", custom=custom)) as draft:
        draft.write("customers", customers)
    return open_catalog(folder)


def total(catalog: Catalog, metric: str, **more: Any) -> Any:
    return answer(catalog, read_query({"metrics": [metric], **more})).rows.item()


def test_money_in_one_version_and_a_plain_number_in_another_never_differ_by_a_hundred(tmp_path: Path) -> None:
    money = version(tmp_path / "money", Type.MONEY, [1_00, 20_00, 300_00])
    plain = version(tmp_path / "plain", Type.NUMBER, [1.0, 20.0, 300.0])
    over = [{"field": "x_customers_fee", "op": "gt", "value": 10}]
    twice = [{"id": "twice", "label": "Twice", "formula": {"subject": "customers", "text": "x_customers_fee * 2"}}]
    for _round in range(2):
        for catalog in (money, plain):
            assert total(catalog, "sum_x_customers_fee") == 321.0
            assert total(catalog, "sum_x_customers_fee", where=over) == 320.0
            assert total(catalog, "twice", define=twice) == 642.0


def test_a_number_that_became_a_text_splits_and_counts_no_more(tmp_path: Path) -> None:
    store = tmp_path / "one"
    number = version(store, Type.WHOLE, [1, 1, 2])
    text = version(store, Type.TEXT, ["1", "1", "2"])
    asked = read_query({"metrics": ["new_customers"], "by": ["x_customers_fee"]})
    assert sorted(answer(text, asked).rows.rows()) == [("1", 2), ("2", 1)]
    assert total(number, "sum_x_customers_fee") == 4
    assert sorted(answer(text, asked).rows.rows()) == [("1", 2), ("2", 1)]
