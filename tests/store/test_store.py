"""The store: what is published is read back, and whatever fails leaves the old version in force."""

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from datasource.errors import MingjingError
from datasource.store import Meta, Store, conform
from datasource.tables.schema import TABLES, columns, polars_schema

META = Meta(source="test", company="Acme", currency="USD", today=date(2024, 6, 30))


def customers(*names: str) -> pl.DataFrame:
    return pl.DataFrame({"customer_id": range(1, len(names) + 1), "name": names})


def publish(store: Store, *names: str) -> None:
    with store.publish(META) as draft:
        draft.write("customers", customers(*names))


def names(store: Store) -> list[str]:
    return store.read("customers")["name"].to_list()


def test_what_is_published_is_read_back_with_the_canonical_schema(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "华为", "Acme")
    assert store.read("customers").schema == polars_schema("customers")
    assert names(store) == ["华为", "Acme"]
    manifest = store.manifest()
    assert (manifest.company, manifest.currency, manifest.today) == ("Acme", "USD", date(2024, 6, 30))
    assert manifest.tables["customers"].rows == 2
    assert manifest.tables["customers"].last_key == 2


def test_every_table_round_trips_through_parquet(tmp_path: Path) -> None:
    rows = {table: _sample_row(table) for table in TABLES if table != "calendar"}
    store = Store(tmp_path)
    with store.publish(META) as draft:
        for table, row in rows.items():
            draft.write(table, row)
    unequal = [table for table, row in rows.items() if not store.read(table).equals(row)]
    assert unequal == []
    assert len(rows) == len(TABLES) - 1


def _sample_row(table: str) -> pl.DataFrame:
    samples: dict[Any, Any] = {
        pl.Int64: 7,
        pl.Float64: 0.5,
        pl.Boolean: True,
        pl.String: "x",
        pl.Date: date(2024, 2, 29),
    }
    samples[pl.Datetime] = datetime(2024, 2, 29, 23, 59, 58, 123456)
    kinds = polars_schema(table)
    row = pl.select(pl.lit(samples[kind.base_type()], dtype=kind).alias(name) for name, kind in kinds.items())
    return row.with_columns(pl.lit(each.choices[-1]).alias(each.name) for each in columns(table) if each.choices)


def test_a_table_that_was_not_loaded_is_empty_but_typed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "Acme")
    receipts = store.read("receipts")
    assert receipts.height == 0
    assert receipts.schema == polars_schema("receipts")


def test_a_streamed_table_is_written_in_parts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.publish(META) as draft:
        draft.append("activities", pl.DataFrame({"activity_id": [2, 1], "created_date": [date(2024, 1, 2)] * 2}))
        draft.append("activities", pl.DataFrame({"activity_id": [3], "created_date": [date(2024, 2, 1)]}))
    files = [file.path for file in store.manifest().tables["activities"].files]
    assert files == ["activities/part-0000.parquet", "activities/part-0001.parquet"]
    assert store.read("activities")["activity_id"].to_list() == [1, 2, 3]


def test_rows_are_sorted_by_the_first_date_with_empty_dates_last(tmp_path: Path) -> None:
    store = Store(tmp_path)
    days = [date(2024, 3, 1), None, date(2024, 1, 1)]
    with store.publish(META) as draft:
        draft.write("leads", pl.DataFrame({"lead_id": [1, 2, 3], "created_date": days}))
    assert store.read("leads")["lead_id"].to_list() == [3, 1, 2]


def test_the_calendar_covers_every_date_and_the_year_after(tmp_path: Path) -> None:
    store = Store(tmp_path)
    contract = {"contract_id": [1], "order_date": [date(2021, 5, 1)], "end_date": [date(2026, 1, 31)]}
    with store.publish(META) as draft:
        draft.write("contracts", pl.DataFrame(contract))
        draft.write("customers", customers("Old").with_columns(birth_date=date(1950, 1, 1)))
    days = store.read("calendar")
    assert days.schema == polars_schema("calendar")
    assert (days["calendar_date"].min(), days["calendar_date"].max()) == (date(2021, 1, 1), date(2027, 12, 31))
    leap = days.row(by_predicate=pl.col("calendar_date") == date(2024, 2, 29), named=True)
    assert (leap["year"], leap["quarter"], leap["iso_week"], leap["weekday"]) == (2024, 1, 9, 4)


def test_an_open_end_does_not_stretch_the_calendar(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.publish(META) as draft:
        draft.write("contracts", pl.DataFrame({"contract_id": [1], "end_date": [date(9999, 12, 31)]}))
    assert store.read("calendar")["calendar_date"].max() == date(2099, 12, 31)


def test_a_flag_that_the_source_does_not_have_takes_its_default() -> None:
    assert conform("customers", customers("Acme"))["is_deleted"].to_list() == [False]
    users = pl.DataFrame({"user_id": [1, 2], "name": ["A", "B"], "is_active": [None, False]})
    assert conform("users", users)["is_active"].to_list() == [True, False]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"customer_id": [1], "name": ["A"], "nmae": [1]}), "has no column 'nmae'"),
        (pl.DataFrame({"customer_id": ["x"], "name": ["A"]}), "does not fit its canonical type"),
        (pl.DataFrame({"customer_id": [None], "name": ["A"]}), "Column 'customer_id' of table 'customers' is empty"),
        (pl.DataFrame({"customer_id": [1], "name": [None]}), "Column 'name' of table 'customers' is empty in 1 rows"),
        (pl.DataFrame({"customer_id": [1, 1], "name": ["A", "B"]}), "has 1 different keys in 2 rows"),
    ],
)
def test_rows_that_break_the_schema_are_refused_and_the_old_version_stays(
    tmp_path: Path, frame: pl.DataFrame, message: str
) -> None:
    store = Store(tmp_path)
    publish(store, "Old")
    with pytest.raises(MingjingError, match=message), store.publish(META) as draft:
        draft.write("customers", frame)
    assert names(store) == ["Old"]


