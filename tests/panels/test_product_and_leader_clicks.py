"""What a click on a pair of products or on a leaderboard asks for, and what it keeps closed."""

from typing import Any

import pytest
import streamlit as st

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op, Period
from datasource.reports.bought_together import bought_together
from datasource.reports.leaderboard import leaderboard
from datasource.scope import OPERATOR, Viewer
from widgets.blocks import drill
from widgets.panels import leaderboards, products

YEAR = Period(preset="this_year")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The questions for records that were asked, and the sentences that were told instead."""
    found: list[tuple[Any, ...]] = []
    monkeypatch.setattr(drill, "ask_behind", lambda query, filters: found.append((query.metrics, filters)))
    monkeypatch.setattr(st, "toast", lambda text, icon: found.append((icon, text)))
    return found


def test_a_pair_asks_for_the_contracts_with_both(tiny: Catalog, asked: list[tuple[Any, ...]]) -> None:
    result = bought_together(tiny, OPERATOR, "contracts", 1).result
    (pair,) = result.rows.select("first", "second").rows()
    assert products.pair_of(result.rows, {"first": "Box", "second": "App", "lift": 1.0}) == pair == ("Box", "App")
    assert products.pair_of(result.rows, {"pair": "Box + App"}) == pair
    products.ask_for_pair(result, pair, both=True)
    products.ask_for_pair(result, pair, both=False)
    both = tuple(Filter(field="product", op=Op.EQ, value=name) for name in pair)
    either = (Filter(field="product", op=Op.IN, value=pair),)
    assert asked == [(("contract_count",), both), (("contract_count",), either)]


def test_a_member_with_a_name_asks_for_its_records(tiny: Catalog, asked: list[tuple[Any, ...]]) -> None:
    board = leaderboard(tiny, Viewer("Bob", ScopeKind.SELF, 2), "contract_amount", "owner", YEAR)
    leaderboards.ask_for_member(board.result, "owner", {"owner": "★ Bob"})
    assert asked == [(("contract_amount",), (Filter(field="owner", op=Op.EQ, value="Bob"),))]


def test_a_colleague_out_of_sight_stays_closed(tiny: Catalog, asked: list[tuple[Any, ...]]) -> None:
    board = leaderboard(tiny, Viewer("Bob", ScopeKind.SELF, 2), "contract_amount", "owner", YEAR)
    leaderboards.ask_for_member(board.result, "owner", {"owner": "Colleague 1"})
    assert asked == [("🔒", "The records of colleagues outside your data stay closed.")]


def test_the_total_row_asks_for_all_that_the_reader_may_see(tiny: Catalog, asked: list[tuple[Any, ...]]) -> None:
    board = leaderboard(tiny, OPERATOR, "trips", "owner", YEAR)
    leaderboards.ask_for_member(board.result, "owner", {})
    assert asked == [(("trips",), ())]
