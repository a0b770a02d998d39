"""Money is whole minor units until it is shown."""

from pathlib import Path
from typing import Any

import pytest

from datasource.errors import MingjingError
from datasource.query import records
from datasource.question import read_records
from tests.traps.company import TODAY, ask, company, rows, won

CENTS = [0, 1, 29, 57, 58, 110, 113, 115, 8001, 1_000_000_000_000, 1_000_000_000_001]


@pytest.mark.parametrize("cents", CENTS)
def test_a_filter_on_an_amount_finds_it_to_the_cent(tmp_path: Path, cents: int) -> None:
    catalog = company(tmp_path, opportunities=[won(cents + more) for more in (-1, 0, 1)])
    amount = cents / 100
    numbers = {"eq": 1, "ne": 2, "gte": 2, "gt": 1, "lte": 2, "lt": 1}
    for op, number in numbers.items():
        where = [{"field": "amount", "op": op, "value": amount}]
        assert rows(catalog, metrics=["won_count"], where=where) == [(number,)], op
    where = [{"field": "amount", "op": "in", "value": [amount, 5]}]
    assert rows(catalog, metrics=["won_count"], where=where) == [(1,)]


def test_a_bin_begins_at_its_edge_to_the_cent(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(cents) for cents in (28, 29, 109, 110, 12_345_610, 12_345_620)])
    bins = [{"field": "amount", "bins": [0.29, 1.1, 123456.1, 123456.2]}]
    assert rows(catalog, metrics=["won_count"], by=bins) == [
        ("(-∞, 0.29)", 1),
        ("[0.29, 1.1)", 2),
        ("[1.1, 123456.1)", 1),
        ("[123456.1, 123456.2)", 1),
        ("[123456.2, ∞)", 1),
    ]


def test_sums_of_huge_amounts_are_exact(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(10**12 + 1) for _ in range(1000)] + [won(-(10**12))])
    told = ask(catalog, metrics=["won_amount", "won_count"], totals=True)
    cents = 1000 * (10**12 + 1) - 10**12
    assert told.rows.rows() == [(cents / 100, 1001)]
    assert told.totals == {"won_amount": cents / 100, "won_count": 1001}


def test_beyond_two_to_the_53rd_the_sum_is_exact_and_only_what_is_shown_is_the_nearest_number(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(2**53), won(1), won(-(2**53))])
    assert rows(catalog, metrics=["won_amount"]) == [(0.01,)]


def test_counts_and_differences_of_keys_do_not_wrap(tmp_path: Path) -> None:
    made = TODAY.replace(month=7)
    customers = [{"name": "Acme", "created_date": made}]
    contracts = [{"customer_id": 1, "status": "approved", "amount": 5, "order_date": TODAY}]
    receipts = [{"contract_id": 1, "status": "approved", "amount": 9, "received_date": TODAY}]
    catalog = company(tmp_path, customers=customers, contracts=contracts, receipts=receipts)
    assert rows(catalog, metrics=["cycle_days", "outstanding_amount"]) == [(-30.0, -0.04)]
    told = ask(catalog, metrics=["new_customers", "contract_count", "customers_followed"], totals=True)
    assert {str(kind) for kind in told.rows.schema.values()} == {"Int64"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e17, True, "5"])
def test_a_value_that_is_no_sensible_number_is_refused(tmp_path: Path, value: object) -> None:
    catalog = company(tmp_path, opportunities=[won(1)])
    with pytest.raises(MingjingError, match="'amount' needs a number"):
        rows(catalog, metrics=["won_count"], where=[{"field": "amount", "op": "gt", "value": value}])


def test_having_finds_every_cent(tmp_path: Path) -> None:
    """Polars makes 0.6900000000000001 of 69 cents in a long column, so that `eq 0.69` and `lte 0.69` lost the row."""
    users = [{"name": f"U{cents:03}"} for cents in range(1, 201)]
    catalog = company(tmp_path, users=users, opportunities=[won(cents, owner_id=cents) for cents in range(1, 201)])
    asked: dict[str, Any] = {"metrics": ["won_amount"], "by": ["owner"]}
    assert [amount for _, amount in rows(catalog, **asked)] == [cents / 100 for cents in range(1, 201)]
    for cents in (35, 41, 69, 70, 94):
        same = [{"field": "won_amount", "op": "eq", "value": cents / 100}]
        assert rows(catalog, **asked, having=same) == [(f"U{cents:03}", cents / 100)]
        least = [{"field": "won_amount", "op": "lte", "value": cents / 100}]
        assert len(rows(catalog, **asked, having=least)) == cents


def test_records_show_every_cent(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(cents) for cents in range(1, 201)])
    page = records(catalog, read_records({"subject": "opportunities", "columns": ["amount"], "page_size": 200}))
    assert sorted(page.rows["amount"]) == [cents / 100 for cents in range(1, 201)]
