"""A metric with both of its changes, worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Grain, Period
from datasource.reports.growth import growth
from datasource.scope import OPERATOR, Viewer
from tests.traps.company import company

YEAR = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))


def signed(folder: Path, today: date, *days: date) -> Catalog:
    contracts = [{"status": "approved", "amount": 1_00, "order_date": day} for day in days]
    return company(folder, today=today, contracts=contracts)


def test_january_is_compared_with_december_and_with_january(tmp_path: Path) -> None:
    days = [date(2023, 1, 9), date(2023, 12, 5), date(2023, 12, 6), date(2024, 1, 7), date(2024, 3, 1)]
    catalog = signed(tmp_path, date(2024, 4, 30), *days)
    told = growth(catalog, OPERATOR, "contract_count", Grain.MONTH, YEAR)
    assert [column.name for column in told.columns] == told.rows.columns
    assert told.rows.rows() == [
        ("2024-01", 1, 2, -0.5, 1, 0.0),
        ("2024-02", 0, 1, -1.0, 0, None),  # all gone is −100 %; nothing before is no change
        ("2024-03", 1, 0, None, 0, None),
        ("2024-04", 0, 1, -1.0, 0, None),
    ]
    assert told.totals == {
        "contract_count": 2,  # against the same days of 2023: one contract
        "previous_base": 1,
        "previous_change": 1.0,
        "last_year_base": 1,
        "last_year_change": 1.0,
    }


def test_the_running_month_is_compared_with_the_same_part(tmp_path: Path) -> None:
    days = [date(2024, 3, 5), date(2024, 3, 20), date(2024, 4, 2), date(2023, 4, 9), date(2023, 4, 29)]
    catalog = signed(tmp_path, date(2024, 4, 10), *days)
    told = growth(
        catalog, OPERATOR, "contract_count", Grain.MONTH, Period(start=date(2024, 4, 1), end=date(2024, 4, 30))
    )
    assert told.rows.rows() == [("2024-04", 1, 1, 0.0, 1, 0.0)]


def test_the_29th_of_february_is_compared_with_the_28th_a_year_before(tmp_path: Path) -> None:
    catalog = signed(tmp_path, date(2024, 6, 30), date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29))
    period = Period(start=date(2024, 2, 28), end=date(2024, 3, 1))
    told = growth(catalog, OPERATOR, "contract_count", Grain.DAY, period)
    assert told.rows.rows() == [
        ("2024-02-28", 1, 0, None, 1, 0.0),
        ("2024-02-29", 1, 1, 0.0, 1, 0.0),
        ("2024-03-01", 0, 1, -1.0, 0, None),
    ]


def test_week_53_and_a_week_over_new_year_have_both_bases(tmp_path: Path) -> None:
    days = [date(2019, 12, 25), date(2019, 12, 30), date(2020, 12, 22), date(2020, 12, 31), date(2021, 1, 3)]
    catalog = signed(tmp_path, date(2021, 6, 30), *days)
    period = Period(start=date(2020, 12, 28), end=date(2021, 1, 10))
    told = growth(catalog, OPERATOR, "contract_count", Grain.WEEK, period)
    assert told.rows.rows() == [
        ("2020-W53", 2, 1, 1.0, 1, 1.0),  # before: W52 of 2020; a year before: the last week of 2019, W52
        ("2021-W01", 0, 2, -1.0, 1, -1.0),  # a year before: W01 of 2020, which begins on 30 December 2019
    ]


def test_growth_shows_a_seller_only_their_own(tiny: Catalog) -> None:
    told = growth(tiny, Viewer("Dee", ScopeKind.SELF, 4), "contract_amount", Grain.QUARTER, YEAR)
    assert told.rows.rows() == [("2024-Q1", 0.0, 0.0, None, 0.0, None), ("2024-Q2", 300.0, 0.0, None, 0.0, None)]


def test_without_a_period_nothing_is_compared(tiny: Catalog) -> None:
    told = growth(tiny, OPERATOR, "received_amount", Grain.YEAR)
    assert told.rows.rows() == [("2024", 180.0)]


def test_growth_of_an_unknown_metric_names_the_nearest(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match=r"Did you mean 'contract_count'\?"):
        growth(tiny, OPERATOR, "contract_coun", Grain.MONTH, YEAR)
