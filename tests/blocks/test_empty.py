"""Whatever there is nothing to show for says why: no such data, no rights, no filter met, nothing in the period."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from datasource.people.account import ScopeKind
from datasource.question import Dimension, Filter, Op, Period, Query
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from tests.charts.answers import PROOF, TEAM, WON, answer
from tests.tiny_crm import build
from widgets.blocks.tile import not_loaded, why_empty
from widgets.state.cache import Shared, shared

BY_OWNER = Query(metrics=("contract_amount",), by=(Dimension(field="owner"),))
NOBODY = (Filter(field="owner", op=Op.EQ, value="Nobody"),)
LONG_AGO = Period.model_validate({"from": date(1990, 1, 1), "to": date(1990, 12, 31)})
STRANGER = Viewer("Stranger", ScopeKind.SELF, None)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    return shared(build(tmp_path_factory.mktemp("full")))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """A store that was published without a single table."""
    folder: Path = tmp_path_factory.mktemp("bare")
    with Store(folder).publish(Meta(source="bare", company="Bare", currency="CNY", today=date(2024, 6, 30))):
        pass
    return shared(folder)


@pytest.mark.parametrize(
    ("names", "tables"),
    [
        (("contract_amount",), "Contracts"),
        (("received_amount", "contract_count"), "Receipts, Contracts"),
        (("deal_rate",), "Customers"),
        (("outstanding_amount",), "Contracts"),
    ],
)
def test_what_was_never_loaded_is_named(bare: Shared, names: tuple[str, ...], tables: str) -> None:
    found = bare.answer(BY_OWNER.model_copy(update={"metrics": names}), OPERATOR)
    assert not_loaded(found)
    assert why_empty(found) == f"There are no such data in this store yet: {tables}. Load them, and they show here."


def test_no_rights_are_told_apart_from_no_data(tiny: Shared) -> None:
    assert why_empty(tiny.answer(BY_OWNER, STRANGER)) == "There are data, but none that you may see."


def test_a_period_without_data_blames_the_period_alone(tiny: Shared) -> None:
    found = tiny.answer(BY_OWNER.model_copy(update={"period": LONG_AGO}), OPERATOR)
    assert why_empty(found) == "Nothing falls into the period chosen; choose a longer or another one."


def test_filters_that_nothing_meets_are_blamed_with_the_period(tiny: Shared) -> None:
    found = tiny.answer(BY_OWNER.model_copy(update={"period": LONG_AGO, "where": NOBODY}), OPERATOR)
    told = "Nothing fits the period and filters chosen; choose a longer period or fewer filters."
    assert why_empty(found) == told
    assert why_empty(tiny.answer(BY_OWNER.model_copy(update={"where": NOBODY}), OPERATOR)) == told


def test_an_answer_without_a_proof_is_not_taken_for_one_without_data() -> None:
    found = answer((TEAM, WON), [{"team": "North", "won_amount": 1.0}], proof=replace(PROOF, metrics=()))
    assert not not_loaded(found)
