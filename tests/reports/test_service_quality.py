"""Rates of service by hand on the tiny company, and what a made-up company planted in its tickets."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op, Period
from datasource.reports.service_quality import problem_products, service_rates
from datasource.reports.service_times import service_times
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.tables.schema import polars_schema

TODAY = date(2025, 12, 31)
BOB = Viewer("Bob", ScopeKind.SELF, 2)
HALF = Period(start=date(2024, 1, 1), end=date(2024, 6, 30))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """300 tickets over ten months: half of product A's are faults, a tenth of B's; every 20th is not answered yet.

    In October, 20 of 30 tickets were escalated, else 3 of 30. Customer 1 reported the same fault twice in 10 days.
    """
    folder: Path = tmp_path_factory.mktemp("planted")
    keys = list(range(300))
    month = [key // 30 for key in keys]
    opened = [datetime(2025, 1 + at, 1 + key % 28, 9) for key, at in zip(keys, month, strict=True)]
    fault = [key % 2 == 0 if key % 4 < 2 else key % 10 == 3 for key in keys]
    tables: dict[str, dict[str, Any]] = {
        "users": {"user_id": [1], "name": ["Ann"], "is_active": [True]},
        "products": {"product_id": [1, 2], "name": ["A", "B"]},
        "customers": {"customer_id": keys[1:], "name": [f"C{key}" for key in keys[1:]], "owner_id": [1] * 299},
        "tickets": {
            "ticket_id": [key + 1 for key in keys],
            "customer_id": [max(key, 1) for key in keys],
            "product_id": [1 if key % 4 < 2 else 2 for key in keys],
            "category": ["Fault" if bad else "Question" for bad in fault],
            "opened_at": opened,
            "opened_date": [one.date() for one in opened],
            "first_response_at": [
                None if key % 20 == 0 else one + timedelta(hours=1 + key % 7)
                for key, one in zip(keys, opened, strict=True)
            ],
            "is_escalated": [key % 30 < (20 if at == 9 else 3) for key, at in zip(keys, month, strict=True)],
        },
    }
    tables["tickets"]["category"][:2] = ["Fault", "Fault"]
    with Store(folder).publish(Meta(source="planted", company="Planted", currency="CNY", today=TODAY)) as version:
        for name, columns in tables.items():
            rows = pl.DataFrame(columns)
            schema = {column: dtype for column, dtype in polars_schema(name).items() if column in rows.columns}
            version.write(name, rows.cast(schema))  # type: ignore[arg-type]
    return open_catalog(folder)


def test_escalations_are_shares_of_the_tickets_opened(tiny: Catalog) -> None:
    found = service_rates(tiny, OPERATOR, "escalated", "product", HALF)
    assert found.chart.points.select("group", "events", "exposure").rows() == [
        ("App", 2, 2), ("Box", 0, 2), ("Unknown", 0, 1),
    ]  # fmt: skip
    assert found.chart.centre == pytest.approx(2 / 5)
    assert found.base.rows.row(0) == (2,)


def test_reopened_are_shares_of_those_once_resolved(tiny: Catalog) -> None:
    found = service_rates(tiny, OPERATOR, "reopened", "ticket_category", HALF)
    assert found.chart.points.select("group", "events", "exposure").rows() == [("Fault", 1, 2), ("Question", 0, 1)]


def test_tickets_are_counted_against_customers_who_bought_within_a_year(tiny: Catalog) -> None:
    """Acme bought in January, Echo in May; of the others' tickets none counts."""
    found = service_rates(tiny, OPERATOR, "volume", "month", HALF)
    assert found.chart.points.select("group", "events", "exposure").rows() == [
        ("2024-01", 0, 0.01), ("2024-02", 2, 0.01), ("2024-03", 0, 0.01),
        ("2024-04", 0, 0.01), ("2024-05", 0, 0.02), ("2024-06", 1, 0.02),
    ]  # fmt: skip
    assert found.chart.withheld is not None


def test_a_smaller_scope_counts_its_own_customers_with_all_their_tickets(tiny: Catalog) -> None:
    """Acme is Bob's; Dee handled both of its tickets."""
    found = service_rates(tiny, BOB, "volume", "month", HALF)
    assert found.chart.points["events"].to_list() == [0, 2, 0, 0, 0, 0]
    assert found.chart.points["exposure"].to_list() == [0.01] * 6


def test_half_a_month_is_half_the_exposure(tiny: Catalog) -> None:
    half = Period(start=date(2024, 2, 15), end=date(2024, 2, 29))
    (row,) = service_rates(tiny, OPERATOR, "volume", "month", half).chart.points.iter_rows(named=True)
    assert (row["events"], row["exposure"]) == (1, pytest.approx(15 / 29 / 100))


def test_a_product_counts_the_customers_who_bought_it(tiny: Catalog) -> None:
    """Box: Acme from February on, in five months; App: Acme in five, Echo in two."""
    found = service_rates(tiny, OPERATOR, "volume", "product", HALF)
    told = {row["group"]: (row["events"], row["exposure"]) for row in found.chart.points.iter_rows(named=True)}
    assert told == {"Box": (1, pytest.approx(0.05)), "App": (2, pytest.approx(0.07))}


def test_a_month_beyond_chance_is_marked(planted: Catalog) -> None:
    found = service_rates(planted, OPERATOR, "escalated", "month")
    assert found.chart.points.drop_nulls("signal").select("group", "events", "signal").rows() == [
        ("2025-10", 20, "above")
    ]


def test_the_same_problem_within_a_month_is_a_repetition(planted: Catalog) -> None:
    found = service_rates(planted, OPERATOR, "repeat", "month", Period(start=TODAY.replace(month=1, day=1), end=TODAY))
    assert found.chart.points.filter(pl.col("events") > 0).select("group", "events").rows() == [("2025-01", 1)]


def test_products_that_stand_out_are_found_with_their_ratio(planted: Catalog) -> None:
    found = problem_products(planted, OPERATOR).found.filter("found")
    assert found.select("product", "issue").rows()[0] == ("A", "Fault")
    assert found["ratio"][0] > 2


def test_waiting_tickets_lengthen_the_times(planted: Catalog) -> None:
    """Of 300, 15 wait: half of all have an answer after 4 hours, and nine of ten after 7."""
    found = service_times(planted, OPERATOR, "first_response", "ticket_category")
    assert (found.curve.quantile(), found.curve.quantile(0.9)) == (4, 7)
    assert found.groups["waiting"].sum() == 15
    assert set(found.groups["group"]) == {"Fault", "Question"}


def test_too_little_is_a_sentence(tiny: Catalog, planted: Catalog) -> None:
    with pytest.raises(MingjingError, match="At least 5 durations"):
        service_times(tiny, OPERATOR, "first_response", "owner", HALF)
    with pytest.raises(MingjingError, match="bought within the year"):
        service_rates(planted, OPERATOR, "volume", "month")
    with pytest.raises(MingjingError, match="names both a product and a category"):
        problem_products(tiny, OPERATOR, Period(start=date(2020, 1, 1), end=date(2020, 1, 31)))
    with pytest.raises(MingjingError, match="choose a longer period"):
        service_rates(tiny, OPERATOR, "escalated", "month", Period(start=date(2020, 1, 1), end=date(2020, 1, 31)))
    with pytest.raises(MingjingError, match="choose a longer period"):
        where = (Filter(field="industry", op=Op.EQ, value="Mining"),)
        service_rates(tiny, OPERATOR, "repeat", "month", HALF, where)
