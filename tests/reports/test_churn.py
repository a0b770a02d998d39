"""Risks are told of the customers in sight alone, with the money at stake in the company's own unit."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op
from datasource.reports.churn import churn, to_save
from datasource.scope import OPERATOR, Viewer
from datasource.store.studies import NONE, Made, publish_studies
from tests.tiny_crm import build

CARD = MethodCard("What", "Which", date(2024, 6, 30), (), (), ())
CUSTOMERS = pl.DataFrame(
    {
        "customer_id": [1, 5, 6],
        "p_churn_risk": [0.2, 0.6, 0.9],
        "p_risk_amount": [20_00, 180_00, 90_00],
        "spend": [100_00, 300_00, 100_00],
        "recency": [40.0, 80.0, 1.0],
        "silence": [None, 12.0, 1.0],
        "reasons": [["recency"], ["silence", "recency"], []],
    }
)
TABLES = {"customers": CUSTOMERS, "bins": pl.DataFrame(), "gains": pl.DataFrame(), "measures": pl.DataFrame()}


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Acme (Bob's), Echo (Dee's) and the deleted Fake with risks."""
    folder: Path = build(tmp_path_factory.mktemp("foreseen"))
    publish_studies(folder, "v", date(2024, 6, 30), {"churn": Made(0.0, TABLES, CARD)})
    return open_catalog(folder)


def test_whoever_sees_all_gets_every_customer_that_is_there(foreseen: Catalog) -> None:
    found = churn(foreseen, OPERATOR)
    assert found.risks.drop("reasons").rows() == [
        (5, "Echo", "Dee", 0.6, 180.0, 300.0, 80, 12),
        (1, "Acme", "Bob", 0.2, 20.0, 100.0, 40, None),
    ]
    assert found.base.rows.row(0) == pytest.approx((0.4, 200.0))


def test_a_smaller_scope_gets_its_own_customers_and_their_sum(foreseen: Catalog) -> None:
    found = churn(foreseen, Viewer("Bob", ScopeKind.SELF, 2))
    assert found.risks["label"].to_list() == ["Acme"]
    assert found.base.rows.row(0) == pytest.approx((0.2, 20.0))


def test_filters_hold_for_the_list_and_the_numbers(foreseen: Catalog) -> None:
    found = churn(foreseen, OPERATOR, (Filter(field="industry", op=Op.EQ, value="Retail"),))
    assert found.risks["label"].to_list() == ["Echo"]
    assert found.base.rows.row(0) == pytest.approx((0.6, 180.0))


def test_nobody_in_sight_gets_a_sentence(foreseen: Catalog) -> None:
    with pytest.raises(MingjingError, match="no risk is told"):
        churn(foreseen, Viewer("Ann", ScopeKind.SELF, 1))
    with pytest.raises(MingjingError, match="not been worked out yet"):
        churn(foreseen.with_studies(NONE), OPERATOR)


def test_a_talk_pays_where_it_saves_more_than_it_costs(foreseen: Catalog) -> None:
    """Echo: 0.6 x 0.5 x 300 = 90 saved for 30; Acme: 0.2 x 0.5 x 100 = 10 saved for 30."""
    plan = to_save(churn(foreseen, OPERATOR).risks, cost=30, success=0.5)
    assert (plan.threshold, plan.saved, plan.at_risk) == pytest.approx((0.6, 60.0, 200.0))
    assert plan.chosen.tolist() == [True, False]
