"""Ways to a wrong number of customers: the pool, customers that change hands, products, averages of averages."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import records
from datasource.question import Filter, Op, Records
from datasource.reports.pool import pool_customers
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import Row
from tests.traps.company import ask, company, rows, span

DAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Acme bought Box (two lines) and App first, 10 days; Beta App, 40 days; Core nothing known, 100 days."""
    created = [date(2024, 4, 21), date(2024, 3, 22), date(2024, 1, 22)]
    contracts: list[Row] = [
        {"customer_id": key, "status": "approved", "amount": 100, "order_date": DAY} for key in (1, 2, 3)
    ]
    contracts += [{"customer_id": 1, "status": "approved", "amount": 1, "order_date": date(2024, 6, 1)}]
    lines: list[Row] = [
        {"contract_id": contract, "product_id": product, "amount": 10}
        for contract, product in [(1, 1), (1, 1), (1, 2), (2, 2), (4, 3)]
    ]
    lines += [{"contract_id": 0, "product_id": 3, "amount": 10}]
    visits: list[Row] = [
        {"customer_id": 1, "contract_id": 1, "owner_id": 1, "visit_date": DAY, "satisfaction": 5},
        {"customer_id": 1, "contract_id": 1, "owner_id": 1, "visit_date": DAY, "satisfaction": 4},
        {"customer_id": 2, "contract_id": 2, "owner_id": 2, "visit_date": DAY, "satisfaction": 1},
        {"customer_id": 3, "contract_id": 0, "owner_id": 2, "visit_date": DAY, "satisfaction": 9},
    ]
    return company(
        tmp_path_factory.mktemp("shop"),
        users=[{"name": "Ann"}, {"name": "Bob"}],
        products=[{"name": "Box"}, {"name": "App"}, {"name": "Cup"}],
        customers=[
            {"name": name, "owner_id": owner, "created_date": day}
            for (name, owner), day in zip([("Acme", 1), ("Beta", 2), ("Core", 2)], created, strict=True)
        ],
        contracts=contracts,
        contract_lines=lines,
        visits=visits,
    )


def test_a_deal_counts_once_under_each_product_of_the_first_contract(shop: Catalog) -> None:
    told = ask(shop, metrics=["dealt_customers_period", "cycle_days", "cycle_days_median"], by=["product"], totals=True)
    assert told.rows.rows() == [
        ("App", 2, 25.0, 25.0),  # Acme 10, Beta 40
        ("Box", 1, 10.0, 10.0),  # two lines of Box are one deal
        ("Unknown", 1, 100.0, 100.0),  # Core's contract has no lines; Cup came later or on no known contract
    ]
    assert told.totals == {"dealt_customers_period": 3, "cycle_days": 50.0, "cycle_days_median": 40.0}


def test_the_total_of_a_mean_is_of_the_records_and_no_mean_of_means(shop: Catalog) -> None:
    told = ask(shop, metrics=["satisfaction_score", "cycle_days"], by=["owner"], totals=True)
    assert told.rows.rows() == [("Ann", 4.5, 10.0), ("Bob", 1.0, 70.0)]
    assert told.totals == {"satisfaction_score": pytest.approx(10 / 3), "cycle_days": 50.0}  # not 2.75 and 40


def test_a_visit_counts_under_each_product_and_once_in_the_total(shop: Catalog) -> None:
    told = ask(shop, metrics=["visits", "satisfaction_score"], by=["product"], totals=True)
    assert told.rows.rows() == [("App", 3, pytest.approx(10 / 3)), ("Box", 2, 4.5), ("Unknown", 1, None)]
    assert told.totals == {"visits": 4, "satisfaction_score": pytest.approx(10 / 3)}


def test_a_mean_is_told_by_single_products_only(shop: Catalog) -> None:
    with pytest.raises(MingjingError, match="cannot be split by 'product_category'"):
        ask(shop, metrics=["satisfaction_score"], by=["product_category"])
    top = {"field": "product", "n": 1, "by": "visits"}
    with pytest.raises(MingjingError, match="cannot have Others over 'product'"):
        ask(shop, metrics=["satisfaction_score"], by=["product"], top=top)
    assert rows(shop, metrics=["visits"], by=["product"], top=top) == [("App", 3, False), ("Others", 3, True)]


