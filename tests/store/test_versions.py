"""Versions that are kept: listed, gone back to and forth, sharing what has not changed, never pulled from a reader."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import open_catalog
from datasource.errors import MingjingError
from datasource.store import Meta, Store

ROOT = Path(__file__).resolve().parents[2]
META = Meta(source="test", company="Acme", currency="USD", today=date(2024, 6, 30))


def load(store: Store, *names: str, contracts: int = 0) -> str:
    """A version with these customers and the contracts 1 to `contracts`; its id."""
    with store.publish(META) as draft:
        draft.write("customers", pl.DataFrame({"customer_id": range(1, len(names) + 1), "name": names}))
        if contracts:
            draft.write("contracts", pl.DataFrame({"contract_id": range(1, contracts + 1)}))
    return draft.version


def names(store: Store) -> list[str]:
    return store.read("customers")["name"].to_list()


def folders(store: Store) -> set[str]:
    return {path.name for path in (store.data_dir / "store/versions").iterdir()}


def test_versions_are_listed_newest_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = load(store, "a"), load(store, "a", "b")
    listed = store.versions()
    assert [each.version for each in listed] == [second, first]
    assert [each.is_served for each in listed] == [True, False]
    calendar = 2 * 366 - 1
    assert [each.rows for each in listed] == [2 + calendar, 1 + calendar]
    assert listed[0].source == "test"
    assert (datetime.now(UTC) - listed[0].created_at).total_seconds() < 60


def test_rolling_back_serves_the_next_older_version_and_forth_again_the_newer(tmp_path: Path) -> None:
    store = Store(tmp_path)
    versions = [load(store, name) for name in ("one", "two", "three")]
    assert store.roll_back().version == versions[1]
    assert names(store) == ["two"]
    assert store.roll_back().version == versions[0]
    assert names(store) == ["one"]
    assert store.roll_back(versions[2]).previous == (versions[1], versions[0])
    assert names(store) == ["three"]


def test_a_version_may_be_named_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = load(store, "one"), load(store, "two")
    shortest = next(first[:end] for end in range(1, len(first)) if not second.startswith(first[:end]))
    store.roll_back(shortest)
    assert names(store) == ["one"]
    with pytest.raises(MingjingError, match="Several versions begin with '20'; kept are "):
        store.roll_back("20")


def test_there_is_no_way_back_beyond_the_oldest_version_or_to_an_unknown_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    only = load(store, "one")
    with pytest.raises(MingjingError, match="No older version is kept; there is nothing to roll back to"):
        store.roll_back()
    with pytest.raises(MingjingError, match=f"There is no version 'x'; kept are {only}"):
        store.roll_back("x")


def test_a_load_after_a_roll_back_keeps_the_versions_on_both_sides(tmp_path: Path) -> None:
    store = Store(tmp_path, versions_kept=3)
    versions = [load(store, name) for name in ("one", "two", "three")]
    store.roll_back(versions[0])
    newest = load(store, "four")
    assert store.manifest().previous == (versions[2], versions[0])
    assert folders(store) == {newest, versions[2], versions[0]}
    store.roll_back(versions[0])
    assert names(store) == ["one"]


def test_a_number_that_a_rolled_back_version_gave_is_not_given_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = load(store, "a")
    load(store, "a", "b", "c", contracts=9)
    store.roll_back(first)
    assert [store.manifest().last_key(table) for table in ("customers", "contracts")] == [3, 9]
    load(store, "a")
    assert [store.manifest().last_key(table) for table in ("customers", "contracts")] == [3, 9]


def test_a_number_is_not_given_again_after_its_table_was_away_for_a_load(tmp_path: Path) -> None:
    store = Store(tmp_path)
    load(store, "a", contracts=9)
    load(store, "a")
    load(store, "a", contracts=2)
    assert store.manifest().last_key("contracts") == 9


def test_a_damaged_version_is_not_served(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = load(store, "one")
    load(store, "two")
    (tmp_path / "store/versions" / first / "customers.parquet").write_bytes(b"")
    with pytest.raises(MingjingError, match=r"customers\.parquet' is damaged \(its size is wrong\)"):
        store.roll_back()
    assert names(store) == ["two"]


def test_rolling_back_waits_for_no_load(tmp_path: Path) -> None:
    store = Store(tmp_path)
    load(store, "one")
    load(store, "two")
    with store.publish(META) as draft:
        with pytest.raises(MingjingError, match=r"Another load into .* is running"):
            Store(tmp_path).roll_back()
        draft.write("customers", pl.DataFrame({"customer_id": [1], "name": ["three"]}))
    assert names(store) == ["three"]


def test_a_table_that_did_not_change_lies_on_the_disk_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    versions = [load(store, name, contracts=1000) for name in ("one", "two", "three")]
    inodes = {
        table: {(tmp_path / "store/versions" / version / f"{table}.parquet").stat().st_ino for version in versions}
        for table in ("contracts", "calendar", "customers")
    }
    assert {table: len(found) for table, found in inodes.items()} == {"contracts": 1, "calendar": 1, "customers": 3}
    newest = store.versions()[0]
    changed = store.manifest().tables["customers"].files[0].size
    assert (newest.own_size, newest.size > 2 * changed) == (changed, True)


def test_a_reader_that_lazily_holds_an_old_version_is_not_disturbed(tmp_path: Path) -> None:
    store = Store(tmp_path, versions_kept=2)
    held = load(store, "Old", contracts=3)
    catalog = open_catalog(tmp_path)
    scan = catalog.scan("contracts")
    for number in range(4):
        load(store, f"New {number}")
    assert catalog.entity("customers")["name"].to_list() == ["Old"]
    assert scan.collect().height == 3
    assert held in folders(store)
    del catalog, scan
    load(store, "Newest")
    assert held not in folders(store)
    assert len(folders(store)) == 2


READER = """
import sys
from datasource.catalog.catalog import open_catalog
catalog = open_catalog(sys.argv[1])
scan = catalog.scan("contracts")
print("ready", flush=True)
sys.stdin.readline()
print(scan.collect().height, catalog.table("customers")["name"].to_list(), flush=True)
"""


def test_a_reader_of_another_process_is_not_disturbed_and_its_death_frees_the_version(tmp_path: Path) -> None:
    store = Store(tmp_path, versions_kept=2)
    held = load(store, "Old", contracts=3)
    command = [sys.executable, "-c", READER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(3):
            load(store, f"New {number}")
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "3 ['Old']\n"
        assert held in folders(store)
    load(store, "Newest")
    assert held not in folders(store)


def test_a_clock_that_was_set_back_does_not_change_the_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = load(store, "one")
    future = f"2999{first[4:]}"
    versions = tmp_path / "store/versions"
    (versions / first).rename(versions / future)
    for manifest in (tmp_path / "store/manifest.json", versions / future / "manifest.json"):
        manifest.write_text(manifest.read_text().replace(first, future))
    second = load(store, "two")
    assert second > future
    assert [each.version for each in store.versions()] == [second, future]
