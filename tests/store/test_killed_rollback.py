"""Loads and roll backs that are killed with SIGKILL at any moment: the store opens, whole, at one of its versions."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from datasource.store import Store
from datasource.store.check import faults
from tests.store.test_killed_load import ROOT, load, served

ACTS = """
import sys
from itertools import count
from pathlib import Path
from datasource.store import Store
from tests.store.test_killed_load import load
store = Store(sys.argv[1])
for number in count(int(sys.argv[2])):
    load(Path(sys.argv[1]), number)
    print(number, flush=True)
    back = store.roll_back().version
    print(back, flush=True)
    store.roll_back(store.versions()[0].version)
"""


@pytest.mark.slow
def test_a_killed_roll_back_leaves_one_whole_version_in_force(tmp_path: Path) -> None:
    moments, store = random.Random(3), Store(tmp_path)
    load(tmp_path, 1)
    load(tmp_path, 2)
    for _round in range(12):
        before = max(int(str(store.note("report.json", each))[1:]) for each in store.manifests())
        command = [sys.executable, "-c", ACTS, str(tmp_path), str(before + 1)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.3))
            process.kill()
        assert served(tmp_path) >= before
        kept = store.manifests()
        assert [str(fault) for each in kept for fault in faults(store, each)] == []
        assert len(kept) == min(len(store.versions()), 7)
        highest = max(each.last_key("contacts") for each in kept)
        assert store.manifest().last_key("contacts") == highest == 3000
