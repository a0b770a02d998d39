"""Leaderboards: ties, change of rank, newcomers, former staff, and what a reader with a scope is shown (R13)."""

import re
from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import METRICS
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op, Period, Query
from datasource.reports import exceptions
from datasource.reports.leaderboard import BOARDS, Place, leaderboard
from datasource.scope import OPERATOR, Viewer
from datasource.settings import Comparisons
from tests.architecture.sources import sources
from tests.traps.company import company

MAY = Period(start=date(2024, 5, 1), end=date(2024, 5, 31))
MOVED = ["rank", "moved", "owner", "contract_amount", "is_new"]


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """April: Ann 50, Bob 30, Cid 20, Eve 10. May: Bob 60, Ann 40, Cid 40, Dee 20 (new), pool 40; Eve has left, 200."""
    april, may = date(2024, 4, 10), date(2024, 5, 10)
    amounts: list[tuple[int | None, date, int]] = [(1, april, 50), (2, april, 30), (3, april, 20), (5, april, 10)]
    amounts += [(2, may, 60), (1, may, 40), (3, may, 40), (4, may, 20), (None, may, 40), (5, may, 200)]
    return company(
        tmp_path_factory.mktemp("race"),
        departments=[
            {"name": "Company"},
            {"name": "East", "parent_id": 1},
            {"name": "West", "parent_id": 1},
        ],
        users=[
            {"name": "Ann", "department_id": 2, "is_active": True},
            {"name": "Bob", "department_id": 2, "is_active": True},
            {"name": "Cid", "department_id": 3, "is_active": True},
            {"name": "Dee", "department_id": 3, "is_active": True},
            {"name": "Eve", "department_id": 3, "is_active": False},
        ],
        contracts=[
            {"owner_id": owner, "order_date": day, "amount": amount * 100, "status": "approved"}
            for owner, day, amount in amounts
        ],
    )


DEE = Viewer("Dee", ScopeKind.SELF, 4)


def test_there_are_nine_boards_and_each_is_a_metric() -> None:
    assert len(set(BOARDS)) == 9
    assert set(BOARDS) <= set(METRICS)


def test_equal_values_share_a_rank_and_newcomers_are_new(race: Catalog) -> None:
    board = leaderboard(race, OPERATOR, "contract_amount", "owner", MAY)
    assert board.result.rows.select(MOVED).rows() == [
        (1, 1, "Bob", 60.0, False),  # second in April, when Eve, who has left, is not ranked either
        (2, -1, "Ann", 40.0, False),
        (2, 1, "Cid", 40.0, False),
        (4, None, "Dee", 20.0, True),
        (None, None, "—", 40.0, False),
    ]
    assert board.ranked == 4
    assert board.result.rows["share"].to_list() == [0.15, 0.1, 0.1, 0.05, 0.1]  # of all 400, Eve's 200 among them
    assert board.result.totals == {
        "contract_amount": 400.0,
        "contract_amount__base": 110.0,
        "contract_amount__change": pytest.approx(290 / 110),
    }


def test_former_staff_are_ranked_when_asked_for(race: Catalog) -> None:
    board = leaderboard(race, OPERATOR, "contract_amount", "owner", MAY, (), True)
    assert board.result.rows["owner"].to_list()[:2] == ["Eve", "Bob"]
    assert board.result.rows["moved"].to_list() == [3, 0, -2, 0, None, None]  # April: Ann, Bob, Cid, Eve


def test_departments_can_be_ranked(race: Catalog) -> None:
    board = leaderboard(race, OPERATOR, "contract_amount", "department", MAY)
    found = board.result.rows.select("rank", "moved", "department", "contract_amount").rows()
    assert found == [(1, 1, "West", 260.0), (2, -1, "East", 100.0), (None, None, "—", 40.0)]


