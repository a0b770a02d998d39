"""Channels, conversion and the public pool of the tiny company, worked out by hand; and who may see what of them."""

from datetime import date

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.query import records, values
from datasource.question import Filter, Grain, Op, Period, Records
from datasource.reports.channels import channels
from datasource.reports.conversion import conversion
from datasource.reports.exceptions import CHANNEL_NAMES, EXCEPTIONS, POOL_IDENTITY
from datasource.reports.pool import pool_customers
from datasource.scope import OPERATOR, Viewer
from tests.traps.company import rows

DEE = Viewer("Dee", ScopeKind.SELF, 4)
SINCE_DECEMBER = Period(start=date(2023, 12, 1), end=date(2024, 6, 30))
HALF = Period(start=date(2024, 1, 1), end=date(2024, 6, 30))


def test_channels_have_shares_that_add_up(tiny: Catalog) -> None:
    found = channels(tiny, OPERATOR, HALF)
    assert found.rows.rows() == [("Phone", 3, 2, 0.75), ("Visit", 1, 1, 0.25)]  # Phone: Acme, Core and one of nobody
    assert found.totals == {"follow_ups": 4, "customers_followed": 2, "follow_up_share": 1.0}


def test_a_channel_that_nobody_used_is_listed_at_zero(tiny: Catalog) -> None:
    february = Period(start=date(2024, 2, 1), end=date(2024, 2, 29))
    assert channels(tiny, OPERATOR, february).rows.rows() == [("Phone", 2, 1, 1.0), ("Visit", 0, 0, 0.0)]


def test_a_seller_learns_the_names_of_channels_and_only_their_own_numbers(tiny: Catalog) -> None:
    found = channels(tiny, DEE, HALF)
    assert found.rows.rows() == [("Phone", 1, 0, 1.0), ("Visit", 0, 0, 0.0)]
    assert EXCEPTIONS[CHANNEL_NAMES.name] is CHANNEL_NAMES


def test_without_a_follow_up_there_is_nothing_to_share_out(tiny: Catalog) -> None:
    found = channels(tiny, OPERATOR, Period(start=date(2020, 1, 1), end=date(2020, 1, 31)))
    assert found.rows.is_empty()
    assert found.totals == {"follow_ups": 0, "customers_followed": 0, "follow_up_share": None}


def test_cohorts_and_periods_side_by_side_with_young_cohorts_marked(tiny: Catalog) -> None:
    found = conversion(tiny, OPERATOR, SINCE_DECEMBER)
    assert found.days == 96  # Acme 20 days, Echo 172; mature = entered up to 26 March
    assert found.tabled.rows.rows() == [
        ("2023-12", 1, 1, 1.0, 0, 0.0, "mature"),  # Echo, dealt in May
        ("2024-01", 1, 1, 1.0, 1, 1.0, "mature"),  # Acme, dealt in January
        ("2024-02", 2, 0, 0.0, 0, 0.0, "mature"),  # Beta, Core
        ("2024-03", 1, 0, 0.0, 0, 0.0, "immature"),  # Dune: March ends after the 26th
        ("2024-04", 0, 0, None, 0, None, None),
        ("2024-05", 0, 0, None, 1, None, None),
        ("2024-06", 0, 0, None, 0, None, None),
    ]
    assert found.tabled.totals == {
        "new_customers": 5,
        "dealt_customers": 2,
        "deal_rate": 0.4,
        "dealt_customers_period": 2,
        "deal_rate_period": 0.4,
    }


def test_the_drawing_leaves_out_what_is_undefined(tiny: Catalog) -> None:
    assert conversion(tiny, OPERATOR, HALF, grain=Grain.QUARTER).drawn.rows.rows() == [
        ("2024-Q1", "young_cohort", 0.25),  # 1 of 4; the quarter ends on 31 March
        ("2024-Q1", "period", 0.25),
    ]


def test_where_nobody_has_dealt_no_cohort_is_mature(tiny: Catalog) -> None:
    core = (Filter(field="customer", op=Op.EQ, value="Core"),)
    found = conversion(tiny, OPERATOR, HALF, core)
    assert found.days is None
    assert found.tabled.rows.filter(new_customers=1).rows() == [("2024-02", 1, 0, 0.0, 0, 0.0, "immature")]


def test_conversion_is_of_the_rows_that_the_viewer_may_see(tiny: Catalog) -> None:
    found = conversion(tiny, DEE, SINCE_DECEMBER)
    assert found.days == 172  # Echo alone
    assert found.tabled.totals is not None
    assert found.tabled.totals["new_customers"] == 1


def test_the_pool_shows_identity_and_source_where_the_setting_allows(tiny: Catalog) -> None:
    seen = pool_customers(tiny, DEE, True)
    assert seen is not None
    assert seen.to_dicts() == [{"customer": "Dune", "source": "Unknown"}]
    assert pool_customers(tiny, DEE, False) is None
    whole = pool_customers(tiny, OPERATOR, False)
    assert whole is not None
    assert whole.height == 1
    assert EXCEPTIONS[POOL_IDENTITY.name] is POOL_IDENTITY


def test_the_pool_stays_out_of_numbers_lists_and_records_of_a_seller(tiny: Catalog) -> None:
    assert rows(tiny, DEE, metrics=["new_customers"]) == [(1,)]
    assert "Dune" not in values(tiny, "customer", DEE)
    assert records(tiny, Records(subject="customers"), DEE).rows["name"].to_list() == ["Echo"]
