"""Merged records count as one, sums stay, scope is the survivor's, imports keep it, and taking it back restores all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.goals.revision import revision_of
from datasource.people.account import ScopeKind
from datasource.people.audit import Action, newest
from datasource.people.database import open_app_database
from datasource.quality.merges import Decider, Verdict, decisions, keep_apart, merge, overlay_of, take_back
from datasource.query import answer
from datasource.query.engine import under
from datasource.question import Query
from datasource.scope import OPERATOR, Viewer
from tests.quality.merged_company import build_with_ids

SUMS = ("won_amount", "contract_amount", "received_amount", "open_amount", "follow_ups", "new_leads")
DEE = Viewer("Dee", ScopeKind.SELF, 4)
BOB = Viewer("Bob", ScopeKind.SELF, 2)


@dataclass(frozen=True)
class Shop:
    """The tiny company with ids, and an app database to decide in."""

    folder: Path
    decider: Decider

    def now(self) -> Catalog:
        return under(open_catalog(self.folder), overlay_of(self.decider.database))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    database = open_app_database(tmp_path)
    yield Shop(build_with_ids(tmp_path), Decider(database, "root"))
    database.engine.dispose()


def _told(catalog: Catalog, *metrics: str, viewer: Viewer = OPERATOR) -> list[object]:
    return list(answer(catalog, Query(metrics=metrics), viewer).rows.row(0))


def test_merged_customers_count_once_and_every_sum_stays(shop: Shop) -> None:
    before = _told(shop.now(), *SUMS)
    assert _told(shop.now(), "customer_count", "dealt_customers") == [5, 2]
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    assert _told(shop.now(), "customer_count", "dealt_customers") == [4, 1]
    assert _told(shop.now(), *SUMS) == before


def test_what_the_merged_customer_bought_stands_under_the_survivor(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    found = answer(shop.now(), Query(metrics=("contract_amount",), by=("customer",)))
    assert dict(found.rows.iter_rows()) == {"Acme": 420.0}


def test_the_survivors_owner_has_the_customer_and_deals_keep_their_own(shop: Shop) -> None:
    assert _told(shop.now(), "customer_count", "contract_amount", viewer=DEE) == [1, 300.0]
    assert _told(shop.now(), "customer_count", "contract_amount", viewer=BOB) == [2, 120.0]
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    assert _told(shop.now(), "customer_count", "contract_amount", viewer=DEE) == [0, 300.0]
    assert _told(shop.now(), "customer_count", "contract_amount", viewer=BOB) == [2, 120.0]


def test_taking_a_merge_back_restores_every_row(shop: Shop) -> None:
    before = shop.now()
    number = merge(shop.decider, "customers", ["C1", "C5", "C2"], "C5")
    assert shop.now().entity("customers").height == 3
    take_back(shop.decider, number)
    after = shop.now()
    for table in before.manifest.tables:
        assert_frame_equal(before.entity(table), after.entity(table))
    assert [entry.action for entry in newest(shop.decider.database, 2)] == [
        Action.MERGE_TAKEN_BACK,
        Action.RECORDS_MERGED,
    ]


def test_another_import_keeps_the_merge_though_keys_have_changed(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    build_with_ids(shop.folder, shifted=100)
    assert shop.now().entity("customers")["customer_id"].sort().to_list() == [101, 102, 103, 104]


def test_when_the_survivor_is_gone_from_the_source_the_others_stay_one(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C1", "C2", "C5"], "C1")
    build_with_ids(shop.folder, without=("C1",))
    assert shop.now().entity("customers")["name"].sort().to_list() == ["Beta", "Core", "Dune"]


def test_a_record_that_the_source_deleted_is_not_brought_back(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C5", "C6"], "C6")
    assert shop.now().entity("customers")["name"].sort().to_list() == ["Acme", "Beta", "Core", "Dune", "Echo"]


def test_contacts_and_leads_are_merged_too(shop: Shop) -> None:
    merge(shop.decider, "contacts", ["P1", "P2"], "P2")
    merge(shop.decider, "leads", ["L1", "L2"], "L1")
    now = shop.now()
    assert now.entity("contacts")["contact_id"].to_list() == [2, 3]
    assert now.entity("leads")["lead_id"].to_list() == [1]


def test_a_larger_merge_takes_the_smaller_one_in(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    number = merge(shop.decider, "customers", ["C1", "C5", "C2"], "C2")
    assert [(one.number, one.survivor) for one in decisions(shop.decider.database)] == [(number, "C2")]
    assert shop.now().entity("customers").height == 3


def test_a_record_that_is_merged_with_others_is_refused(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    with pytest.raises(MingjingError, match="C5 are merged with C1 already; take that back first"):
        merge(shop.decider, "customers", ["C5", "C2"], "C2")
    with pytest.raises(MingjingError, match="take that back first"):
        keep_apart(shop.decider, "customers", ["C1", "C5"])
    assert len(decisions(shop.decider.database)) == 1


@pytest.mark.parametrize(
    ("table", "members", "survivor", "told"),
    [
        ("customers", ["C1"], "C1", "two records or more"),
        ("customers", ["C1", "C1"], "C1", "two records or more"),
        ("customers", ["C1", "C2"], "C3", "must be one of them"),
        ("contracts", ["1", "2"], "1", "contracts"),
    ],
)
def test_what_cannot_be_merged_is_refused(shop: Shop, table: str, members: list[str], survivor: str, told: str) -> None:
    with pytest.raises(MingjingError, match=told):
        merge(shop.decider, table, members, survivor)
    assert revision_of(shop.decider.database) == 0


def test_records_kept_apart_change_no_number(shop: Shop) -> None:
    keep_apart(shop.decider, "customers", ["C1", "C5"])
    assert [one.verdict for one in decisions(shop.decider.database)] == [Verdict.APART]
    assert _told(shop.now(), "customer_count") == [5]


def test_a_decision_is_taken_back_once(shop: Shop) -> None:
    number = keep_apart(shop.decider, "customers", ["C1", "C5"])
    take_back(shop.decider, number)
    with pytest.raises(MingjingError, match="taken back already"):
        take_back(shop.decider, number)


def test_edited_targets_leave_the_merged_frames_shared(shop: Shop) -> None:
    merge(shop.decider, "customers", ["C1", "C5"], "C1")
    one = shop.now()
    customers = one.entity("customers")
    other = under(one, overlay_of(shop.decider.database))
    assert other.entity("customers") is customers