def test_a_filter_narrows_the_list_and_keeps_the_company_wide_rank(race: Catalog) -> None:
    east = (Filter(field="department", op=Op.IN, value=("West",)),)
    board = leaderboard(race, OPERATOR, "contract_amount", "owner", MAY, east)
    assert board.result.rows.select("rank", "owner").rows() == [(2, "Cid"), (4, "Dee")]
    assert board.ranked == 4


def test_a_seller_sees_places_and_values_without_names(race: Catalog) -> None:
    board = leaderboard(race, DEE, "contract_amount", "owner", MAY)
    assert board.result.rows.select("rank", "owner", "team", "contract_amount", "is_mine").rows() == [
        (1, None, None, 60.0, False),
        (2, None, None, 40.0, False),
        (2, None, None, 40.0, False),
        (4, "Dee", "West", 20.0, True),
        (None, "—", None, 40.0, False),
    ]
    assert board.mine == Place(4, None, True, 20.0, 0.05)


def test_the_proof_names_the_reader_and_counts_the_whole_company(race: Catalog) -> None:
    proof = leaderboard(race, DEE, "contract_amount", "owner", MAY).result.proof
    assert (proof.viewer, proof.scope) == ("Dee", "self")
    assert (proof.metrics[0].rows_used, proof.metrics[0].rows_out_of_scope) == (6, 0)


def test_a_seller_sees_the_own_department_by_name(race: Catalog) -> None:
    board = leaderboard(race, DEE, "contract_amount", "department", MAY)
    found = board.result.rows.select("department", "is_mine").rows()
    assert found == [("West", True), (None, False), ("—", False)]


def test_names_are_shown_where_the_setting_says_so(race: Catalog) -> None:
    board = leaderboard(race, DEE, "contract_amount", "owner", MAY, (), False, Comparisons.NAMES)
    assert board.result.rows["owner"].to_list() == ["Bob", "Ann", "Cid", "Dee", "—"]


def test_without_comparisons_a_seller_sees_only_the_own_row_and_no_rank(race: Catalog) -> None:
    board = leaderboard(race, DEE, "contract_amount", "owner", MAY, (), False, Comparisons.OFF)
    assert board.result.rows.select("rank", "owner", "contract_amount", "share").rows() == [(None, "Dee", 20.0, 1.0)]
    assert (board.is_company, board.ranked, board.mine) == (False, 0, Place(None, None, False, 20.0, 1.0))


def test_whoever_sees_everything_is_compared_under_every_setting(race: Catalog) -> None:
    boards = [leaderboard(race, OPERATOR, "contract_amount", "owner", MAY, (), False, one) for one in Comparisons]
    assert [board.result.rows["owner"].to_list() for board in boards] == [["Bob", "Ann", "Cid", "Dee", "—"]] * 3
    assert all(board.is_company for board in boards)


def test_a_rep_without_a_number_has_no_place(tiny: Catalog) -> None:
    ann = Viewer("Ann", ScopeKind.SELF, 1)
    board = leaderboard(tiny, ann, "trips", "owner", Period(preset="this_year"))
    assert board.mine is None
    assert board.result.rows.select("rank", "owner", "trips").rows() == [(1, None, 2), (2, None, 1)]


def test_unknown_dimension_is_refused(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="Did you mean 'owner'"):
        leaderboard(tiny, OPERATOR, "trips", "ovner", MAY)


def test_no_other_report_or_screen_looks_past_the_scope() -> None:
    beyond = [
        file.path
        for file in sources()
        if str(file.path).startswith(("datasource/reports/", "widgets/", "pages/"))
        and re.search(r"\bOPERATOR\b", file.text)
    ]
    assert list(map(str, beyond)) == ["datasource/reports/exceptions.py"]


def test_every_exception_is_registered_under_its_own_name(tiny: Catalog) -> None:
    assert all(one.name == name for name, one in exceptions.EXCEPTIONS.items())
    unknown = exceptions.NamedException("curiosity", "")
    with pytest.raises(KeyError):
        exceptions.compared(tiny, Query(metrics=("trips",)), OPERATOR, unknown, Comparisons.NAMES)
