"""What is missing stays visible, and is never mistaken for something else."""

from pathlib import Path

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.question import Period
from datasource.reports.leaderboard import leaderboard
from datasource.reports.product_sales import product_sales
from datasource.reports.slow_movers import slow_movers
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import Row
from tests.traps.company import TODAY, ask, company, rows, span, won


def test_pool_orphan_owner_and_people_of_such_names_are_four_rows(tmp_path: Path) -> None:
    users = [{"name": "Unknown", "login": "ulla"}, {"name": "—"}, {"name": ""}]
    deals = [won(amount, owner_id=owner) for amount, owner in [(1, None), (2, 0), (4, 1), (8, 2), (16, 3)]]
    catalog = company(tmp_path, users=users, opportunities=deals)
    assert dict(rows(catalog, metrics=["won_amount"], by=["owner"])) == {
        "—": 0.01,
        "Unknown": 0.02,
        "Unknown (ulla)": 0.04,
        "— (2)": 0.08,
        "Unknown (3)": 0.16,
    }


def test_a_user_without_department_is_unknown_and_not_in_the_pool(tmp_path: Path) -> None:
    users: list[Row] = [{"name": "Ann"}, {"name": "Bob", "department_id": 0}, {"name": "Cid", "department_id": 1}]
    deals = [won(amount, owner_id=owner) for amount, owner in [(1, 1), (2, 2), (4, 3), (8, None)]]
    catalog = company(tmp_path, departments=[{"name": "East"}], users=users, opportunities=deals)
    assert rows(catalog, metrics=["won_amount"], by=["sales_team"]) == [("East", 0.04), ("—", 0.08), ("Unknown", 0.03)]
    outside = [{"field": "department", "op": "ne", "value": "East"}]
    assert rows(catalog, metrics=["won_amount"], where=outside) == [(0.11,)]


def test_negative_filters_keep_the_unknown(tiny: Catalog) -> None:
    for op, value in [("ne", "Web"), ("not_in", ["Web"])]:
        where = [{"field": "source", "op": op, "value": value}]
        assert rows(tiny, metrics=["new_customers"], by=["source"], where=where) == [("Fair", 1), ("Unknown", 1)]


def test_a_filter_on_a_missing_number_or_date_keeps_it_only_when_asked(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(None, None), won(5_00), won(0)])
    kept = {
        ("amount", "lt"): 1, ("amount", "lte"): 2, ("amount", "ne"): 2, ("amount", "not_in"): 2,
        ("amount", "is_null"): 1, ("amount", "not_null"): 2,
        ("close_date", "is_null"): 1, ("close_date", "ne"): 1, ("close_date", "lte"): 2,
    }  # fmt: skip
    values = {"amount": 5, "close_date": "2024-06-30"}
    for (field, op), number in kept.items():
        ask_for = {"value": [values[field]] if op == "not_in" else values[field]} if "null" not in op else {}
        where = [{"field": field, "op": op} | ask_for]
        assert rows(catalog, metrics=["won_count"], where=where) == [(number,)], (field, op)


def test_an_average_leaves_missing_values_out_and_the_proof_counts_them(tmp_path: Path) -> None:
    made = TODAY.replace(day=1)
    customers: list[Row] = [{"name": "A", "created_date": made}, {"name": "B"}]
    contracts = [{"customer_id": key, "status": "approved", "amount": 1, "order_date": TODAY} for key in (1, 2)]
    result = ask(company(tmp_path, customers=customers, contracts=contracts), metrics=["cycle_days"])
    assert result.rows.rows() == [(29.0,)]
    [proof] = result.proof.metrics
    assert (proof.rows_read, proof.rows_filtered, proof.rows_null, proof.rows_used) == (2, 0, 1, 1)


def test_a_sum_of_nothing_is_zero_and_a_mean_or_ratio_of_nothing_is_undefined(tmp_path: Path) -> None:
    catalog = company(tmp_path, users=[{"name": "Ann"}])
    metrics = ["won_amount", "won_count", "customers_followed", "win_rate", "avg_won_amount", "cycle_days"]
    assert ask(catalog, metrics=metrics, totals=True).rows.rows() == [(0.0, 0, 0, None, None, None)]
    assert rows(catalog, metrics=metrics, by=["owner"]) == []
    period = span("2024-01-01", "2024-02-29")
    by = [{"field": "date", "grain": "month"}]
    assert rows(catalog, metrics=["won_amount", "win_rate"], by=by, period=period) == [
        ("2024-01", 0.0, None),
        ("2024-02", 0.0, None),
    ]


