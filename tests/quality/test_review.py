"""Which clusters are still to be decided, and by whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.people.account import ScopeKind
from datasource.people.database import open_app_database
from datasource.quality.merges import Decider, decisions, keep_apart, merge, overlay_of
from datasource.quality.review import clusters_to_decide, decisions_to_see
from datasource.query.engine import under
from datasource.scope import OPERATOR, Viewer
from tests.quality.merged_company import build_with_ids

BOB = Viewer("Bob", ScopeKind.SELF, 2)
DEE = Viewer("Dee", ScopeKind.SELF, 4)


@pytest.fixture
def decider(tmp_path: Path) -> Iterator[Decider]:
    database = open_app_database(build_with_ids(tmp_path, doubled=True))
    yield Decider(database, "root")
    database.engine.dispose()


def _ids(decider: Decider, viewer: Viewer = OPERATOR) -> list[list[str]]:
    database = decider.database
    catalog: Catalog = under(open_catalog(database.folder), overlay_of(database))
    found = clusters_to_decide(catalog, viewer, "customers", decisions(database, "customers"))
    return [list(one.ids) for one in found]


def test_whoever_sees_all_of_its_records_sees_a_cluster(decider: Decider) -> None:
    assert _ids(decider) == [["C1", "C7"]]
    assert _ids(decider, BOB) == [["C1", "C7"]]
    assert _ids(decider, DEE) == []


@pytest.mark.parametrize("apart", [True, False])
def test_a_cluster_that_is_decided_is_not_shown(decider: Decider, apart: bool) -> None:
    if apart:
        keep_apart(decider, "customers", ["C1", "C7"])
    else:
        merge(decider, "customers", ["C1", "C7"], "C1")
    assert _ids(decider) == []


def test_a_merge_with_another_record_leaves_the_cluster_to_decide(decider: Decider) -> None:
    merge(decider, "customers", ["C2", "C7"], "C2")
    assert _ids(decider) == [["C1", "C7"]]
    assert _ids(decider, BOB) == [["C1", "C7"]]


def test_a_decision_about_another_table_does_not_count(decider: Decider) -> None:
    keep_apart(decider, "contacts", ["C1", "C7"])
    assert _ids(decider) == [["C1", "C7"]]


def test_a_decision_is_shown_to_whoever_sees_all_of_its_records(decider: Decider) -> None:
    merge(decider, "customers", ["C1", "C7"], "C1")  # both Bob's
    keep_apart(decider, "customers", ["C2", "C3"])
    keep_apart(decider, "customers", ["C1", "C99"])  # one of them is no longer in the data
    database = decider.database
    catalog = under(open_catalog(database.folder), overlay_of(database))
    decided = decisions(database, "customers")

    def shown(viewer: Viewer) -> list[set[str]]:
        return [set(one.members) for one in decisions_to_see(catalog, viewer, "customers", decided)]

    assert shown(OPERATOR) == [{"C1", "C99"}, {"C2", "C3"}, {"C1", "C7"}]
    assert shown(BOB) == [{"C1", "C7"}]
    assert shown(DEE) == []
