"""A load that is killed with SIGKILL at any moment leaves a whole version in force: never a mixture, never a loss."""

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.store import Meta, Store

ROOT = Path(__file__).parents[2]
META = Meta(source="test", company="Acme", currency="USD", today=date(2024, 6, 30))
LOADS = """
import sys
from pathlib import Path
from tests.store.test_killed_load import load
number = int(sys.argv[2])
while True:
    load(Path(sys.argv[1]), number)
    print(number, flush=True)
    number += 1
"""


def load(data: Path, number: int) -> None:
    """Publish a version whose tables all say `number`."""
    with Store(data).publish(META) as draft:
        draft.write("customers", pl.DataFrame({"customer_id": range(1, 2001), "name": [f"v{number}"] * 2000}))
        for part in range(3):
            keys = range(part * 1000 + 1, part * 1000 + 1001)
            draft.append("contacts", pl.DataFrame({"contact_id": keys, "name": [f"v{number}"] * 1000}))
        draft.note("report.json", f"v{number}")


def served(data: Path) -> int:
    """The number that every table of the served version says."""
    store = Store(data)
    manifest = store.manifest()
    customers, contacts = store.read("customers", manifest), store.read("contacts", manifest)
    assert (customers.height, contacts.height) == (2000, 3000)
    said = {*customers["name"].unique(), *contacts["name"].unique(), store.note("report.json")}
    assert len(said) == 1
    return int(str(said.pop()).removeprefix("v"))


@pytest.mark.slow
def test_a_killed_load_leaves_the_last_whole_version(tmp_path: Path) -> None:
    moments = random.Random(7)
    load(tmp_path, 1)
    for _round in range(6):
        before = served(tmp_path)
        command = [sys.executable, "-c", LOADS, str(tmp_path), str(before + 1)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            first = int(process.stdout.readline())
            time.sleep(moments.uniform(0, 0.4))
            process.kill()
            acknowledged = [first, *map(int, process.stdout.read().split())]
        after = served(tmp_path)
        assert after in {acknowledged[-1], acknowledged[-1] + 1}
        load(tmp_path, after + 1)
        assert served(tmp_path) == after + 1
        assert len(list((tmp_path / "store" / "versions").iterdir())) <= 7
