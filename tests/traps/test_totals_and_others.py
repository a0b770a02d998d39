"""Totals and Others are recomputed from the rows, never added or averaged."""

from pathlib import Path

from datasource.catalog.catalog import Catalog
from tests.traps.company import TODAY, ask, company, rows, won


def test_total_of_a_ratio_is_the_ratio_of_totals(tiny: Catalog) -> None:
    result = ask(tiny, metrics=["win_rate", "avg_won_amount", "deal_rate", "attainment"], by=["owner"], totals=True)
    assert result.totals == {"win_rate": 2 / 3, "avg_won_amount": 200.0, "deal_rate": 0.4, "attainment": 2.1}


def test_total_of_a_distinct_count_counts_each_once(tmp_path: Path) -> None:
    follow = [{"kind": "follow_up", "customer_id": 1, "owner_id": owner, "created_date": TODAY} for owner in (1, 2, 3)]
    users = [{"name": name} for name in ("Ann", "Bob", "Cid")]
    catalog = company(tmp_path, users=users, customers=[{"name": "Acme"}], activities=follow)
    result = ask(catalog, metrics=["customers_followed"], by=["owner"], totals=True)
    assert result.rows.rows() == [("Ann", 1), ("Bob", 1), ("Cid", 1)]
    assert result.totals == {"customers_followed": 1}
    top = {"field": "owner", "n": 1, "by": "follow_ups"}
    assert rows(catalog, metrics=["customers_followed"], by=["owner"], top=top) == [
        ("Ann", 1, False),
        ("Others", 1, True),
    ]


def test_others_of_a_ratio_and_of_a_median_come_from_their_rows(tmp_path: Path) -> None:
    users = [{"name": name} for name in ("Ann", "Bob", "Cid")]
    deals = [won(9_00, owner_id=1), won(1_00, owner_id=2), won(2_00, owner_id=2), won(6_00, owner_id=3)]
    first = TODAY.replace(day=1)
    customers = [{"name": f"C{days}", "owner_id": owner, "created_date": first} for owner, days in enumerate((1, 3), 2)]
    orders = [(1, 3), (2, 9)]
    contracts = [
        {"customer_id": customer, "status": "approved", "amount": 1, "order_date": TODAY.replace(day=day)}
        for customer, day in orders
    ]
    catalog = company(tmp_path, users=users, opportunities=deals, customers=customers, contracts=contracts)
    top = {"field": "owner", "n": 1, "by": "won_amount"}
    others = rows(catalog, metrics=["avg_won_amount", "cycle_days_median"], by=["owner"], top=top)[-1]
    assert others == ("Others", 3.0, 5.0, True)


def test_a_member_called_others_stays_apart_from_the_rest(tmp_path: Path) -> None:
    users = [{"name": name} for name in ("Others", "Bob", "Cid")]
    deals = [won(5_00, owner_id=1), won(2_00, owner_id=2), won(1_00, owner_id=3)]
    catalog = company(tmp_path, users=users, opportunities=deals)
    top = {"field": "owner", "n": 1, "by": "won_amount"}
    assert rows(catalog, metrics=["won_amount"], by=["owner"], top=top) == [
        ("Others", 5.0, False),
        ("Others", 3.0, True),
    ]


def test_top_ranks_members_over_the_whole_period_and_not_within_each_bucket(tmp_path: Path) -> None:
    users = [{"name": "Ann"}, {"name": "Bob"}]
    may, june = TODAY.replace(month=5, day=1), TODAY
    deals = [won(5_00, may, owner_id=1), won(4_00, june, owner_id=2), won(4_00, may, owner_id=2)]
    catalog = company(tmp_path, users=users, opportunities=deals)
    by = ["owner", {"field": "close_date", "grain": "month"}]
    top = {"field": "owner", "n": 1, "by": "won_amount", "others": False}
    assert rows(catalog, metrics=["won_amount"], by=by, top=top) == [("Bob", "2024-05", 4.0), ("Bob", "2024-06", 4.0)]


def test_top_over_sources_that_only_one_of_two_tables_knows(tmp_path: Path) -> None:
    catalog = company(
        tmp_path, customers=[{"name": "Acme", "source": "Web"}], leads=[{"source": "Mail"}, {"source": "Mail"}]
    )
    top = {"field": "source", "n": 1, "by": "new_customers"}
    assert rows(catalog, metrics=["new_leads", "new_customers"], by=["source"], top=top) == [
        ("Web", 0, 1, False),
        ("Others", 2, 0, True),
    ]


def test_totals_are_over_all_rows_whatever_having_limit_and_top_leave_out(tiny: Catalog) -> None:
    having = [{"field": "won_amount", "op": "gt", "value": 100}]
    top = {"field": "owner", "n": 1, "by": "won_amount", "others": False}
    for cut in ({"having": having}, {"limit": 1}, {"top": top}):
        result = ask(tiny, metrics=["won_amount"], by=["owner"], totals=True, **cut)
        assert result.rows.height == 1
        assert result.totals == {"won_amount": 400.0}


def test_a_metric_that_needs_a_field_has_neither_a_total_nor_an_answer_without_it(tiny: Catalog) -> None:
    result = ask(tiny, metrics=["reached_amount"], by=["stage"], totals=True)
    assert result.totals == {"reached_amount": None}
