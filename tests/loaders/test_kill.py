"""Imports that are killed with SIGKILL at random: the store opens whole, at the new version or the old."""

import multiprocessing
import random
import time
from pathlib import Path

import pytest

from datasource.store import Store
from tests.loaders.loading import DEALS, RECEIPTS, load, load_for_ever

KILLS = 200
CONTEXT = multiprocessing.get_context("forkserver")


def served(data: Path) -> int:
    """The number that every row of the served version says; every row is there and refers to rows that are there."""
    store = Store(data)
    manifest = store.manifest()
    tables = {name: store.read(name, manifest) for name in ("customers", "contracts", "receipts")}
    assert [table.height for table in tables.values()] == [40, DEALS, RECEIPTS]
    said = {*tables["customers"]["name"], *tables["contracts"]["name"], *tables["receipts"]["number"]}
    assert len(said) == 1
    number = int(said.pop().removeprefix("load "))
    assert tables["receipts"]["amount"].sum() == RECEIPTS * (number * 100 + 50)
    deals = tables["receipts"].join(tables["contracts"], on=["contract_id", "customer_id"])
    assert deals.height == RECEIPTS
    assert store.note("report.json") is not None
    return number


def killed_after(folder: Path, first: int, seconds: float) -> list[int]:
    """The loads that a process published, from number `first`, before it was killed after so many `seconds`."""
    told = folder / "acknowledged"
    told.write_text("", "utf-8")
    process = CONTEXT.Process(target=load_for_ever, args=(folder / "data", folder / "files", first, told))
    process.start()
    time.sleep(seconds)
    process.kill()
    process.join()
    return [int(line) for line in told.read_text("utf-8").splitlines()]


@pytest.mark.slow
@pytest.mark.usefixtures("no_main")
def test_an_import_that_is_killed_at_any_moment_leaves_a_whole_version(tmp_path: Path) -> None:
    CONTEXT.set_forkserver_preload(["tests.loaders.loading"])
    data, moments = tmp_path / "data", random.Random(5)
    load(data, tmp_path / "files", 1)
    started = time.perf_counter()
    load(data, tmp_path / "files", 2)
    once = time.perf_counter() - started
    last, ended_between = 2, 0
    for _kill in range(KILLS):
        published = killed_after(tmp_path, last + 1, moments.uniform(0, 2.5 * once))
        found = served(data)
        newest = published[-1] if published else last
        assert found in {newest, newest + 1}
        ended_between += bool(list((data / "store/versions").glob("*/spool")))
        last = found
    assert ended_between > KILLS / 20, "the kills missed the loads"
    load(data, tmp_path / "files", last + 1)
    assert served(data) == last + 1
    manifest = Store(data).manifest()
    assert {path.name for path in (data / "store/versions").iterdir()} == {manifest.version, *manifest.previous}
    assert not list(data.rglob("spool"))
