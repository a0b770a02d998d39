"""Tables of a company's own: counted, split by what they refer to, and seen by nobody who should not."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import SUBJECTS
from datasource.people.account import ScopeKind
from datasource.query import answer, links, records, values
from datasource.question import Records, read_query
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.tables.custom import Custom, CustomColumn, CustomFields, Type
from datasource.tables.schema import TABLES, columns, key_column

BOB = Viewer("Bob", ScopeKind.SELF, 2)
ANN = Viewer("Ann", ScopeKind.SUBORDINATES, 1)
NOBODY = Viewer("Guest", ScopeKind.SELF)


def rows(catalog: Catalog, viewer: Viewer = OPERATOR, **asked: Any) -> list[tuple[Any, ...]]:
    return sorted(answer(catalog, read_query(asked), viewer).rows.rows())


def test_rows_and_numbers_are_metrics(own: Catalog) -> None:
    assert rows(own, metrics=["rows_x_stock", "sum_x_stock_quantity"]) == [(4, 113.5)]
    assert rows(own, metrics=["mean_x_pay_gross"]) == [(4060.2,)]


def test_own_texts_and_those_of_related_tables_split(own: Catalog) -> None:
    by_house = rows(own, metrics=["sum_x_stock_quantity"], by=["x_stock_warehouse"])
    assert by_house == [("North", 105.0), ("South", 7.5), ("Unknown", 1.0)]
    by_group = rows(own, metrics=["sum_x_stock_quantity"], by=["product_group"])
    assert by_group == [("Hardware", 112.5), ("Unknown", 1.0)]
    assert rows(own, metrics=["sum_x_dues_due"], by=["industry"]) == [("IT", 10.0), ("Retail", 60.0)]


def test_a_period_asks_of_the_declared_date(own: Catalog) -> None:
    june = {"start": "2024-06-01", "end": "2024-06-30"}
    assert rows(own, metrics=["sum_x_stock_quantity"], period=june) == [(12.5,)]


def test_a_table_without_date_says_that_it_has_no_place_in_time(own: Catalog) -> None:
    query = read_query({"metrics": ["sum_x_pay_gross"], "period": {"start": "2024-06-01", "end": "2024-06-30"}})
    found = answer(own, query)
    assert [note.rows for note in found.proof.notes] == [5]


def test_several_tables_meet_at_shared_dimensions_without_fan_out(own: Catalog) -> None:
    found = rows(own, metrics=["sum_x_dues_due", "contract_amount", "sum_x_customers_seats"], by=["customer"])
    assert found == [
        ("Acme", 10.0, 120.0, 10),
        ("Beta", 0.0, 0.0, 20),
        ("Core", 20.0, 0.0, 30),
        ("Dune", 0.0, 0.0, 0),
        ("Echo", 40.0, 300.0, 40),
    ]


def test_a_dimension_that_the_table_cannot_reach_is_refused_by_name(own: Catalog) -> None:
    with pytest.raises(MingjingError, match="'sum_x_stock_quantity' cannot be combined with 'industry'"):
        rows(own, metrics=["sum_x_stock_quantity"], by=["industry"])


def test_rows_with_an_owner_are_seen_by_those_whose_people_they_are(own: Catalog) -> None:
    assert rows(own, BOB, metrics=["sum_x_pay_gross"]) == [(5300.0,)]
    assert rows(own, ANN, metrics=["sum_x_pay_gross"]) == [(14300.0,)]
    assert rows(own, NOBODY, metrics=["rows_x_pay"]) == [(0,)]
    assert values(own, "x_pay_kind", BOB) == ["Bonus", "Fixed"]
    assert records(own, Records(subject="pay"), BOB).row_count == 2


def test_rows_of_a_customer_belong_to_its_owner(own: Catalog) -> None:
    assert rows(own, BOB, metrics=["sum_x_dues_due"]) == [(10.0,)]
    assert rows(own, ANN, metrics=["sum_x_dues_due"]) == [(30.0,)]


@pytest.mark.parametrize("viewer", [BOB, ANN, NOBODY])
def test_a_table_without_owner_is_refused_to_all_but_those_who_see_everything(own: Catalog, viewer: Viewer) -> None:
    told = "Only people who see all data see “Stock”"
    with pytest.raises(MingjingError, match=told):
        rows(own, viewer, metrics=["rows_x_stock"])
    with pytest.raises(MingjingError, match=told):
        rows(own, viewer, metrics=["contract_amount", "sum_x_stock_quantity"], by=["product"])
    with pytest.raises(MingjingError, match=told):
        records(own, Records(subject="stock"), viewer)
    with pytest.raises(MingjingError, match=told):
        links(own, Records(subject="stock"), ("products",), viewer)
    assert values(own, "x_stock_warehouse", viewer) == []
    assert values(own, "x_stock_warehouse") == ["North", "South", "Unknown"]


def test_a_calculation_on_a_table_without_owner_is_refused_too(own: Catalog) -> None:
    define = [{"id": "twice", "label": "Twice", "sum": ["rows_x_stock", "rows_x_stock"]}]
    with pytest.raises(MingjingError, match="Only people who see all data"):
        rows(own, BOB, metrics=["twice"], define=define)
    counted = [{"id": "mine", "label": "Mine", "aggregated": {"subject": "stock", "how": "count"}}]
    with pytest.raises(MingjingError, match="Only people who see all data"):
        rows(own, BOB, metrics=["mine"], define=counted)


def test_the_records_of_a_table_of_ones_own_list_its_columns(own: Catalog) -> None:
    page = records(own, Records(subject="stock", where=({"field": "product", "op": "eq", "value": "Box"},)))
    assert page.rows.columns == [
        "source_key",
        "product",
        "x_stock_quantity",
        "x_stock_warehouse",
        "x_stock_counted_on",
    ]
    assert sorted(page.rows["x_stock_quantity"]) == [5.0, 7.5]


def test_ranking_by_a_table_without_owner_is_refused(own: Catalog) -> None:
    top = {"field": "product", "by": "sum_x_stock_quantity", "n": 1}
    asked: dict[str, Any] = {"metrics": ["contract_amount"], "by": ["product"], "top": top}
    assert rows(own, **asked) == [("Others", 420.0, True)]
    with pytest.raises(MingjingError, match="Only people who see all data"):
        rows(own, BOB, **asked)


@pytest.mark.parametrize("table", sorted({*TABLES} - {*SUBJECTS.built_in, "calendar"}))
def test_every_canonical_table_can_have_numbers_of_ones_own(tmp_path: Path, table: str) -> None:
    points = CustomColumn(name="x_points", label="Points", type=Type.WHOLE)
    custom = Custom(fields=(CustomFields(table=table, columns=(points,)),))
    meta = Meta(source="tiny", company="Tiny", currency="CNY", custom=custom)
    rows_of = pl.DataFrame({key_column(table): [1, 2], "x_points": [3, 4]})
    needed = {info.name: "x" if info.dtype == pl.String else 1 for info in columns(table) if info.required}
    with Store(tmp_path).publish(meta) as draft:
        missing = {name: pl.lit(one) for name, one in needed.items() if name not in rows_of.columns}
        draft.write(table, rows_of.with_columns(**missing))
    catalog = open_catalog(tmp_path)
    assert rows(catalog, metrics=[f"sum_x_{table}_points", f"rows_x_{table}"]) == [(7, 2)]
    restricted = answer_or_refusal(catalog, f"sum_x_{table}_points")
    assert restricted in {"0", "refused"}


def answer_or_refusal(catalog: Catalog, metric: str) -> str:
    """What a guest without any rows gets."""
    try:
        return str(rows(catalog, NOBODY, metrics=[metric])[0][0])
    except MingjingError:
        return "refused"
