"""A refresh reads what has changed, and the store is what a full load would have made."""

from pathlib import Path

import pytest

from datasource.errors import InvalidInput
from datasource.loaders.connections import file_door
from datasource.refresh.runs import Outcome
from datasource.store import Meta
from tests.refresh.crm import Crm, plan


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(file_door(tmp_path / "crm.db"), tmp_path)
    made.person(1, "Ann", 10)
    for number in range(1, 4):
        made.account(f"A{number}", f"Acme {number}", f"2024-03-0{number} 10:00:00")
    return made


def told(crm: Crm, source: str = "accounts") -> tuple[int, int, int] | str:
    """Rows read, changed and gone; or why everything was read."""
    one = next(one for one in crm.refresh().told if one.source == source)
    return one.why if one.is_whole else (one.read, one.changed, one.gone)


def test_the_first_refresh_reads_everything_and_the_next_nothing_new(crm: Crm) -> None:
    first = crm.refresh()
    assert [one.why for one in first.told] == ["it was not staged before"] * 2
    assert first.outcome is Outcome.LOADED
    assert crm.customers() == [(f"A{number}", f"Acme {number}", "Ann", 110, False) for number in (1, 2, 3)]
    served = crm.store.manifest().version
    second = crm.refresh()
    assert (second.outcome, second.report) == (Outcome.UNCHANGED, None)
    assert [(one.read, one.changed, one.gone) for one in second.told] == [(1, 0, 0), (1, 0, 0)]
    assert crm.store.manifest().version == served
    assert len(crm.store.versions()) == 1


def test_changed_and_new_rows_alone_are_read(crm: Crm) -> None:
    crm.refresh()
    crm.run("UPDATE accounts SET name = 'Other', revenue = 2.005, changed = '2024-03-04 09:00:00' WHERE id = 'A1'")
    crm.account("A9", "New", "2024-03-05 09:00:00")
    assert told(crm) == (3, 2, 0)
    assert crm.customers() == [
        ("A1", "Other", "Ann", 201, False),
        ("A2", "Acme 2", "Ann", 110, False),
        ("A3", "Acme 3", "Ann", 110, False),
        ("A9", "New", "Ann", 110, False),
    ]


def test_a_row_that_is_marked_as_deleted_is_deleted(crm: Crm) -> None:
    crm.refresh()
    crm.run("UPDATE accounts SET gone = 1, changed = '2024-03-04 09:00:00' WHERE id = 'A1'")
    assert told(crm) == (2, 1, 0)
    assert [row[4] for row in crm.customers()] == [True, False, False]


def test_a_row_that_is_gone_goes_and_its_number_is_not_given_again(crm: Crm) -> None:
    crm.refresh()
    numbers = dict(crm.store.read("customers").select("source_key", "customer_id").rows())
    crm.run("DELETE FROM accounts WHERE id = 'A3'")
    assert told(crm) == (0, 0, 1)
    assert [row[0] for row in crm.customers()] == ["A1", "A2"]
    crm.account("A4", "Next", "2024-03-06 09:00:00")
    crm.refresh()
    after = dict(crm.store.read("customers").select("source_key", "customer_id").rows())
    assert after == {"A1": numbers["A1"], "A2": numbers["A2"], "A4": numbers["A3"] + 1}


def test_gone_rows_are_looked_for_as_often_as_the_settings_say(crm: Crm) -> None:
    crm.plan = plan(deletes_every=2)
    crm.refresh()
    crm.run("DELETE FROM accounts WHERE id = 'A1'")
    crm.person(2, "Bob", 11)
    assert told(crm) == (1, 0, 0)
    assert len(crm.customers()) == 3
    assert told(crm) == (1, 0, 1)
    assert len(crm.customers()) == 2


def test_changes_that_were_seen_late_are_read_again_within_the_overlap(crm: Crm) -> None:
    crm.plan = plan(overlap_minutes=30)
    crm.refresh()
    crm.account("A4", "Late", "2024-03-03 09:45:00")
    assert told(crm) == (2, 1, 0)
    assert len(crm.customers()) == 4


