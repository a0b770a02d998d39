"""Customer 360: whom a search finds, what one customer is worth, and everything that happened, newest first."""

from datetime import date, datetime
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.reports.customer_360 import customer_360
from datasource.reports.customer_search import find_customers, keys_of
from datasource.reports.timeline import PAGE_SIZE, timeline
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import Row
from tests.traps.company import company

ANN, BOB, CID = (Viewer(name, ScopeKind.SELF, key) for key, name in enumerate(("Ann", "Bob", "Cid"), 1))
USERS: list[Row] = [{"name": "Ann"}, {"name": "Bob"}, {"name": "Cid"}]
CUSTOMERS: list[Row] = [
    {"name": "Acme", "code": "K-100", "phone": "138 0013 8000", "owner_id": 1, "created_date": date(2024, 1, 1)},
    {"name": "Acme", "code": "K-200", "phone": None, "owner_id": 2, "created_date": date(2024, 1, 2)},
    {"name": "Beta", "code": "K-300", "phone": "0755-1", "owner_id": None, "created_date": date(2024, 1, 3)},
    {"name": "Gone", "code": "K-400", "phone": "13800138000", "owner_id": 1, "is_deleted": True},
]
CONTACTS: list[Row] = [
    {"customer_id": 2, "name": "Xu", "phone": "139-1111-2222", "created_date": date(2024, 1, 5)},
    {"customer_id": 4, "name": "Yi", "phone": "139-1111-3333", "created_date": date(2024, 1, 5)},
]
OWNER_EVENTS: list[Row] = [
    {"subject": "customer", "subject_key": 1, "old_owner_id": 2, "new_owner_id": 1, "event_date": date(2024, 3, 1)},
    {"subject": "customer", "subject_key": 1, "old_owner_id": 3, "new_owner_id": None, "event_date": date(2024, 2, 1)},
    {"subject": "customer", "subject_key": 1, "old_owner_id": None, "new_owner_id": 2, "event_date": date(2024, 2, 9)},
    {"subject": "contract", "subject_key": 1, "old_owner_id": 2, "new_owner_id": 1, "event_date": date(2024, 3, 2)},
]
POOL_EVENTS: list[Row] = [
    {"customer_id": 1, "owner_id": 3, "kind": "into_pool", "event_date": date(2024, 2, 1)},
    {"customer_id": 1, "owner_id": 2, "kind": "claimed", "event_date": date(2024, 2, 9)},
    {"customer_id": 1, "owner_id": 3, "kind": "assigned", "event_date": date(2024, 1, 20)},
]
ACTIVITIES: list[Row] = [
    {
        "customer_id": 1, "owner_id": 2, "kind": "follow_up", "channel": "Phone", "content": "Called",
        "created_date": date(2024, 2, 10),
    },
    {"customer_id": 1, "owner_id": 1, "kind": "system", "content": "Moved", "created_date": date(2024, 3, 1)},
    {
        "customer_id": 1, "owner_id": 1, "kind": "follow_up", "content": "Erased", "created_date": date(2024, 3, 3),
        "is_deleted": True,
    },
]  # fmt: skip
TICKETS: list[Row] = [
    {
        "customer_id": 1, "owner_id": 3, "title": "Broken", "category": "Fault", "opened_date": date(2024, 2, 11),
        "opened_at": datetime(2024, 2, 11, 9), "resolved_at": datetime(2024, 2, 12, 9),
    }
]  # fmt: skip
CONTRACTS: list[Row] = [
    {
        "customer_id": 1, "number": "C1", "name": "Order", "owner_id": 1, "status": "approved", "amount": 100_50,
        "order_date": date(2024, 2, 20),
    },
    {"customer_id": 1, "number": "C2", "owner_id": 2, "status": "voided", "amount": 5_00, "order_date": None},
]  # fmt: skip


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("acme")
    return company(
        folder, users=USERS, customers=CUSTOMERS, contacts=CONTACTS, owner_events=OWNER_EVENTS, pool_events=POOL_EVENTS,
        activities=ACTIVITIES, tickets=TICKETS, contracts=CONTRACTS,
        customer_members=[{"customer_id": 1, "user_id": 3, "access": "read"}],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", [3, 2, 1]),  # the newest first; the deleted one never
        ("acme", [2, 1]),
        ("k-30", [3]),
        ("13800138000", [1]),
        ("138-0013", [1]),
        ("1391111", [2]),  # a contact's phone; the other contact's customer is deleted
        ("Xu", []),  # a contact's name is not what is searched
        ("nobody", []),
    ],
)
def test_a_search_finds_names_numbers_and_phones(acme: Catalog, text: str, keys: list[int]) -> None:
    assert find_customers(acme, OPERATOR, text).rows["customer_id"].to_list() == keys


