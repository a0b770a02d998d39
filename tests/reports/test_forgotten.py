"""Forgotten customers of the tiny company, counted by hand (today is 30 June 2024)."""

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.question import Dimension, Filter, Op, Query
from datasource.reports.forgotten import count_of, forgotten
from datasource.scope import OPERATOR, Viewer


def test_days_count_from_the_last_follow_up_or_from_entering(tiny: Catalog) -> None:
    customers = {row["name"]: row for row in tiny.entity("customers").iter_rows(named=True)}
    assert {name: row["days_without_contact"] for name, row in customers.items()} == {
        "Acme": 166,  # 16 January
        "Beta": 146,  # never: entered on 5 February
        "Core": 129,  # 22 February; the system note of the 23rd is no follow-up
        "Dune": 121,  # never: entered on 1 March
        "Echo": 212,  # its follow-up was deleted: entered on 1 December 2023
    }


def test_forgotten_customers_leave_out_the_pool(tiny: Catalog) -> None:
    found = forgotten(tiny, OPERATOR)
    assert {days: count_of(result) for days, result in found.silent} == {7: 4, 15: 4, 30: 4, 90: 4, 180: 1}
    assert count_of(found.whole) == 4  # Dune lies in the pool


def test_a_rep_is_told_of_own_customers_only(tiny: Catalog) -> None:
    found = forgotten(tiny, Viewer("Bob", ScopeKind.SELF, 2))
    assert {days: count_of(result) for days, result in found.silent} == {7: 2, 15: 2, 30: 2, 90: 2, 180: 0}


def test_a_planned_contact_is_overdue_until_somebody_follows_up(tiny: Catalog) -> None:
    past = {row["name"]: row["days_past_contact"] for row in tiny.entity("customers").iter_rows(named=True)}
    assert past == {"Acme": None, "Beta": 30, "Core": None, "Dune": None, "Echo": None}
    assert count_of(forgotten(tiny, OPERATOR).overdue) == 1


def test_filters_apply(tiny: Catalog) -> None:
    found = forgotten(tiny, OPERATOR, (Filter(field="industry", op=Op.EQ, value="IT"),))
    assert count_of(found.whole) == 2


def test_customers_in_the_books_grow_month_by_month(tiny: Catalog) -> None:
    by = (Dimension(field="date", grain="month"),)
    found = answer(tiny, Query(metrics=("customer_count",), by=by)).rows
    assert found["customer_count"].to_list() == [1, 2, 4, 5, 5, 5, 5]