def test_a_row_that_came_with_an_old_watermark_is_found_by_its_key(crm: Crm) -> None:
    crm.refresh()
    crm.account("A4", "Restored", "2020-01-01 00:00:00")
    assert told(crm) == "rows have come that the watermark does not tell of"
    assert len(crm.customers()) == 4


def test_a_row_without_a_watermark_is_always_read(crm: Crm) -> None:
    crm.run("INSERT INTO accounts VALUES ('A4', 'Bare', 1, 1, 0, NULL)")
    crm.refresh()
    crm.run("UPDATE accounts SET name = 'Barer' WHERE id = 'A4'")
    assert told(crm) == (2, 1, 0)
    assert crm.customers()[3][1] == "Barer"


def test_numbers_as_watermarks_are_compared_as_numbers(crm: Crm) -> None:
    crm.run("UPDATE people SET changed = 9")
    crm.refresh()
    crm.person(2, "Bob", 10)
    assert told(crm, "people") == (2, 1, 0)
    crm.person(3, "Cid", 100)
    assert told(crm, "people") == (2, 1, 0)


def test_everything_is_read_when_that_is_asked_for_or_due(crm: Crm) -> None:
    crm.plan = plan(full_every=2)
    crm.refresh()
    assert {one.why for one in crm.refresh(whole=True).told} == {"that was asked for"}
    crm.person(2, "Bob", 11)
    assert told(crm) == (1, 0, 0)
    assert told(crm) == "one refresh in 2 reads everything"


def test_another_mapping_loads_anew_what_has_not_changed(crm: Crm) -> None:
    crm.refresh()
    file = crm.folder / "small.yaml"
    file.write_text(file.read_text().replace("company: Small Ltd", "company: Larger Ltd"))
    done = crm.refresh()
    assert [one.is_whole for one in done.told] == [False, False]
    assert crm.store.manifest().company == "Larger Ltd"
    assert len(crm.customers()) == 3


def test_another_column_reads_everything(crm: Crm) -> None:
    crm.refresh()
    crm.run("ALTER TABLE accounts ADD COLUMN phone TEXT")
    assert told(crm) == "its columns are other ones than before"
    assert told(crm) == (1, 0, 0)


def test_a_rolled_back_version_goes_on_from_its_own_mark(crm: Crm) -> None:
    crm.refresh()
    crm.account("A4", "Bad", "2024-03-06 09:00:00")
    crm.refresh()
    crm.store.roll_back()
    crm.run("UPDATE accounts SET name = 'Mended' WHERE id = 'A4'")
    assert told(crm) == (2, 1, 0)
    assert crm.customers()[3][1] == "Mended"


def test_a_source_whose_key_is_not_unique_is_read_whole_each_time(crm: Crm) -> None:
    file = crm.folder / "small.yaml"
    crm.mapping  # noqa: B018  (writes the file)
    file.write_text(file.read_text().replace("accounts: {key: id", "accounts: {key: owner"))
    for _time in range(2):
        assert told(crm) == "its key 'owner' is not different and filled in every row"
        assert len(crm.customers()) == 3


def test_a_key_that_the_table_does_not_have_is_named(crm: Crm) -> None:
    file = crm.folder / "small.yaml"
    crm.mapping  # noqa: B018  (writes the file)
    file.write_text(file.read_text().replace("people: {key: id", "people: {key: idd"))
    with pytest.raises(InvalidInput, match="Unknown column 'idd'"):
        crm.refresh()


def test_an_import_in_between_is_followed_by_a_full_read(crm: Crm) -> None:
    crm.refresh()
    with crm.store.publish(Meta(source="small", company="Small Ltd", currency="USD")) as draft:
        draft.write("users", crm.store.read("users"))
    assert told(crm) == "it was not staged before"