def test_a_value_outside_an_enumeration_is_refused() -> None:
    with pytest.raises(MingjingError, match="Column 'outcome' of table 'opportunities' holds 'Won'; it may hold: open"):
        conform("opportunities", pl.DataFrame({"opportunity_id": [1], "outcome": ["Won"]}))


def test_as_many_versions_are_kept_as_the_settings_say(tmp_path: Path) -> None:
    store = Store(tmp_path, versions_kept=3)
    versions = []
    for name in "abcde":
        publish(store, name)
        versions.append(store.manifest().version)
    assert {folder.name for folder in (tmp_path / "store/versions").iterdir()} == set(versions[2:])
    assert store.manifest().previous == (versions[3], versions[2])


def test_a_reader_that_holds_a_manifest_goes_on_with_its_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "Old")
    held = store.manifest()
    publish(store, "New")
    assert store.read("customers", held)["name"].to_list() == ["Old"]
    assert names(store) == ["New"]


def test_a_number_is_not_given_twice_after_its_row_has_gone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a", "b", "c")
    publish(store, "a")
    assert store.manifest().tables["customers"].last_key == 3


def test_the_report_stays_with_its_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.publish(META) as draft:
        draft.note("report.json", "{}")
    assert store.note("report.json") == "{}"
    assert store.note("other.json") is None


def test_two_loads_at_once_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with (
        store.publish(META) as draft,
        pytest.raises(MingjingError, match=r"Another load into .* is running"),
        Store(tmp_path).publish(META),
    ):
        draft.write("customers", customers("never reached"))
    publish(store, "Later")
    assert names(store) == ["Later"]


@pytest.mark.parametrize("step", range(10))
def test_a_fault_at_any_step_leaves_the_old_or_the_new_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    store = Store(tmp_path)
    publish(store, "Old")
    calls: list[str] = []

    def faulty(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def call(*args: object) -> None:
            calls.append(name)
            if len(calls) == step + 1:
                raise OSError(28, "No space left on device")
            real(*args)

        return call

    monkeypatch.setattr(os, "fsync", faulty("fsync", os.fsync))
    monkeypatch.setattr(os, "replace", faulty("replace", os.replace))
    if step < 9:
        with pytest.raises(MingjingError, match="No space left on device"):
            publish(store, "New")
    else:
        publish(store, "New")
    monkeypatch.undo()
    assert names(store) == (["Old"] if step <= 7 else ["New"])
    served = store.manifest()
    folders = {folder.name for folder in (tmp_path / "store/versions").iterdir()}
    assert folders == {served.version, *served.previous}


def test_no_data_folder_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match=r"There is no data folder '.*none'; import into it with"):
        Store(tmp_path / "none").manifest()


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert not Store(tmp_path).exists()
    with pytest.raises(MingjingError, match="is not a Mingjing data folder; import into it with"):
        Store(tmp_path).read("customers")


def test_a_stranger_in_the_place_of_the_store_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "goods.csv").write_text("a")
    with pytest.raises(MingjingError, match="is no store of Mingjing; choose an empty data folder"):
        publish(Store(tmp_path), "Acme")
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["goods.csv"]


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(MingjingError, match=r"Cannot write to .*file"):
        publish(Store(tmp_path / "file"), "Acme")


def test_a_store_of_a_newer_mingjing_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "Acme")
    path = tmp_path / "store/manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 9, "colour": "blue"}))
    with pytest.raises(MingjingError, match=r"written by a newer Mingjing \(format 9\); upgrade this one"):
        store.read("customers")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": "one"}', "\x00\x01"])
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    store = Store(tmp_path)
    publish(store, "Acme")
    (tmp_path / "store/manifest.json").write_text(text)
    with pytest.raises(MingjingError, match=r"manifest\.json' (is damaged|was written by a newer)"):
        store.read("customers")


def _only_file(store: Store) -> Path:
    served = store.manifest()
    return store.data_dir / "store/versions" / served.version / served.tables["customers"].files[0].path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "Acme")
    _only_file(store).unlink()
    with pytest.raises(MingjingError, match=r"customers\.parquet' is missing; restore it"):
        store.scan("customers")


def test_a_truncated_or_garbled_file_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "Acme")
    path = _only_file(store)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(MingjingError, match="its size is wrong"):
        store.scan("customers")
    path.write_bytes(b"\x00" * size)
    with pytest.raises(MingjingError, match="no readable Parquet file"):
        store.scan("customers")


def test_a_column_that_a_later_mingjing_added_reads_as_empty(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "Acme")
    path = _only_file(store)
    pl.read_parquet(path).drop("income_band").write_parquet(path)
    manifest = json.loads((tmp_path / "store/manifest.json").read_text())
    manifest["tables"]["customers"]["files"][0]["size"] = path.stat().st_size
    (tmp_path / "store/manifest.json").write_text(json.dumps(manifest))
    assert store.read("customers")["income_band"].to_list() == [None]
