"""The benchmark compares equals: every shipped question has a hand-written twin and SQL text with the same answer."""

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.sample.company import publish_demo
from datasource.sample.organisation import FIRST_HEAD
from datasource.scope import OPERATOR, Viewer
from tests.benchmarks import duck, measure
from tests.benchmarks.by_hand import BY_HAND
from tests.benchmarks.by_hand.pages import PAGES_BY_HAND
from tests.benchmarks.questions import questions
from tests.benchmarks.ready_pages import BY_METHOD, ready_pages
from tests.benchmarks.report import Scale

HEAD = Viewer("head", ScopeKind.DEPARTMENT_TREE, FIRST_HEAD)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A small demo company."""
    folder = tmp_path_factory.mktemp("small")
    publish_demo(folder, seed=7, scale=0.05)
    return open_catalog(folder)


def test_every_question_is_written_by_hand_and_in_sql() -> None:
    texts = {str(path.relative_to(duck.FOLDER).with_suffix("")) for path in duck.FOLDER.glob("*/*.sql")}
    assert set(questions()) == set(BY_HAND) == texts


@pytest.mark.parametrize("viewer", [OPERATOR, HEAD], ids=["everything", "a region"])
def test_the_hand_written_queries_give_our_answers(small: Catalog, viewer: Viewer) -> None:
    for name, query in questions().items():
        measure.same(small, name, query, viewer)


def test_sql_gives_our_answers(small: Catalog) -> None:
    with duck.connect(small) as connection:
        for name, query in questions().items():
            duck.same_sql(connection, small, name, query)


def test_different_rows_are_noticed(small: Catalog) -> None:
    asked = questions()
    rows = answer(small, asked["asked/follow-ups-by-owner"]).rows
    with pytest.raises(AssertionError, match="follow-ups"):
        measure.assert_rows_equal(rows, rows.reverse(), "follow-ups")


def test_timings_are_told_beside_each_other(small: Catalog) -> None:
    asked = {"cockpit/ranking": questions()["cockpit/ranking"]}
    timings = measure.compare(small, asked, [OPERATOR], 0.01)
    lines = Scale(0.1, {"activities": 1}, timings, {"cockpit/ranking": 0.5}, 100).lines()
    assert lines[3].startswith("cockpit/ranking")
    assert lines[3].endswith("500.0")
    assert "median of ratios" in lines[-1]


def test_every_ready_page_is_written_by_hand_but_targets_and_what_methods_work_out() -> None:
    plain = {file for file in ready_pages() if not file.startswith(BY_METHOD)}
    assert set(PAGES_BY_HAND) == plain - {"goals/edit_targets.py"}
