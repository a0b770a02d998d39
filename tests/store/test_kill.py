"""Kill -9 in the middle of loads, as a fast sample: the store opens whole. `test_killed_load.py` does it at length."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from datasource.store import Store
from tests.store.killed_load import ROWS

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_load_leaves_a_whole_version(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.store.killed_load", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        assert load.stdout.readline() == "ready\n"
        time.sleep(0.05)
        load.send_signal(signal.SIGKILL)
    store = Store(tmp_path)
    manifest = store.manifest()
    tables = [store.read(table, manifest) for table in ("customers", "contracts")]
    assert [table.height for table in tables] == [ROWS, ROWS]
    assert len({name for table in tables for name in table["name"].unique()}) == 1
    folders = {path.name for path in (tmp_path / "store/versions").iterdir()}
    assert folders >= {manifest.version, *manifest.previous}