def test_many_orphans_are_not_one_customer(tmp_path: Path) -> None:
    follow = [{"kind": "follow_up", "customer_id": key, "created_date": TODAY} for key in (0, 0, 1, None)]
    result = ask(company(tmp_path, customers=[{"name": "Acme"}], activities=follow), metrics=["customers_followed"])
    assert result.rows.rows() == [(1,)]
    assert result.proof.metrics[0].rows_null == 3


def test_a_missing_close_date_is_never_replaced_by_the_expected_one(tmp_path: Path) -> None:
    deal = won(5_00, None, expected_close_date=TODAY, created_date=TODAY)
    catalog = company(tmp_path, opportunities=[deal])
    assert rows(catalog, metrics=["won_amount", "win_rate"]) == [(5.0, 1.0)]
    told = ask(catalog, metrics=["won_amount", "win_rate"], period=span("2024-01-01", "2024-12-31"), totals=True)
    assert told.rows.rows() == [(None, None)]
    assert told.totals == {"won_amount": None, "win_rate": None}
    assert "'won_amount' cannot be told by period: none of its 1 rows has a close_date" in str(told.proof.notes[0])
    by_month = [{"field": "close_date", "grain": "month"}]
    assert rows(catalog, metrics=["won_amount"], by=by_month) == [(None, 5.0)]


def test_some_dated_deals_are_told_by_period_and_the_others_counted_as_missing(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(5_00, None), won(3_00)])
    told = ask(catalog, metrics=["won_amount"], period={"preset": "this_year"})
    assert told.rows.rows() == [(3.0,)]
    assert told.proof.notes == ()
    assert (told.proof.metrics[0].rows_null, told.proof.metrics[0].rows_used) == (1, 1)


def test_deleted_rows_are_read_and_left_out(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(5_00), won(3_00, is_deleted=True), won(1_00, is_deleted=None)])
    told = ask(catalog, metrics=["won_amount"])
    assert told.rows.rows() == [(6.0,)]
    assert (told.proof.metrics[0].rows_read, told.proof.metrics[0].rows_filtered) == (3, 1)


def test_a_deleted_customer_makes_its_deals_unknown_and_not_vanish(tmp_path: Path) -> None:
    customers: list[Row] = [{"name": "Acme"}, {"name": "Gone", "is_deleted": True}]
    deals = [won(1_00, customer_id=key) for key in (1, 2, 0)]
    catalog = company(tmp_path, customers=customers, opportunities=deals)
    assert rows(catalog, metrics=["won_amount"], by=["customer"]) == [("Acme", 1.0), ("Unknown", 2.0)]


def test_a_product_without_category_is_under_unknown_in_each_product_report(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        products=[{"name": "Box"}, {"name": "Tape"}],
        contracts=[{"status": "approved", "order_date": TODAY}],
        contract_lines=[{"contract_id": 1, "product_id": product, "amount": 100} for product in (1, None)],
    )
    sold = product_sales(catalog, OPERATOR, "product", Period(start=TODAY, end=TODAY))
    assert sold.rows.select("product", "product_category").rows() == [("Box", "Unknown"), ("Unknown", "Unknown")]
    slow = slow_movers(catalog, OPERATOR, 30)
    assert slow.rows.select("product", "product_category").rows() == [("Tape", "Unknown")]


def test_a_leader_without_department_is_of_an_unknown_team_which_is_nobodys_secret(tmp_path: Path) -> None:
    contracts = [{"status": "approved", "order_date": TODAY, "owner_id": owner, "amount": 100} for owner in (1, 2)]
    users: list[Row] = [{"name": "Ann"}, {"name": "Bob", "department_id": 1}]
    catalog = company(tmp_path, departments=[{"name": "East"}], users=users, contracts=contracts)
    bob, day = Viewer("Bob", ScopeKind.SELF, 2), Period(start=TODAY, end=TODAY)
    people = leaderboard(catalog, OPERATOR, "contract_count", "owner", day).result.rows
    assert people.select("owner", "team").rows() == [("Ann", "Unknown"), ("Bob", "East")]
    teams = leaderboard(catalog, bob, "contract_count", "sales_team", day).result.rows
    assert teams.select("rank", "sales_team", "is_mine").rows() == [(1, "East", True), (None, "Unknown", False)]
