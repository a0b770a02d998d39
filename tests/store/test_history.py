"""Loads of a source without logs give it a log of stages and of owners; pruning and rolling back do not harm it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from datasource.store import Meta, Store

DAY = date(2024, 3, 1)
STAGES = pl.DataFrame(
    {
        "stage_id": [1, 2, 3, 4],
        "source_key": ["new", "offer", "won", "lost"],
        "name": ["New", "Offer", "Won", "Lost"],
        "kind": ["open", "open", "won", "lost"],
    }
)
USERS = pl.DataFrame({"user_id": [1, 2], "source_key": ["ann", "bob"], "name": ["Ann", "Bob"]})
STAGE = dict(STAGES.select("source_key", "stage_id").iter_rows())
EVENTS = ["opportunity_id", "stage_id", "entered_date", "left_date", "amount", "owner_id"]


def meta(day: date) -> Meta:
    return Meta(source="test", company="Acme", currency="USD", today=day)


@dataclass
class Deal:
    """One opportunity of the source, as it is today."""

    key: str
    stage: str = "new"
    amount: int = 100
    owner: str | None = "ann"
    created: date | None = DAY
    is_deleted: bool = False

    def row(self, number: int) -> dict[str, object]:
        outcome = {"won": "won", "lost": "lost"}.get(self.stage, "open")
        owner = {"ann": 1, "bob": 2, None: None}[self.owner]
        return {
            "opportunity_id": number, "source_key": self.key, "stage_id": STAGE[self.stage], "outcome": outcome,
            "amount": self.amount, "owner_id": owner, "created_date": self.created, "is_deleted": self.is_deleted,
        }  # fmt: skip


@dataclass
class Source:
    """A CRM whose opportunities change, and the store that loads it."""

    store: Store
    numbers: dict[str, int] = field(default_factory=dict)

    def load(self, day: date, *deals: Deal, **tables: pl.DataFrame) -> None:
        rows = [deal.row(self.numbers.setdefault(deal.key, len(self.numbers) + 1)) for deal in deals]
        with self.store.publish(meta(day)) as draft:
            draft.write("stages", STAGES)
            draft.write("users", USERS)
            if rows:
                draft.write("opportunities", pl.DataFrame(rows, infer_schema_length=None))
            for table, frame in tables.items():
                draft.write(table, frame)

    def events(self) -> list[tuple[object, ...]]:
        rows = self.store.read("stage_events").sort("opportunity_id", "stage_event_id")
        return rows.select(EVENTS).rows()


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return Source(Store(tmp_path, versions_kept=3))


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_a_deal_that_is_entered_and_moves_has_its_stays(source: Source) -> None:
    source.load(DAY, Deal("a"))
    source.load(after(1), Deal("a"))
    source.load(after(2), Deal("a", "offer"))
    source.load(after(5), Deal("a", "won"))
    assert source.events() == [
        (1, 1, DAY, after(2), 100, 1),
        (1, 2, after(2), after(5), 100, 1),
        (1, 3, after(5), None, 100, 1),
    ]


def test_a_deal_entered_between_two_loads_begins_with_its_own_day(source: Source) -> None:
    source.load(DAY, Deal("a"))
    source.load(after(9), Deal("a"), Deal("b", created=after(4)))
    assert source.events()[1:] == [(2, 1, after(4), None, 100, 1)]


def test_what_was_there_before_the_first_load_stands_under_unknown_until_then(source: Source) -> None:
    source.load(after(9), Deal("a", "offer"))
    source.load(after(12), Deal("a", "won"))
    assert source.events() == [
        (1, 0, DAY, after(9), 100, 1),
        (1, 2, after(9), after(12), 100, 1),
        (1, 3, after(12), None, 100, 1),
    ]
    assert source.store.manifest().stages_since == after(9)


def test_one_load_alone_tells_nothing_that_the_records_do_not(source: Source) -> None:
    source.load(DAY, Deal("a"))
    assert source.events() == []
    assert source.store.manifest().stages_since is None


def test_a_deal_without_a_day_of_entry_begins_when_it_was_first_seen(source: Source) -> None:
    source.load(after(9), Deal("a", created=None))
    source.load(after(9), Deal("a", created=None))
    assert source.events() == [(1, 1, after(9), None, 100, 1)]


def test_a_deal_that_was_closed_when_first_seen_is_not_told_of(source: Source) -> None:
    for day in (9, 10):
        source.load(after(day), Deal("a", "won"), Deal("b"))
    assert {row[0] for row in source.events()} == {2}


def test_a_change_of_amount_or_owner_is_a_row_of_the_same_stage(source: Source) -> None:
    source.load(DAY, Deal("a"))
    source.load(after(1), Deal("a", amount=150))
    source.load(after(2), Deal("a", amount=150, owner=None))
    assert source.events() == [
        (1, 1, DAY, after(1), 100, 1),
        (1, 1, after(1), after(2), 150, 1),
        (1, 1, after(2), None, 150, None),
    ]
    owners = source.store.read("owner_events").select("subject", "subject_key", "old_owner_id", "new_owner_id")
    assert owners.rows() == [("opportunity", 1, 1, None)]


def test_loading_the_same_twice_a_day_adds_nothing(source: Source) -> None:
    for _time in range(2):
        source.load(DAY, Deal("a"))
    for _time in range(3):
        source.load(after(1), Deal("a", "offer"))
    assert source.events() == [(1, 1, DAY, after(1), 100, 1), (1, 2, after(1), None, 100, 1)]


def test_a_rolled_back_load_leaves_no_trace(source: Source) -> None:
    source.load(DAY, Deal("a"))
    source.load(after(1), Deal("a", "lost"))
    source.store.roll_back()
    assert source.events() == []
    source.load(after(2), Deal("a", "offer"))
    assert source.events() == [(1, 1, DAY, after(2), 100, 1), (1, 2, after(2), None, 100, 1)]


def test_a_deal_that_is_deleted_or_missing_for_a_while_closes_nothing(source: Source) -> None:
    source.load(DAY, Deal("a"), Deal("b"))
    source.load(after(1), Deal("a", is_deleted=True), Deal("b"))
    source.load(after(2), Deal("b"))
    assert source.events() == [(2, 1, DAY, None, 100, 1)]
    source.load(after(3), Deal("a"), Deal("b", "offer"))
    assert source.events() == [
        (1, 1, DAY, None, 100, 1),
        (2, 1, DAY, after(3), 100, 1),
        (2, 2, after(3), None, 100, 1),
    ]


def test_people_and_stages_that_are_missing_for_a_load_change_nothing(source: Source) -> None:
    source.load(DAY, Deal("a"))
    lost = pl.DataFrame([Deal("a").row(1) | {"owner_id": 0, "stage_id": 0}])
    source.load(after(1), opportunities=lost)
    source.load(after(2), Deal("a"))
    assert source.events() == [(1, 1, DAY, None, 100, 1)]
    assert source.store.read("owner_events").height == 0


def test_a_record_keeps_its_history_under_another_number(source: Source) -> None:
    source.load(DAY, Deal("a"))
    source.numbers["a"] = 7
    source.load(after(1), Deal("a", "offer"))
    assert source.events() == [(7, 1, DAY, after(1), 100, 1), (7, 2, after(1), None, 100, 1)]


def test_records_without_an_id_of_the_source_are_not_followed(source: Source) -> None:
    source.load(DAY, opportunities=pl.DataFrame({"opportunity_id": [1], "stage_id": [1]}))
    source.load(after(1), opportunities=pl.DataFrame({"opportunity_id": [2], "stage_id": [2]}))
    assert source.store.manifest().history == {}
    assert source.events() == []


def test_a_source_with_a_log_of_stages_keeps_its_own(source: Source) -> None:
    own = pl.DataFrame({"stage_event_id": [1], "opportunity_id": [1], "stage_id": [2], "entered_date": [DAY]})
    source.load(DAY, Deal("a"), stage_events=own)
    source.load(after(1), Deal("a", "won"), stage_events=own)
    assert source.events() == [(1, 2, DAY, None, None, None)]
    assert source.store.manifest().stages_since is None


def test_a_source_that_logs_owners_of_customers_alone_gets_the_others(source: Source) -> None:
    own = {"owner_event_id": [5], "subject": ["customer"], "subject_key": [1], "new_owner_id": [2], "event_date": [DAY]}
    for day, owner in enumerate([1, 2]):
        customers = pl.DataFrame({"customer_id": [1], "source_key": ["c"], "name": ["C"], "owner_id": [owner]})
        leads = pl.DataFrame({"lead_id": [4], "source_key": ["l"], "name": ["L"], "owner_id": [owner]})
        source.load(after(day), customers=customers, leads=leads, owner_events=pl.DataFrame(own))
    told = source.store.read("owner_events").sort("event_date")
    assert told.select("subject", "subject_key", "old_owner_id", "new_owner_id", "event_date").rows() == [
        ("customer", 1, None, 2, DAY),
        ("lead", 4, 1, 2, after(1)),
    ]
    assert source.store.manifest().last_key("owner_events") == 5


def test_the_moment_of_a_change_is_local_time(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for owner in (1, 2):
        told = Meta(source="test", company="Acme", currency="CNY", timezone="Pacific/Kiritimati")
        with store.publish(told) as draft:
            draft.write("users", USERS)
            leads = {"lead_id": [1], "source_key": ["l"], "name": ["L"], "owner_id": [owner]}
            draft.write("leads", pl.DataFrame(leads))
    at, day = store.read("owner_events").select("event_at", "event_date").row(0)
    hours = (at - datetime.fromisoformat(store.manifest().created_at.isoformat()).replace(tzinfo=None)).total_seconds()
    assert (hours / 3600, at.date()) == (14, day)


def test_history_that_did_not_grow_lies_on_the_disk_once(source: Source) -> None:
    for day in range(2):
        source.load(after(day), Deal("a"))
    files = {
        (source.store.folder_of(each) / "history/opportunities.parquet").stat().st_ino
        for each in source.store.manifests()
    }
    assert len(files) == 1
