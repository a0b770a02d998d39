"""Values are told of the customers in sight alone, the ways that were tried with the naive rate below them."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op
from datasource.reports.customer_value import customer_value
from datasource.scope import OPERATOR, Viewer
from datasource.store.studies import NONE, Made, publish_studies
from datasource.texts import LANGUAGES, speaking
from tests.tiny_crm import build

CARD = MethodCard("What", "Which", date(2024, 6, 30), (), (), ())
CUSTOMERS = pl.DataFrame(
    {
        "customer_id": [1, 5, 6],
        "p_predicted_amount": [50_00, 180_00, 90_00],
        "low": [0, 0, 0],
        "high": [80_00, 400_00, 90_00],
        "purchases": [0.5, 0.6, 1.0],
        "mean_amount": [100_00, 300_00, 90_00],
        "three_years": [90_00, 300_00, 90_00],
        "bought_365": [120_00, 300_00, 90_00],
        "until": pl.Series([None, None, date(2025, 1, 1)], dtype=pl.Date),
        "orders": [2, 1, 1],
        "last": [date(2024, 2, 11), date(2024, 5, 21), date(2024, 6, 1)],
    }
)
NUMBERS = {"actual": 20.0, "expected": 22.0, "naive": 30.0, "bias": 0.1, "naive_bias": 0.5, "error": 0.4}
WAYS = pl.DataFrame(
    [
        {
            "way": way,
            "used": way == "one",
            **{name: value if way == "one" else None for name, value in NUMBERS.items()},
            "naive_error": 0.6,
            "top_decile": 0.3,
            "actual_amount": 2000_00.0,
            "expected_amount": 2100_00.0,
            "naive_amount": 3100_00.0,
            "error_amount": 40_00.0,
            "naive_error_amount": 70_00.0,
            **{f"why_{code}": None if way == "one" else f"no {code}" for code in LANGUAGES},
        }
        for way in ("one", "two")
    ]
)
HELD = pl.DataFrame(
    {"repeats": [0, 1], "customers": [10, 5], "actual": [1.0, 2.0], "expected": [1.0, 2.0], "naive": [0.0, 3.0]}
).with_columns(actual_amount=pl.lit(100_00.0), expected_amount=pl.lit(110_00.0), naive_amount=pl.lit(200_00.0))
TABLES = {"customers": CUSTOMERS, "by_repeats": HELD, "ways": WAYS}


def company(folder: Path) -> Path:
    """Values of Acme (Bob's), Echo (Dee's) and the deleted Fake."""
    made = build(folder)
    publish_studies(made, "v", date(2024, 6, 30), {"value": Made(0.0, TABLES, CARD)})
    return made


@pytest.fixture(scope="module")
def valued(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return open_catalog(company(tmp_path_factory.mktemp("valued")))


def test_whoever_sees_all_gets_every_customer_that_is_there(valued: Catalog) -> None:
    found = customer_value(valued, OPERATOR)

    assert found.customers.select("label", "owner", "predicted", "low", "high", "mean_amount").rows() == [
        ("Echo", "Dee", 180.0, 0.0, 400.0, 300.0),
        ("Acme", "Bob", 50.0, 0.0, 80.0, 100.0),
    ]
    assert "until" not in {column.name for column in found.columns}
    assert found.base.rows["predicted_value"][0] == found.customers["predicted"].sum()


def test_scope_and_filters_hold_for_list_and_sum(valued: Catalog) -> None:
    bob = customer_value(valued, Viewer("Bob", ScopeKind.SELF, 2))
    retail = customer_value(valued, OPERATOR, (Filter(field="industry", op=Op.EQ, value="Retail"),))

    assert (bob.customers["label"].to_list(), bob.base.rows.row(0)) == (["Acme"], (50.0,))
    assert (retail.customers["label"].to_list(), retail.base.rows.row(0)) == (["Echo"], (180.0,))
    with pytest.raises(MingjingError, match="no value is told"):
        customer_value(valued, Viewer("Ann", ScopeKind.SELF, 1))
    with pytest.raises(MingjingError, match="not been worked out yet"):
        customer_value(valued.with_studies(NONE), OPERATOR)


def test_findings_of_an_earlier_mingjing_are_not_read(tmp_path: Path) -> None:
    folder = build(tmp_path)
    publish_studies(folder, "v", date(2024, 6, 30), {"value": Made(0.0, {"customers": CUSTOMERS}, CARD)})
    with pytest.raises(MingjingError, match="not been worked out yet"):
        customer_value(open_catalog(folder), OPERATOR)


def test_the_ways_say_why_in_the_reader_s_language_and_the_naive_rate_stands_last(valued: Catalog) -> None:
    found = customer_value(valued, OPERATOR)

    assert found.ways.select("verdict", "error_amount").rows() == [
        ("used", 40.0),
        ("no en", 40.0),
        ("to be beaten", 70.0),
    ]
    assert found.ways.row(2, named=True)["expected"] == 30
    assert found.held["actual_amount"] == 2000.0
    with speaking("vi"):
        assert customer_value(valued, OPERATOR).ways["verdict"][1] == "no vi"
