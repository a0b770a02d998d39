"""Two of one name are two rows of every report."""

from pathlib import Path

from datasource.catalog.entities import RESERVED
from datasource.metrics.dimension import NOBODY, UNKNOWN
from tests.traps.company import company, rows, won


def test_two_people_of_one_name_stay_apart(tmp_path: Path) -> None:
    users = [{"name": "Ann", "login": "ann.w"}, {"name": "Ann", "login": "ann.x"}, {"name": "Bob"}]
    deals = [won(1_00, owner_id=owner) for owner in (1, 2, 2, 3)]
    catalog = company(tmp_path, users=users, opportunities=deals)
    assert rows(catalog, metrics=["won_amount"], by=["owner"]) == [
        ("Ann (ann.w)", 1.0),
        ("Ann (ann.x)", 2.0),
        ("Bob", 1.0),
    ]


def test_a_name_that_looks_like_another_one_told_apart_stays_apart_too(tmp_path: Path) -> None:
    users = [{"name": "Ann"}, {"name": "Ann"}, {"name": "Ann (1)"}]
    catalog = company(tmp_path, users=users, opportunities=[won(1_00, owner_id=owner) for owner in (1, 2, 3)])
    assert rows(catalog, metrics=["won_amount"], by=["owner"]) == [
        ("Ann (1) (1)", 1.0),
        ("Ann (1) (3)", 1.0),
        ("Ann (2)", 1.0),
    ]


def test_two_customers_products_teams_and_cities_of_one_name_stay_apart(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        departments=[{"name": "Sales"}, {"name": "Sales"}],
        users=[{"name": "Ann", "department_id": 1}, {"name": "Bob", "department_id": 2}],
        regions=[
            {"name": "North", "level": "province"},
            {"name": "South", "level": "province"},
            {"name": "Port", "level": "city", "parent_id": 1},
            {"name": "Port", "level": "city", "parent_id": 2},
        ],
        customers=[{"name": "Acme", "code": "A-1", "region_id": 3}, {"name": "Acme", "code": "A-2", "region_id": 4}],
        products=[{"name": "Box"}, {"name": "Box"}],
        opportunities=[won(1_00, owner_id=1, customer_id=1), won(2_00, owner_id=2, customer_id=2)],
        opportunity_lines=[{"opportunity_id": key, "product_id": key, "amount": 1} for key in (1, 2)],
    )
    shown = {
        "customer": ["Acme (A-1)", "Acme (A-2)"],
        "sales_team": ["Sales (1)", "Sales (2)"],
        "city": ["Port (North)", "Port (South)"],
        "product": ["Box (1)", "Box (2)"],
    }
    for field, names in shown.items():
        assert rows(catalog, metrics=["won_amount"], by=[field]) == [(names[0], 1.0), (names[1], 2.0)]


def test_the_names_that_stand_for_nothing_are_those_that_dimensions_show() -> None:
    assert set(RESERVED) == {UNKNOWN, NOBODY}