def test_a_search_finds_only_what_the_viewer_may_see(acme: Catalog) -> None:
    assert find_customers(acme, BOB, "acme").rows["customer_id"].to_list() == [2]
    assert find_customers(acme, ANN, "1391111").rows.height == 0
    assert find_customers(acme, CID, "acme").rows["customer_id"].to_list() == [1]  # shared with Cid


def test_what_is_hidden_deleted_or_unknown_is_all_the_same(acme: Catalog) -> None:
    found = [customer_360(acme, BOB, key) for key in (1, 4, 99, -1, 10**17)]
    assert found == [None] * 5
    assert timeline(acme, BOB, 1).count == 0


def test_two_customers_of_one_name_are_two(acme: Catalog) -> None:
    first, second = customer_360(acme, OPERATOR, 1), customer_360(acme, OPERATOR, 2)
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("Acme", "Acme")
    assert first.figures.rows["contract_amount"].item() == 100.5  # the voided contract does not count
    assert second.figures.rows["contract_amount"].item() == 0
    assert (first.last_contact, second.last_contact) == (date(2024, 2, 10), None)


def test_the_timeline_tells_every_touch_newest_first(acme: Catalog) -> None:
    told = timeline(acme, OPERATOR, 1)
    assert told.count == 9
    assert told.rows.select("day", "kind", "what", "detail", "state", "amount").rows() == [
        (date(2024, 3, 1), "activity", "Moved", None, "system", None),
        (date(2024, 3, 1), "owner", "Bob", "Ann", "handed_over", None),
        (date(2024, 2, 20), "contract", "Order", "C1", "approved", 100.5),  # C2 has no day
        (date(2024, 2, 12), "ticket", "Broken", "Fault", None, None),
        (date(2024, 2, 11), "ticket", "Broken", "Fault", None, None),
        (date(2024, 2, 10), "activity", "Called", "Phone", "follow_up", None),
        (date(2024, 2, 9), "pool", None, "Bob", "claimed", None),  # in both logs, told once
        (date(2024, 2, 1), "pool", "Cid", None, "into_pool", None),
        (date(2024, 1, 20), "pool", None, "Cid", "assigned", None),  # in the pool's log alone
    ]


def test_the_timeline_of_some_kinds(acme: Catalog) -> None:
    told = timeline(acme, OPERATOR, 1, ("ticket", "contract"))
    assert told.rows["kind"].to_list() == ["contract", "ticket", "ticket"]


def test_a_viewer_reads_their_own_touches_and_a_member_all(acme: Catalog) -> None:
    assert timeline(acme, ANN, 1).rows["kind"].to_list() == ["activity", "owner", "contract", "pool", "pool", "pool"]
    assert timeline(acme, CID, 1).count == 9


def test_pages_of_the_timeline_follow_each_other(tmp_path: Path) -> None:
    day = date(2024, 1, 1)
    calls: list[Row] = [
        {"customer_id": 1, "kind": "follow_up", "content": f"{number}", "created_date": day} for number in range(40)
    ]
    bills: list[Row] = [{"customer_id": 1, "number": f"F{number}", "issue_date": day} for number in range(20)]
    many = company(tmp_path, customers=[{"name": "Acme"}], activities=calls, invoices=bills)
    pages = [timeline(many, OPERATOR, 1, (), page).rows for page in (1, 2, 3, 4)]
    assert [page.height for page in pages] == [PAGE_SIZE, PAGE_SIZE, 10, 0]
    assert len({(row["what"], row["detail"]) for page in pages for row in page.iter_rows(named=True)}) == 60


def test_only_customers_that_one_may_see_have_keys(acme: Catalog) -> None:
    names = ("Acme (K-100)", "Beta", "Gone", "Nobody")
    assert [keys_of(acme, viewer, names) for viewer in (OPERATOR, ANN, BOB)] == [(3, 1), (1,), ()]
