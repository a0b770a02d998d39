"""Tables that do not fit at once: rows go through files and come out whole, in the order of their date."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl

from datasource.loaders.feeding import Fed
from datasource.loaders.mapping import Feed
from datasource.loaders.numbering import Chunk, Numbered
from datasource.loaders.spool import Spool
from datasource.loaders.writing import Writing
from datasource.store import Meta, Store

FED = Fed(Feed.model_validate({"table": "contracts", "from": "c.csv", "key": "id"}))
META = Meta(source="s", company="S", currency="USD")


def contracts(days: list[date | None], spool: Spool) -> Numbered:
    rows = pl.DataFrame(
        {"contract_id": range(1, len(days) + 1), "order_date": days}, schema_overrides={"order_date": pl.Date}
    )
    chunks = [Chunk(FED, spool.keep(part), part["contract_id"]) for part in rows.iter_slices(7)]
    return Numbered("contracts", chunks)


def as_they_are(_chunk: Chunk, rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def test_rows_that_memory_does_not_hold_are_kept_in_files_and_let_go(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", room=100)
    small, large = pl.DataFrame({"a": [1], "b": ["x"]}), pl.DataFrame({"a": range(1000), "b": ["y"] * 1000})
    kept = [spool.keep(small), spool.keep(large)]
    assert kept[0].rows().equals(small)
    assert kept[1].rows(["b"]).equals(large.select("b"))
    assert [path.name for path in (tmp_path / "spool").iterdir()] == ["000001.arrow"]
    for one in kept:
        one.let_go()
    assert (spool.taken, list((tmp_path / "spool").iterdir())) == (0, [])


def test_a_large_table_becomes_files_in_the_order_of_its_date(tmp_path: Path) -> None:
    random = Random(5)
    days = [random.choice([None, *(date(2024, 1, 1) + timedelta(days=day) for day in range(9))]) for _ in range(100)]
    store = Store(tmp_path)
    with store.publish(META) as draft:
        spool = Spool(draft.spool, room=500)
        Writing(draft, as_they_are, at_once=30).write(contracts(days, spool), {})
    files = store.manifest().tables["contracts"].files
    assert [file.rows for file in files] == [30, 30, 30, 10]
    written = store.read("contracts")
    assert written["order_date"].to_list() == sorted(days, key=lambda day: day or date.max)
    assert dict(written.select("contract_id", "order_date").iter_rows()) == dict(enumerate(days, start=1))
    assert not (tmp_path / "store/versions" / store.manifest().version / "spool").exists()


def test_filled_dates_decide_the_order(tmp_path: Path) -> None:
    days = [date(2024, 1, day) for day in (9, 3, 5, 1)]
    store = Store(tmp_path)
    with store.publish(META) as draft:
        spool = Spool(draft.spool)
        numbered = contracts([None] * 4, spool)
        Writing(draft, as_they_are, at_once=2).write(numbered, {"order_date": pl.Series("order_date", days)})
    assert store.read("contracts")["contract_id"].to_list() == [4, 2, 3, 1]


def test_rows_that_come_in_order_are_written_as_they_come(tmp_path: Path) -> None:
    days = [*(date(2024, 1, 1) + timedelta(days=day // 3) for day in range(20)), None, None]
    store = Store(tmp_path)
    with store.publish(META) as draft:
        spool = Spool(draft.spool, room=0)
        Writing(draft, as_they_are, at_once=8).write(contracts(days, spool), {})
        assert not list(draft.spool.iterdir())
    assert [file.rows for file in store.manifest().tables["contracts"].files] == [8, 8, 6]
    assert store.read("contracts")["contract_id"].to_list() == list(range(1, 23))


def test_rows_of_feeds_that_give_unlike_columns_become_one_table(tmp_path: Path) -> None:
    days = [date(2024, 1, day) for day in (4, 1, 3, 2)]
    store = Store(tmp_path)
    with store.publish(META) as draft:
        spool = Spool(draft.spool, room=0)
        named = pl.DataFrame({"contract_id": [1, 2], "order_date": days[:2], "number": ["a", "b"]})
        bare = pl.DataFrame({"contract_id": [3, 4], "order_date": days[2:]})
        chunks = [Chunk(FED, spool.keep(rows), rows["contract_id"]) for rows in (named, bare)]
        filled = {"name": pl.Series("name", ["one", "two", "three", "four"])}
        Writing(draft, as_they_are, at_once=2).write(Numbered("contracts", chunks), filled)
        assert not list(draft.spool.iterdir())
    written = store.read("contracts").select("contract_id", "number", "name")
    assert written.rows() == [(2, "b", "two"), (4, None, "four"), (3, None, "three"), (1, "a", "one")]
    assert [file.rows for file in store.manifest().tables["contracts"].files] == [2, 2]


def test_a_table_of_very_many_rows_becomes_no_more_than_32_files(tmp_path: Path) -> None:
    days = [date(2024, 1, 1) + timedelta(days=97 - day) for day in range(97)]
    store = Store(tmp_path)
    with store.publish(META) as draft:
        Writing(draft, as_they_are, at_once=2).write(contracts(list(days), Spool(draft.spool)), {})
    files = store.manifest().tables["contracts"].files
    assert [file.rows for file in files] == [4] * 24 + [1]
    assert store.read("contracts")["order_date"].to_list() == sorted(days)
