"""Regression and factors over the records in sight of a made-up company, and sentences where there is too little."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Period
from datasource.reports.regression import factors, field_name, regression
from datasource.reports.regression_rows import KINDS, buyers, deals
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.tables.schema import polars_schema

TODAY = date(2025, 12, 31)
BOB = Viewer("Bob", ScopeKind.SELF, 2)
COUNT = 240
YEAR = Period(start=date(2025, 1, 1), end=TODAY)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A contract is worth 100 and 50 more for each follow-up; Bob has every other customer."""
    folder: Path = tmp_path_factory.mktemp("planted")
    rng = np.random.default_rng(9)
    keys = list(range(1, COUNT + 1))
    notes = rng.integers(0, 6, COUNT)
    owner = [1 + key % 2 for key in keys]
    noted = [key for key, count in zip(keys, notes, strict=True) for _note in range(count)]
    began = [date(2025, 1, 1) + timedelta(days=key % 90) for key in keys]
    tables: dict[str, dict[str, Any]] = {
        "users": {"user_id": [1, 2], "name": ["Ann", "Bob"], "is_active": [True, True]},
        "customers": {
            "customer_id": keys, "name": [f"C{key}" for key in keys], "owner_id": owner, "created_date": began,
            "industry": rng.choice(["Retail", "Banking"], COUNT),
        },
        "contracts": {
            "contract_id": keys, "number": [f"N{key}" for key in keys], "customer_id": keys, "owner_id": owner,
            "status": ["approved"] * COUNT, "order_date": [day + timedelta(days=40) for day in began],
            "amount": (10_000 + 5_000 * notes + rng.normal(0, 300, COUNT)).astype(int),
        },
        "activities": {
            "activity_id": list(range(1, len(noted) + 1)), "kind": ["follow_up"] * len(noted), "customer_id": noted,
            "opportunity_id": noted, "owner_id": [1 + key % 2 for key in noted],
            "created_date": [began[key - 1] + timedelta(days=1) for key in noted],
        },
        "opportunities": {
            "opportunity_id": keys, "name": [f"D{key}" for key in keys], "customer_id": keys, "owner_id": owner,
            "outcome": np.where(rng.random(COUNT) < 0.1 + notes / 7, "won", "lost"), "created_date": began,
            "close_date": [day + timedelta(days=30) for day in began], "amount": [100_00] * COUNT,
        },
    }  # fmt: skip
    with Store(folder).publish(Meta(source="planted", company="Planted", currency="CNY", today=TODAY)) as version:
        for name, columns in tables.items():
            rows = pl.DataFrame(columns)
            schema = {column: dtype for column, dtype in polars_schema(name).items() if column in rows.columns}
            version.write(name, rows.cast(schema))  # type: ignore[arg-type]
    return open_catalog(folder)


def test_what_was_planted_is_found_with_its_size(planted: Catalog) -> None:
    told = regression(planted, OPERATOR, "customers", "contract_amount", ("follow_ups", "industry"), YEAR)
    terms = {one.column.field: one for one in told.found.coefficients if one.column is not None}
    assert terms["follow_ups"].value == pytest.approx(50, abs=0.5)
    assert terms["follow_ups"].low < 50 < terms["follow_ups"].high
    assert told.found.skill > 0.98
    assert (told.found.rows, told.base.rows.row(0)) == (COUNT, (COUNT,))
    assert told.labels.to_list()[:2] == buyers(planted, OPERATOR, YEAR, ())["label"].to_list()[:2]


def test_yes_or_no_is_told_by_a_logit(planted: Catalog) -> None:
    told = regression(planted, OPERATOR, "deals", "won", ("notes", "industry"), YEAR)
    assert told.found.kind == "logit"
    (notes,) = (one for one in told.found.coefficients if one.column is not None and one.column.field == "notes")
    assert notes.low > 0


def test_a_deal_has_its_days_and_the_follow_ups_before_its_end(planted: Catalog) -> None:
    rows = deals(planted, OPERATOR, YEAR, ())
    assert rows["days"].unique().to_list() == [30.0]
    assert rows["amount"].unique().to_list() == [100.0]
    known = planted.entity("activities").group_by("opportunity_id").len()["len"].sum()
    assert rows["notes"].sum() == known


def test_a_smaller_scope_counts_its_own_records(planted: Catalog) -> None:
    told = regression(planted, BOB, "customers", "contract_amount", ("follow_ups",), YEAR)
    assert told.found.rows == COUNT / 2


def test_every_kind_has_rows_with_its_columns_and_names(planted: Catalog) -> None:
    for kind in KINDS.values():
        rows = kind.rows(planted, OPERATOR, YEAR, ())
        assert {"label", *kind.outcomes, *kind.fields} <= set(rows.columns)
        assert set(kind.first) <= set(kind.fields)
        assert set(kind.numbers) <= {*kind.fields, *kind.outcomes}
        assert all(field_name(field) for field in (*kind.fields, *kind.outcomes))


def test_too_little_is_a_sentence(planted: Catalog, tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="Choose at least one field"):
        regression(planted, OPERATOR, "customers", "contract_amount", ("contract_amount",), YEAR)
    with pytest.raises(MingjingError, match="the same in all rows"):
        regression(planted, OPERATOR, "deals", "days", ("notes",), YEAR)
    with pytest.raises(MingjingError, match="At least 5 rows"):
        regression(tiny, OPERATOR, "customers", "contract_amount", ("follow_ups",))
    with pytest.raises(MingjingError, match="Unknown field 'wealth'"):
        regression(planted, OPERATOR, "customers", "contract_amount", ("wealth",), YEAR)
    with pytest.raises(MingjingError, match="constant or told by the other fields"):
        factors(planted, OPERATOR, "customers", KINDS["customers"].numbers, period=YEAR)
    with pytest.raises(MingjingError, match="different fields are needed"):
        factors(planted, OPERATOR, "customers", ("follow_ups", "age"), period=YEAR)
