"""Fields of a company's own on canonical tables: dimensions and metrics as any other."""

from datetime import date
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import answer, records, values
from datasource.question import Query, Records, read_query
from datasource.scope import Viewer

BOB = Viewer("Bob", ScopeKind.SELF, 2)


def rows(catalog: Catalog, **asked: Any) -> list[tuple[Any, ...]]:
    return answer(catalog, read_query(asked)).rows.rows()


def test_a_text_splits_its_own_table_and_every_table_that_leads_there(own: Catalog) -> None:
    by_tier = {"by": ["x_customers_tier"], "sort": [{"by": "x_customers_tier"}]}
    assert rows(own, metrics=["new_customers"], **by_tier) == [("Gold", 3), ("Silver", 1), ("Unknown", 1)]
    assert rows(own, metrics=["contract_amount"], **by_tier) == [("Gold", 420.0)]


def test_a_text_filters_with_its_members(own: Catalog) -> None:
    gold = {"field": "x_customers_tier", "op": "eq", "value": "Gold"}
    assert rows(own, metrics=["new_customers"], where=[gold]) == [(3,)]
    assert values(own, "x_customers_tier") == ["Gold", "Silver", "Unknown"]


def test_a_number_is_summed_and_averaged_without_deleted_records(own: Catalog) -> None:
    found = rows(own, metrics=["sum_x_customers_seats", "mean_x_customers_seats"])
    assert found == [(100, 25.0)]


def test_money_counts_in_major_units_everywhere(own: Catalog) -> None:
    assert rows(own, metrics=["sum_x_customers_fee"]) == [(1700.5,)]
    over = {"field": "x_customers_fee", "op": "gt", "value": 500}
    assert rows(own, metrics=["sum_x_customers_fee"], where=[over]) == [(1000.5,)]


def test_a_date_is_split_by_its_buckets_and_can_be_the_period(own: Catalog) -> None:
    by = [{"field": "x_customers_renewal", "grain": "month"}]
    sort = [{"by": "x_customers_renewal"}]
    found = rows(own, metrics=["new_customers"], by=by, sort=sort)
    assert [row for row in found if row[0]] == [("2024-07", 2), ("2024-08", 1), ("2024-09", 1)]
    july = {"start": "2024-07-01", "end": "2024-07-31", "field": "x_customers_renewal"}
    assert rows(own, metrics=["sum_x_customers_seats"], period=july) == [(40,)]


def test_a_time_counts_by_its_day_and_a_flag_is_yes_or_no(own: Catalog) -> None:
    seen = {"field": "x_customers_seen", "op": "eq", "value": "2024-06-01"}
    assert rows(own, metrics=["new_customers"], where=[seen]) == [(3,)]
    by = {"by": ["x_customers_reference"], "sort": [{"by": "x_customers_reference"}]}
    assert sorted(rows(own, metrics=["new_customers"], **by)) == [("No", 1), ("Unknown", 2), ("Yes", 2)]


def test_a_number_groups_in_bins(own: Catalog) -> None:
    found = rows(own, metrics=["new_customers"], by=[{"field": "x_customers_seats", "bins": [15, 35]}])
    assert found == [("(-∞, 15)", 1), ("[15, 35)", 2), ("[35, ∞)", 1), ("Unknown", 1)]


def test_a_field_of_people_follows_the_owner(own: Catalog) -> None:
    found = rows(own, metrics=["new_customers"], by=["x_users_grade"])
    assert sorted(found) == [("Junior", 2), ("Senior", 1), ("Unknown", 1), ("—", 1)]


def test_a_calculation_stands_on_fields_of_ones_own(own: Catalog) -> None:
    define = [
        {"id": "fee_a_seat", "label": "Fee", "ratio": {"of": "sum_x_customers_fee", "to": "sum_x_customers_seats"}},
        {
            "id": "double_seats",
            "label": "Twice",
            "formula": {"subject": "customers", "text": "x_customers_seats * 2", "how": "sum"},
        },
    ]
    assert rows(own, metrics=["fee_a_seat", "double_seats"], define=define) == [(17.005, 200.0)]


def test_records_show_sort_and_search_fields_of_ones_own(own: Catalog) -> None:
    columns = ("name", "x_customers_tier", "x_customers_fee", "x_customers_renewal")
    ask = Records(subject="customers", columns=columns, sort=({"by": "x_customers_fee", "desc": True},))
    page = records(own, ask)
    assert page.rows.row(0) == ("Acme", "Gold", 1000.5, date(2024, 7, 1))
    assert [column.label for column in page.columns] == ["Name", "Tier", "Fee", "Renewal day"]
    found = records(own, Records(subject="customers", columns=columns, search="silv"))
    assert found.rows["name"].to_list() == ["Beta"]


def test_a_viewer_sees_only_the_members_on_own_rows(own: Catalog) -> None:
    assert values(own, "x_contracts_channel", BOB) == ["Direct", "Partner"]
    assert values(own, "x_customers_reference", BOB) == ["Yes", "No", "Unknown"]
    query = Query(metrics=("sum_x_customers_seats",))
    assert answer(own, query, BOB).rows.item() == 30


def test_another_version_does_not_know_the_field(tiny: Catalog, own: Catalog) -> None:
    query = Query(metrics=("new_customers",), by=("x_customers_tier",))
    assert answer(own, query).rows.height == 3
    with pytest.raises(MingjingError, match="Unknown dimension 'x_customers_tier'"):
        answer(tiny, query)
