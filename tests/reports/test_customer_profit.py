"""Profit and concentration of the tiny company by hand: the customers in sight, with all that was done for them."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op, Period
from datasource.reports.customer_profit import Rates, customer_money, profit, revenue_concentration
from datasource.scope import OPERATOR, Viewer

BOB = Viewer("Bob", ScopeKind.SELF, 2)
REST = 23001 / 34000
"""What a yuan of revenue costs where the lines say it."""


def test_what_customers_brought_and_were_served_by_hand(tiny: Catalog) -> None:
    found = customer_money(tiny, OPERATOR)
    acme, echo = found.rows.sort("label").rows(named=True)

    assert found.costed == pytest.approx(34000 / 42000)
    assert (acme["label"], acme["owner"], acme["revenue"]) == ("Acme", "Bob", 120.0)
    assert acme["goods"] == pytest.approx(30.0 + 80 * REST)
    assert (acme["follow_ups"], acme["visits"], acme["tickets"]) == (2, 2, 2)
    assert (echo["revenue"], echo["goods"]) == (300.0, 200.01)
    assert (echo["follow_ups"], echo["visits"], echo["tickets"]) == (0, 1, 1)


def test_revenue_is_the_contract_amount(tiny: Catalog) -> None:
    found = customer_money(tiny, OPERATOR, Period(preset="this_year"))

    assert found.rows["revenue"].sum() == found.base.rows["contract_amount"][0] == 420.0


def test_profit_is_what_is_left_after_service(tiny: Catalog) -> None:
    whale = profit(customer_money(tiny, OPERATOR), Rates(follow_ups=10.0, visits=5.0, tickets=7.5))
    first, second = whale.customers.rows(named=True)

    assert (first["label"], first["served"], first["profit"]) == ("Echo", 12.5, pytest.approx(300 - 200.01 - 12.5))
    assert second["served"] == 45.0
    assert second["profit"] == pytest.approx(120 - 30 - 80 * REST - 45)
    assert (whale.peak_customers, whale.peak) == (1, first["profit"])
    assert whale.lost == pytest.approx(-second["profit"])


def test_a_smaller_scope_sees_its_customers_with_all_that_was_done_for_them(tiny: Catalog) -> None:
    """Acme is Bob's; its tickets are handled by Dee."""
    found = customer_money(tiny, BOB)

    assert found.rows.select("label", "revenue", "tickets").rows() == [("Acme", 120.0, 2)]
    assert found.costed == pytest.approx(1 / 3)
    assert not found.has_goods
    assert found.rows["goods"].to_list() == [None]
    assert profit(found, Rates()).total == 120.0


def test_filters_and_the_period_hold(tiny: Catalog) -> None:
    retail = customer_money(tiny, OPERATOR, None, (Filter(field="industry", op=Op.EQ, value="Retail"),))
    june = customer_money(tiny, OPERATOR, Period(start=date(2024, 6, 1), end=date(2024, 6, 30)))

    assert retail.rows["label"].to_list() == ["Echo"]
    assert june.rows.select("label", "revenue", "visits", "tickets").rows() == [("Echo", 0.0, 1, 1)]
    assert june.costed is None
    with pytest.raises(MingjingError, match="customers with revenue"):
        profit(june, Rates())
    with pytest.raises(MingjingError, match="bought or was served"):
        customer_money(tiny, Viewer("Ann", ScopeKind.SELF, 1))


def test_concentration_counts_those_who_bought(tiny: Catalog) -> None:
    found = revenue_concentration(customer_money(tiny, OPERATOR))

    assert found.curve["value_share"].to_list() == pytest.approx([300 / 420, 1.0])
    assert found.tops["customers"].to_list() == [1, 1, 1, 1]
    assert found.hhi == pytest.approx((300 / 420) ** 2 + (120 / 420) ** 2)
    assert found.for_four_fifths == 2
