"""Cohorts of the tiny company by hand: the customers in sight, with all that they bought."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op
from datasource.reports.customer_cohorts import CohortCell, cohort_members, customer_cohorts
from datasource.scope import OPERATOR, Viewer

BOB = Viewer("Bob", ScopeKind.SELF, 2)


def test_cells_of_quarters_by_hand(tiny: Catalog) -> None:
    """Acme came in the first quarter, Echo in the second, which ends today."""
    found = customer_cohorts(tiny, OPERATOR, "quarter", 0)

    assert found.cells.select("cohort", "age", "size", "customers", "revenue", "net").rows() == [
        ("2024-Q1", 0, 1.0, 1.0, 120.0, 1.0),
        ("2024-Q1", 1, 1.0, 0.0, 0.0, 0.0),
        ("2024-Q2", 0, 1.0, 1.0, 300.0, 1.0),
    ]
    assert found.average.select("age", "size", "retention").rows() == [(0, 2.0, 1.0), (1, 1.0, 0.0)]
    assert found.masked == 0


def test_a_year_that_is_not_over_is_masked(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="No period had ended"):
        customer_cohorts(tiny, OPERATOR, "year", 0)


def test_revenue_of_the_cells_is_the_contract_amount(tiny: Catalog) -> None:
    found = customer_cohorts(tiny, OPERATOR, "month", 0)

    assert found.cells["revenue"].sum() == found.base.rows["contract_amount"][0] == 420.0


def test_the_newest_cohorts_alone(tiny: Catalog) -> None:
    """Acme's month, January, is the sixth from the newest."""
    assert customer_cohorts(tiny, OPERATOR, "month", 6).cells["cohort"].unique().sort().to_list() == [
        "2024-01",
        "2024-05",
    ]
    assert customer_cohorts(tiny, OPERATOR, "month", 5).cells["cohort"].unique().to_list() == ["2024-05"]


def test_scope_and_filters_hold(tiny: Catalog) -> None:
    assert customer_cohorts(tiny, BOB, "quarter", 12).cells["cohort"].unique().to_list() == ["2024-Q1"]
    retail = (Filter(field="industry", op=Op.EQ, value="Retail"),)
    assert customer_cohorts(tiny, OPERATOR, "quarter", 12, retail).cells["cohort"].to_list() == ["2024-Q2"]
    with pytest.raises(MingjingError, match="purchases up to the cut"):
        customer_cohorts(tiny, Viewer("Ann", ScopeKind.SELF, 1), "quarter", 12)


def test_a_cell_leads_to_its_customers(tiny: Catalog) -> None:
    january = cohort_members(tiny, OPERATOR, CohortCell("month", "2024-01", 1))
    row = january.row(0, named=True)

    assert january.height == 1
    assert (row["label"], row["owner"], row["came"]) == ("Acme", "Bob", True)
    assert (row["first"], row["paid_first"], row["paid"], row["orders"]) == (date(2024, 1, 30), 20.0, 100.0, 2)
    away = cohort_members(tiny, OPERATOR, CohortCell("month", "2024-01", 3))
    assert away.select("came", "paid").rows() == [(False, 0.0)]
    assert cohort_members(tiny, BOB, CohortCell("month", "2024-05", 0)).is_empty()
    assert cohort_members(tiny, OPERATOR, CohortCell("quarter", "2024-Q1", 0))["paid"].to_list() == [120.0]


def test_what_no_grain_or_bucket_is_called_is_refused(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="Did you mean 'month'"):
        customer_cohorts(tiny, OPERATOR, "moth", 0)
    with pytest.raises(MingjingError, match="not a calendar bucket"):
        cohort_members(tiny, OPERATOR, CohortCell("month", "soon", 1))
