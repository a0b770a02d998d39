"""A number without bins gets round ones, from the rows that the viewer may see and the question counts."""

from pathlib import Path

import polars as pl
import pytest

from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.plan import make_plan
from datasource.query.bins import MOST_MEMBERS, edges
from datasource.question import read_query
from datasource.scope import Viewer
from tests.traps.company import TODAY, ask, company, rows, won


def test_few_numbers_are_an_edge_each(tmp_path: Path) -> None:
    deals = [won(1_00), won(1_00), won(2_50)]
    assert rows(company(tmp_path, opportunities=deals), metrics=["won_count"], by=["amount"]) == [
        ("[1, 2.5)", 2),
        ("[2.5, ∞)", 1),
    ]


def test_many_numbers_are_cut_at_round_ones() -> None:
    found = edges(pl.Series([float(number) for number in range(1, 1001)]))
    assert found == tuple(float(edge) for edge in range(50, 1000, 50))
    assert edges(pl.Series([number / 8 for number in range(801)])) == tuple(float(edge) for edge in range(5, 100, 5))


def test_money_is_cut_in_major_units_and_days_at_whole_ones() -> None:
    cents = edges(pl.Series([float(number) for number in range(100)]), scale=100)
    assert cents == tuple(round(edge / 100, 2) for edge in range(5, 100, 5))
    days = edges(pl.Series([float(number) for number in range(MOST_MEMBERS + 1)]))
    assert all(edge == int(edge) for edge in days)


def test_one_huge_number_does_not_make_one_bin_of_all_others() -> None:
    values = pl.Series([*(float(number) for number in range(200)), 1e15])
    assert len(edges(values)) > 10
    assert max(edges(values)) < 1000


def test_no_numbers_leave_one_edge(tmp_path: Path) -> None:
    assert edges(pl.Series([], dtype=pl.Float64)) == (0.0,)
    told = rows(company(tmp_path, opportunities=[won(None)]), metrics=["won_count"], by=["amount"])
    assert told == [("Unknown", 1)]


def test_edges_tell_nothing_of_rows_out_of_scope_or_filtered_out(tmp_path: Path) -> None:
    users = [{"name": "Ann"}, {"name": "Bob"}]
    catalog = company(tmp_path, users=users, opportunities=[won(1_00, owner_id=1), won(77_00, owner_id=2)])
    own = ask(catalog, Viewer("Ann", ScopeKind.SELF, 1), metrics=["won_count"], by=["amount"])
    assert own.query.by[0].bins == (1.0,)
    mine = {"field": "owner", "op": "eq", "value": "Ann"}
    assert ask(catalog, metrics=["won_count"], by=["amount"], where=[mine]).query.by[0].bins == (1.0,)


def test_metrics_with_conditions_of_their_own_each_have_a_say(tmp_path: Path) -> None:
    lost = won(5_00) | {"outcome": "lost"}
    catalog = company(tmp_path, opportunities=[won(1_00), lost])
    assert rows(catalog, metrics=["won_count", "lost_count"], by=["amount"]) == [("[1, 5)", 1, 0), ("[5, ∞)", 0, 1)]


def test_a_plan_takes_no_number_without_bins() -> None:
    query = read_query({"metrics": ["won_amount"], "by": ["amount"]})
    with pytest.raises(MingjingError, match="give 'bins'"):
        make_plan(query, TODAY, 1)