def test_an_answer_off_the_scale_is_no_answer(shop: Catalog) -> None:
    assert rows(shop, metrics=["visits", "visits_answered", "very_satisfied_share"], by=["owner"]) == [
        ("Ann", 2, 2, 0.5),
        ("Bob", 2, 1, 0.0),
    ]
    assert rows(shop, metrics=["visits"], by=["satisfaction"]) == [
        ("very_dissatisfied", 1), ("satisfied", 1), ("very_satisfied", 1), ("Unknown", 1)
    ]  # fmt: skip


def test_a_deal_rate_totals_from_its_parts(tiny: Catalog) -> None:
    told = ask(tiny, metrics=["deal_rate", "deal_rate_period"], by=["owner"], totals=True)
    assert told.rows.rows() == [("Bob", 0.5, 0.5), ("Cid", 0.0, 0.0), ("Dee", 1.0, 1.0), ("—", 0.0, 0.0)]
    assert told.totals == {"deal_rate": 0.4, "deal_rate_period": 0.4}


@pytest.mark.parametrize("metric", ["new_customers", "pool_claims", "visits", "follow_ups"])
def test_sellers_and_the_pool_make_the_whole(tiny: Catalog, metric: str) -> None:
    told = ask(tiny, metrics=[metric], by=["owner"], totals=True)
    assert told.totals is not None
    assert told.rows[metric].sum() == told.totals[metric]
    if metric != "follow_ups":
        assert told.rows.filter(owner="—")[metric].to_list() == [1]


def test_what_happened_stays_with_who_did_it_when_a_customer_changes_hands(tmp_path: Path) -> None:
    handed = {"subject": "customer", "subject_key": 1, "old_owner_id": 1, "new_owner_id": 2}
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        customers=[{"name": "Acme", "owner_id": 2, "created_date": DAY}],
        owner_events=[{**handed, "event_date": DAY + timedelta(days=1)}],
        activities=[{"kind": "follow_up", "customer_id": 1, "owner_id": 1, "created_date": DAY}],
        visits=[{"customer_id": 1, "owner_id": 1, "visit_date": DAY, "satisfaction": 5}],
        pool_events=[{"customer_id": 1, "owner_id": 1, "kind": "into_pool", "event_date": DAY}],
    )
    told = rows(catalog, metrics=["follow_ups", "visits", "pool_entries", "new_customers"], by=["owner"])
    assert told == [("Ann", 1, 1, 1, 1)]
    assert rows(catalog, metrics=["customer_count"], by=["owner"]) == [("Bob", 1)]


def test_each_event_belongs_to_the_owner_of_its_day(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        departments=[{"name": "East"}, {"name": "West"}],
        users=[{"name": "Ann", "department_id": 1}, {"name": "Bob", "department_id": 2}, {"name": "Cid"}],
        customers=[{"name": "Acme", "owner_id": 3, "created_date": DAY}],
        contracts=[
            {
                "customer_id": 1, "owner_id": 2, "status": "approved", "amount": 100,
                "order_date": DAY + timedelta(days=10),
            }
        ],
        owner_events=[
            {
                "subject": "customer", "subject_key": 1, "old_owner_id": old, "new_owner_id": new,
                "event_date": DAY + timedelta(days=days),
            }
            for old, new, days in ((1, 2, 5), (2, 3, 20))
        ],
    )  # fmt: skip
    assert rows(catalog, metrics=["new_customers"], by=["owner"]) == [("Ann", 1)]
    assert rows(catalog, metrics=["dealt_customers_period"], by=["owner"]) == [("Bob", 1)]
    assert rows(catalog, metrics=["customer_count"], by=["owner"]) == [("Cid", 1)]
    for department, counted in {"East": 1, "West": 0}.items():
        where = [{"field": "department", "op": "eq", "value": department}]
        assert rows(catalog, metrics=["new_customers"], where=where) == [(counted,)]
        assert rows(catalog, metrics=["dealt_customers_period"], where=where) == [(1 - counted,)]


