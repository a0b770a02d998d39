"""Drivers of a made-up company: what was planted is found in the rows in sight; a small company gets sentences."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op, Period
from datasource.reports.driver_rows import answered_visits, closed_deals, past_buyers
from datasource.reports.drivers import OUTCOMES, drivers
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.tables.schema import polars_schema

TODAY = date(2025, 12, 31)
BOB = Viewer("Bob", ScopeKind.SELF, 2)
COUNT = 900


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Deals by referral are won with 0.8, others with 0.4; industries mean nothing; Bob has every third customer."""
    folder: Path = tmp_path_factory.mktemp("planted")
    rng = np.random.default_rng(7)
    keys = range(1, COUNT + 1)
    referred = rng.random(COUNT) < 0.5
    won = rng.random(COUNT) < np.where(referred, 0.8, 0.4)
    industry = rng.choice(["Retail", "Banking"], COUNT)
    owner = [2 if key % 3 == 0 else 1 for key in keys]
    began = [date(2025, 1, 1) + timedelta(days=key % 300) for key in keys]
    tables: dict[str, dict[str, Any]] = {
        "departments": {"department_id": [1], "name": ["Company"]},
        "users": {"user_id": [1, 2], "name": ["Ann", "Bob"], "department_id": [1, 1], "is_active": [True, True]},
        "customers": {
            "customer_id": keys, "name": [f"C{key}" for key in keys], "owner_id": owner, "created_date": began,
            "source": np.where(referred, "Referral", "Web"), "industry": industry,
        },
        "opportunities": {
            "opportunity_id": keys, "name": [f"D{key}" for key in keys], "customer_id": keys, "owner_id": owner,
            "outcome": np.where(won, "won", "lost"), "created_date": began,
            "close_date": [day + timedelta(days=30) for day in began], "amount": [100_00] * COUNT,
        },
        "stage_events": {
            "stage_event_id": [1, 2], "opportunity_id": [3, 3], "amount": [70_00, 90_00],
            "entered_date": [date(2025, 1, 4), date(2025, 1, 9)],
        },
    }  # fmt: skip
    with Store(folder).publish(Meta(source="planted", company="Planted", currency="CNY", today=TODAY)) as version:
        for name, columns in tables.items():
            rows = pl.DataFrame(columns)
            schema = {column: dtype for column, dtype in polars_schema(name).items() if column in rows.columns}
            version.write(name, rows.cast(schema))  # type: ignore[arg-type]
    return open_catalog(folder)


def test_the_planted_driver_alone_is_found_and_confirmed(planted: Catalog) -> None:
    found = drivers(planted, OPERATOR, "won")
    (driver,) = found.found.found
    assert (driver.column.field, driver.confirmed) == ("source", True)
    effect = driver.effect if driver.column.word == "Referral" else -driver.effect
    assert effect == pytest.approx(40, abs=8)
    assert driver.low < driver.effect < driver.high
    assert found.found.skill == pytest.approx(0.16, abs=0.08)
    assert found.holds


def test_a_smaller_scope_and_filters_count_their_own_rows(planted: Catalog) -> None:
    assert drivers(planted, OPERATOR, "won").found.rows == COUNT
    mine = drivers(planted, BOB, "won")
    assert (mine.found.rows, mine.base.rows.row(0)) == (300, (300,))
    where = (Filter(field="source", op=Op.EQ, value="Referral"),)
    fewer = drivers(planted, BOB, "won", None, where)
    assert fewer.found.rows == fewer.base.rows.row(0)[0] < 300
    assert not fewer.holds


def test_a_driver_leads_to_as_many_records_as_it_counts(planted: Catalog) -> None:
    found = drivers(planted, OPERATOR, "won")
    (driver,) = found.found.found
    assert closed_deals(planted, OPERATOR, None, found.filters(driver)).height == driver.rows


def test_a_deal_is_told_by_the_amount_it_was_entered_with(planted: Catalog) -> None:
    deals = closed_deals(planted, OPERATOR, Period(start=date(2025, 1, 1), end=TODAY), ())
    assert deals["first_amount"].drop_nulls().to_list() == [70.0]


def test_shuffled_outcomes_have_no_drivers(planted: Catalog) -> None:
    found = drivers(planted, OPERATOR, "won", None, (Filter(field="source", op=Op.EQ, value="Web"),))
    assert not found.found.found
    assert found.found.skill == 0


def test_visits_know_what_was_late_before_them_alone(tiny: Catalog) -> None:
    """Acme's second ticket was due on 1 March at 9: late for the visit of 2 March, not of 1 March; Echo's is open."""
    visits = answered_visits(tiny, OPERATOR, None, ())
    told = visits.filter(pl.col("tickets_180") > 0).select("score", "tickets_180", "late_tickets_180").rows()
    assert visits.height == 4
    assert told == [(2, 1, 1), (4, 2, 1), (5, 2, 0)]


def test_buyers_are_told_as_of_the_day_before_the_horizon(tiny: Catalog) -> None:
    """A horizon of 60 days: by 1 May Acme had bought on 30 January and 11 February; last followed up on 16 January."""
    numbers = ["churned", "recency", "tenure", "orders_365", "spend_365", "silence"]
    assert past_buyers(tiny, OPERATOR, None, ()).select(numbers).rows() == [(True, 80, 92, 2, 120, 106)]
    assert past_buyers(tiny, BOB, None, ()).height == 1
    assert past_buyers(tiny, Viewer("Dee", ScopeKind.SELF, 4), None, ()).is_empty()


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_handful_of_rows_is_refused_in_a_sentence(tiny: Catalog, outcome: str) -> None:
    with pytest.raises(MingjingError, match="At least 50 rows"):
        drivers(tiny, OPERATOR, outcome)


def test_an_unknown_outcome_is_named(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="satisfactoin"):
        drivers(tiny, OPERATOR, "satisfactoin")
