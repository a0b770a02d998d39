"""The product reports of the tiny company and of a few literal contracts, worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import records
from datasource.question import Filter, Op, Period, Records
from datasource.reports.bought_together import bought_together
from datasource.reports.product_sales import product_sales
from datasource.reports.slow_movers import slow_movers
from datasource.scope import OPERATOR, Viewer
from tests.traps.company import company

YEAR = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))
BOB = Viewer("Bob", ScopeKind.SELF, 2)
DEE = Viewer("Dee", ScopeKind.SELF, 4)


def test_product_sales_with_share_and_margin(tiny: Catalog) -> None:
    found = product_sales(tiny, OPERATOR, "product", YEAR)
    names = ["product", "product_category", "sold_amount", "share", "sold_contracts", "sold_quantity", "sold_cost"]
    assert found.rows.select(names).rows() == [
        ("App", "Software", 360.0, 0.9, 2, 4.5, 200.01),
        ("Box", "Hardware", 40.0, 0.1, 1, 2.0, 30.0),
    ]
    assert found.totals is not None
    assert found.totals["sold_contracts"] == 2  # C1 holds both products and counts once
    assert found.totals["margin_rate"] == pytest.approx(109.99 / 340)
    assert found.totals["share"] == 1


def test_product_sales_of_a_seller_are_their_own(tiny: Catalog) -> None:
    found = product_sales(tiny, BOB, "product", YEAR)
    assert found.rows.select("product", "sold_amount", "share").rows() == [("App", 60.0, 0.6), ("Box", 40.0, 0.4)]


def test_a_product_whose_cost_is_unknown_has_no_margin(tiny: Catalog) -> None:
    february = Period(start=date(2024, 2, 1), end=date(2024, 2, 29))
    found = product_sales(tiny, OPERATOR, "product", february)
    assert found.rows.select("product", "sold_cost", "margin_amount", "margin_rate").rows() == [
        ("App", None, None, None),
        ("Box", 30.0, 10.0, 0.25),
    ]


def test_growth_compares_with_the_year_before(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        products=[{"name": "Box"}, {"name": "App"}],
        contracts=[
            {"status": "approved", "order_date": date(2023, 3, 1)},
            {"status": "approved", "order_date": date(2024, 3, 1)},
        ],
        contract_lines=[
            {"contract_id": 1, "product_id": 1, "amount": 80_00},
            {"contract_id": 1, "product_id": 2, "amount": 10_00},
            {"contract_id": 2, "product_id": 1, "amount": 100_00},
        ],
    )
    found = product_sales(catalog, OPERATOR, "product", Period(start=date(2024, 1, 1), end=date(2024, 3, 31)))
    assert found.rows.select("product", "sold_amount", "sold_amount__base", "sold_amount__change").rows() == [
        ("Box", 100.0, 80.0, 0.25),
        ("App", 0.0, 10.0, -1.0),  # dropped to nothing
    ]


def test_categories_roll_up_to_their_group(tiny: Catalog) -> None:
    found = product_sales(tiny, OPERATOR, "product_group", YEAR)
    assert found.rows.select("product_group", "sold_amount").rows() == [("Software", 360.0), ("Hardware", 40.0)]
    groups = dict(tiny.entity("products").select("label", "product_group").iter_rows())
    assert groups["Cord"] == "Hardware"  # of the category Cables, which lies below Hardware


def test_unknown_level_is_refused_by_name(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="Did you mean 'product'"):
        product_sales(tiny, OPERATOR, "produkt", YEAR)


def test_slow_movers_are_idle_or_never_sold(tiny: Catalog) -> None:
    names = ["product", "last_sold_date", "idle_days", "sold_quantity", "sold_amount"]
    cord = ("Cord", None, None, 0.0, 0.0)
    box = ("Box", date(2024, 2, 11), 140, 2.0, 40.0)  # 11 Feb → 30 Jun 2024; the pending contract is no sale
    app = ("App", date(2024, 5, 21), 40, 4.5, 360.0)
    assert slow_movers(tiny, OPERATOR, 90).rows.select(names).rows() == [cord, box]
    assert slow_movers(tiny, OPERATOR, 30).rows.select(names).rows() == [cord, box, app]
    assert slow_movers(tiny, OPERATOR, 180).rows.select(names).rows() == [cord]
    everything = slow_movers(tiny, OPERATOR, 365, every_product=True)
    assert everything.rows["product"].to_list() == ["Cord", "Tape"]


def test_slow_movers_of_a_seller_look_at_their_own_sales(tiny: Catalog) -> None:
    found = slow_movers(tiny, DEE, 30).rows.select("product", "idle_days").rows()
    assert found == [("Box", None), ("Cord", None), ("App", 40)]


def baskets(folder: Path) -> Catalog:
    """Three customers: A and B in 1, 2, 3 (C too in 3), A alone in 4, B and C in 5, A and B in 6, which is voided."""
    held = {1: (1, 2), 2: (1, 2, 2), 3: (1, 2, 3), 4: (1,), 5: (2, 3), 6: (1, 2)}
    return company(
        folder,
        users=[{"name": "Bob"}, {"name": "Dee"}],
        products=[{"name": "A"}, {"name": "B"}, {"name": "C"}],
        customers=[{"name": "X"}, {"name": "Y"}, {"name": "Z"}],
        contracts=[
            {
                "customer_id": (number - 1) // 2 + 1,
                "owner_id": 1 if number < 4 else 2,
                "status": "voided" if number == 6 else "approved",
                "order_date": date(2024, number, 1),
            }
            for number in held
        ],
        contract_lines=[
            {"contract_id": number, "product_id": product, "amount": 1}
            for number, products in held.items()
            for product in products
        ],
    )


MEASURES = ["first", "second", "together", "support", "confidence", "confidence_back", "lift"]


def test_products_bought_together_by_contract(tmp_path: Path) -> None:
    # N = 5 (contract 6 is voided), A in 1, 2, 3, 4 = 4, B in 1, 2, 3, 5 = 4 (twice on 2 counts once), C in 3, 5 = 2
    found = bought_together(baskets(tmp_path), OPERATOR, "contracts", 1)
    assert (found.baskets, found.mixed) == (5, 4)
    assert found.result.rows.select(MEASURES).rows() == [
        ("C", "B", 2, 0.4, 1.0, 0.5, 1.25),  # AB 2: 2/5, 2/2, 2/4, 2·5/(2·4)
        ("A", "B", 3, pytest.approx(0.6), 0.75, 0.75, 0.9375),  # 3/5, 3/4, 3/4, 3·5/(4·4)
        ("C", "A", 1, 0.2, 0.5, 0.25, 0.625),  # 1/5, 1/2, 1/4, 1·5/(2·4)
    ]


def test_rare_pairs_stay_out(tmp_path: Path) -> None:
    found = bought_together(baskets(tmp_path), OPERATOR, "contracts", 2)
    assert found.result.rows.select("first", "second").rows() == [("C", "B"), ("A", "B")]


def test_products_bought_together_by_customer(tmp_path: Path) -> None:
    # X: contracts 1, 2 → A, B; Y: 3, 4 → A, B, C; Z: 5 → B, C. N = 3, A 2, B 3, C 2
    found = bought_together(baskets(tmp_path), OPERATOR, "customers", 1)
    assert found.result.rows.select("first", "second", "together", "lift").rows() == [
        ("A", "B", 2, 1.0),
        ("C", "B", 2, 1.0),
        ("A", "C", 1, 0.75),
    ]


def test_scope_and_period_are_applied_before_counting(tmp_path: Path) -> None:
    catalog = baskets(tmp_path)
    dee = bought_together(catalog, DEE_OF_BASKETS, "contracts", 1)
    assert (dee.baskets, dee.result.rows.select("first", "second", "support").rows()) == (2, [("B", "C", 0.5)])
    spring = Period(start=date(2024, 4, 1), end=date(2024, 5, 31))
    assert bought_together(catalog, OPERATOR, "contracts", 1, spring).baskets == 2
    only_c = (Filter(field="product", op=Op.IN, value=("C",)),)
    assert bought_together(catalog, OPERATOR, "contracts", 1, None, only_c).baskets == 2


DEE_OF_BASKETS = Viewer("Dee", ScopeKind.SELF, 2)


def test_the_contracts_behind_a_pair_are_those_counted(tmp_path: Path) -> None:
    catalog = baskets(tmp_path)
    both = tuple(Filter(field="product", op=Op.EQ, value=name) for name in ("A", "B"))
    page = records(catalog, Records(subject="contracts", metric="contract_count", where=both))
    assert page.row_count == 3


def test_without_sales_there_is_no_pair(tmp_path: Path) -> None:
    found = bought_together(company(tmp_path, products=[{"name": "A"}]), OPERATOR, "contracts", 1)
    assert (found.baskets, found.result.rows.height) == (0, 0)