def test_the_records_of_an_event_are_those_it_counts_and_the_scope_stays_that_of_now(tmp_path: Path) -> None:
    handed = {"subject": "customer", "subject_key": 1, "old_owner_id": 1, "new_owner_id": 2}
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        customers=[{"name": "Acme", "owner_id": 2, "created_date": DAY}],
        owner_events=[{**handed, "event_date": DAY + timedelta(days=1)}],
    )
    for owner, entered, kept in (("Ann", 1, 0), ("Bob", 0, 1)):
        where = (Filter(field="owner", op=Op.EQ, value=owner),)
        counted = Records(subject="customers", metric="new_customers", where=where)
        assert records(catalog, counted).row_count == entered
        assert records(catalog, Records(subject="customers", where=where)).row_count == kept
    ann, bob = Viewer("Ann", ScopeKind.SELF, 1), Viewer("Bob", ScopeKind.SELF, 2)
    assert ask(catalog, ann, metrics=["new_customers"]).rows.rows() == [(0,)]
    assert ask(catalog, bob, metrics=["new_customers"], by=["owner"]).rows.rows() == [("Ann", 1)]


def test_others_and_the_total_follow_the_owner_of_the_day(tmp_path: Path) -> None:
    handed = {"subject": "customer", "old_owner_id": 1, "new_owner_id": 2, "event_date": DAY + timedelta(days=1)}
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}, {"name": "Cid"}],
        customers=[
            {"name": name, "owner_id": owner, "created_date": DAY} for name, owner in (("A", 2), ("B", 2), ("C", 3))
        ],
        owner_events=[{**handed, "subject_key": key} for key in (1, 2)],
    )
    top = {"field": "owner", "n": 1, "by": "new_customers"}
    told = ask(catalog, metrics=["new_customers", "deal_rate"], by=["owner"], top=top, totals=True)
    assert told.rows.rows() == [("Ann", 2, 0.0, False), ("Others", 1, 0.0, True)]
    assert told.totals == {"new_customers": 3, "deal_rate": 0.0}


def test_a_customer_in_the_pool_is_a_row_of_its_own_whoever_had_it(tmp_path: Path) -> None:
    gone = {"subject": "customer", "subject_key": 1, "old_owner_id": 1, "event_date": DAY + timedelta(days=5)}
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}],
        customers=[{"name": "Acme", "created_date": DAY}],
        owner_events=[gone],
    )
    assert rows(catalog, metrics=["new_customers"], by=["owner"]) == [("—", 1)]


def test_a_change_of_owner_counts_from_its_own_day_on(tmp_path: Path) -> None:
    handed = {"subject": "opportunity", "subject_key": 1, "old_owner_id": 1, "new_owner_id": 2, "event_date": DAY}
    deal = {"owner_id": 2, "outcome": "won", "amount": 100, "created_date": DAY - timedelta(days=1), "close_date": DAY}
    catalog = company(tmp_path, users=[{"name": "Ann"}, {"name": "Bob"}], opportunities=[deal], owner_events=[handed])
    assert rows(catalog, metrics=["new_opportunities"], by=["owner"]) == [("Ann", 1)]
    assert rows(catalog, metrics=["won_count"], by=["owner"]) == [("Bob", 1)]


def test_a_customer_that_went_to_the_pool_twice_is_one_customer_and_two_moves(tiny: Catalog) -> None:
    told = ask(tiny, metrics=["pool_entries", "pool_entered_customers"], by=["owner"], totals=True)
    assert told.rows.rows() == [("Bob", 1, 1), ("Cid", 1, 1), ("Dee", 1, 1)]
    assert told.totals == {"pool_entries": 3, "pool_entered_customers": 2}


def test_a_customer_in_the_pool_that_is_shared_with_someone_lies_there_still(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}],
        customers=[{"name": "Acme", "owner_id": 1}, {"name": "Beta"}, {"name": "Core", "source": "Web"}],
        customer_members=[{"customer_id": 3, "user_id": 1, "access": "read"}],
    )
    pool = pool_customers(catalog, OPERATOR, False)
    assert pool is not None
    assert pool.rows() == [("Beta", "Unknown"), ("Core", "Web")]


def test_moves_of_unknown_customers_are_not_one_customer(tmp_path: Path) -> None:
    moves = [{"customer_id": 0, "kind": "into_pool", "event_date": DAY} for _ in range(2)]
    catalog = company(tmp_path, pool_events=moves)
    assert rows(catalog, metrics=["pool_entries", "pool_entered_customers"]) == [(2, 0)]


def test_buckets_without_a_visit_count_zero_and_have_no_score(tiny: Catalog) -> None:
    by = [{"field": "date", "grain": "month"}]
    told = rows(tiny, metrics=["visits", "satisfaction_score"], by=by, period=span("2024-04-01", "2024-06-30"))
    assert told == [("2024-04", 1, None), ("2024-05", 0, None), ("2024-06", 1, 2.0)]
