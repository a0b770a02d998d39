"""The studies of next actions: calls that help are suggested to those in sight, with evidence, a trial and a reason."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.derived.next_actions import study_customer_actions, study_deal_actions
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.question import Dimension, Query
from datasource.reports.next_action import next_actions
from datasource.scope import OPERATOR, Viewer
from datasource.store.studies import Made, publish_studies, read_studies
from tests.traps.company import company
from widgets.panels.next_action import heading

TODAY = date(2025, 12, 31)
COUNT = 500
BOB = Viewer("Bob", ScopeKind.SELF, 2)


def _rows() -> dict[str, list[dict[str, object]]]:
    """Each customer ordered once and lay quiet; half of them were called after it, most of these ordered again."""
    rng = np.random.default_rng(4)
    contracts: list[dict[str, object]] = []
    activities: list[dict[str, object]] = []
    for customer in range(1, COUNT + 1):
        first = TODAY - timedelta(days=int(rng.integers(300, 900)))
        contracts.append(_order(customer, first))
        called = rng.random() < 0.5
        if called:
            day = first + timedelta(days=int(rng.integers(110, 150)))
            call = {"kind": "follow_up", "channel": "Phone", "customer_id": customer, "created_date": day}
            activities.append(call)
        if rng.random() < (0.7 if called else 0.2):
            contracts.append(_order(customer, first + timedelta(days=int(rng.integers(170, 260)))))
    people: list[dict[str, object]] = [{"name": "Ann", "login": "ann"}, {"name": "Bob", "login": "bob"}]
    customers: list[dict[str, object]] = [
        {"name": f"C{place}", "owner_id": 1 + place % 2, "created_date": date(2023, 1, 1)} for place in range(COUNT)
    ]
    return {"users": people, "customers": customers, "contracts": contracts, "activities": activities}


def _order(customer: int, day: date) -> dict[str, object]:
    return {"customer_id": customer, "order_date": day, "amount": 1000_00, "status": "approved"}


@pytest.fixture(scope="module")
def advised(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("advised")
    found = study_customer_actions(company(folder, TODAY, **_rows()))
    publish_studies(folder, "v", TODAY, {"customer_actions": Made(0.0, found.tables, found.card)})
    return open_catalog(folder)


def test_the_call_that_helps_is_suggested_with_its_worth_and_its_trial(advised: Catalog) -> None:
    found = next_actions(advised, OPERATOR, "customers")
    assert set(found.actions["action"]) == {"Phone"}
    row = found.actions.row(0, named=True)
    assert row["worth"] == 1000.0
    assert row["value"] == pytest.approx(row["gain"] * 1000, abs=0.01)
    assert 0 < row["low"] < row["value"] < row["high"]
    assert found.withheld is None
    assert found.trial is not None
    assert found.trial.low > 0.2
    assert found.is_confirmed
    assert not replace(found, trial=None).is_confirmed
    assert not replace(found, trial=replace(found.trial, low=-0.1)).is_confirmed
    assert found.hoped == "ordered again"


def test_only_customers_in_sight_are_listed(advised: Catalog) -> None:
    found = next_actions(advised, BOB, "customers")
    assert set(found.actions["owner"]) == {"Bob"}
    assert found.actions.height < next_actions(advised, OPERATOR, "customers").actions.height


def test_the_suggested_step_can_be_dragged_onto_a_chart(advised: Catalog) -> None:
    asked = Query(metrics=("customer_count",), by=(Dimension(field="customer_suggestion"),))
    counts = dict(answer(advised, asked).rows.rows())
    assert counts["Phone"] == next_actions(advised, OPERATOR, "customers").actions.height
    assert counts["Phone"] + counts["Unknown"] == COUNT


def test_too_few_deals_are_refused_in_a_sentence(advised: Catalog) -> None:
    with pytest.raises(MingjingError, match="looks at quiet ones"):
        study_deal_actions(advised)
    with pytest.raises(MingjingError, match="not been worked out yet"):
        next_actions(advised, OPERATOR, "deals")


def test_what_is_withheld_says_so_beside_its_effects(advised: Catalog, tmp_path: Path) -> None:
    known = study_customer_actions(advised)
    told = known.tables["told"].with_columns(withheld=pl.lit("No action"))
    tables = {**known.tables, "customers": known.tables["customers"].clear(), "told": told}
    publish_studies(tmp_path, "v", TODAY, {"customer_actions": Made(0.0, tables, known.card)})
    found = next_actions(advised.with_studies(read_studies(tmp_path)), BOB, "customers")
    assert found.withheld == "No action"
    assert found.actions.is_empty()
    assert found.effects.height > 0


def test_without_a_trial_the_list_stands_by_the_amounts_that_are_shown_and_says_so(
    advised: Catalog, tmp_path: Path
) -> None:
    known = study_customer_actions(advised)
    actions = known.tables["customers"].head(3)
    told = actions.with_columns(worth=pl.Series([300_00, 100_00, 200_00]), value=pl.Series([1_00, 9_00, 5_00]))
    published = replace(known, tables={**known.tables, "customers": told, "trial": known.tables["trial"].clear()})
    publish_studies(tmp_path, "v", TODAY, {"customer_actions": Made(0.0, published.tables, published.card)})
    found = next_actions(advised.with_studies(read_studies(tmp_path)), OPERATOR, "customers")
    assert found.actions["worth"].to_list() == [300.0, 200.0, 100.0]
    assert heading(found) == "What might be done next, largest amounts first"
    assert heading(next_actions(advised, OPERATOR, "customers")) == "What might be done next, worth most first"
