"""`python -m datasource refresh`: exit codes, what is noted for people, and who may not."""

import json
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from datasource.__main__ import main
from datasource.loaders.connections import file_door
from datasource.people.database import AppDatabase, open_app_database
from datasource.quality.trend import history
from datasource.refresh.lease import acquire, release
from datasource.refresh.runs import Outcome, newest
from tests.refresh.crm import Crm

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(file_door(tmp_path / "crm.db"), tmp_path)
    made.person(1, "Ann", 10)
    made.account("A1", "Acme", "2024-03-01 10:00:00")
    assert made.mapping.name == "small"
    return made


@pytest.fixture
def database(crm: Crm) -> AppDatabase:
    return open_app_database(crm.folder / "data")


def words(crm: Crm, *more: str) -> list[str]:
    folder = crm.folder
    given = ["--data", folder / "data", "--mapping", folder / "small.yaml", "--from", folder / "crm.db"]
    return ["refresh", *map(str, given), *more]


def outcomes(database: AppDatabase) -> list[str]:
    return [run.outcome.value for run in newest(database)]


def test_a_refresh_says_what_it_did_and_notes_it(
    crm: Crm, database: AppDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(crm)) == 0
    served = crm.store.manifest().version
    said = ["accounts", "people"]
    assert capsys.readouterr().out.splitlines() == [
        *(f"{name}: read whole (it was not staged before)" for name in reversed(said)),
        f"Version {served} is served.",
    ]
    crm.account("A2", "Beta", "2024-03-02 10:00:00")
    assert main(words(crm, "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sources"][1] | {"why": ""} == {
        "source": "accounts", "is_whole": False, "why": "", "read": 2, "changed": 1, "gone": 0,
    }  # fmt: skip
    assert told["report"]["tables"]["customers"]["kept"] == 2
    assert main(words(crm)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing has changed; the version that is served stays."
    assert outcomes(database) == ["unchanged", "loaded", "loaded"]
    run = newest(database)[1]
    assert (run.actor, run.rows_read, run.rows_kept, run.rows_rejected) == ("operator", 3, 3, 0)
    assert run.version == crm.store.manifest().version
    assert [one.version for one in history(database)] == [served, run.version]


def test_more_rejects_than_allowed_are_exit_code_1_and_a_sentence(
    crm: Crm, database: AppDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    crm.run("INSERT INTO accounts VALUES ('A2', NULL, 1, 1, 0, '2024-03-02')")
    assert main(words(crm, "--json")) == 1
    told = "1 of 3 rows were rejected, more than the 0 % that 'small' allows; the report says which and why.\n"
    assert capsys.readouterr().err == told
    assert outcomes(database) == ["rejects"]
    assert [row[0] for row in crm.customers()] == ["A1"]


def test_a_failed_refresh_leaves_the_old_version_and_says_why(
    crm: Crm, database: AppDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    main(words(crm))
    served = crm.store.manifest().version
    crm.run("DROP TABLE accounts")
    assert main(words(crm)) == 2
    assert "accounts" in capsys.readouterr().err
    assert crm.store.manifest().version == served
    run = newest(database)[0]
    assert run.outcome is Outcome.FAILED
    assert "accounts" in run.detail
    assert acquire(database) is not None


def test_while_another_process_refreshes_nothing_is_done(
    crm: Crm, database: AppDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    lease = acquire(database)
    assert lease is not None
    assert main(words(crm)) == 2
    assert "Another process is refreshing" in capsys.readouterr().err
    assert not crm.store.exists()
    release(database, lease)
    assert main(words(crm)) == 0


def test_after_a_roll_back_nothing_is_refreshed_until_that_is_wanted(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    main(words(crm))
    crm.account("A2", "Bad", "2024-03-02 10:00:00")
    main(words(crm))
    crm.store.roll_back()
    assert main(words(crm)) == 2
    assert "is served again since somebody rolled back from" in capsys.readouterr().err
    assert len(crm.customers()) == 1
    assert main(words(crm, "--resume")) == 0
    assert len(crm.customers()) == 2


def test_without_settings_and_names_it_says_what_to_fill_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "--data", str(tmp_path)]) == 2
    assert "fill 'refresh' in config.yaml, or give --mapping and --from" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [("salesfroce", "Unknown preset 'salesfroce'. Did you mean 'salesforce'?"), ("/no/a.yaml", "There is no file")],
)
def test_a_mapping_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mapping: str, sentence: str
) -> None:
    given = ["--data", str(tmp_path / "data"), "--mapping", mapping, "--from", str(tmp_path), "--json"]
    assert main(["refresh", *given]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(sentence)


def test_a_schedule_that_is_not_there_is_refused(crm: Crm, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(crm, "--scheduled")) == 2
    assert "Nothing is scheduled: give 'every' or 'at'" in capsys.readouterr().err


@pytest.mark.slow
def test_of_four_processes_that_refresh_at_once_one_does(crm: Crm, database: AppDatabase) -> None:
    command = [sys.executable, "-m", "datasource", *words(crm)]
    racers = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _racer in range(4)
    ]
    ended = [(racer.communicate(timeout=120)[1], racer.returncode) for racer in racers]
    done = [code for _said, code in ended].count(0)
    assert done >= 1
    assert all("Another process" in said for said, code in ended if code)
    assert sorted(outcomes(database)) == ["loaded", *["unchanged"] * (done - 1)]


@pytest.mark.slow
def test_a_killed_refresh_is_told_as_broken_off_and_the_next_one_works(crm: Crm, database: AppDatabase) -> None:
    main(words(crm))
    for number in range(12):
        crm.account(f"B{number}", "More", f"2024-04-{number + 1:02d} 10:00:00")
        served = crm.store.manifest().version
        command = [sys.executable, "-m", "datasource", *words(crm)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as load:
            time.sleep(0.9 + number * 0.1)
            load.send_signal(signal.SIGKILL)
        rows = len(crm.customers())
        assert rows == (number + 1 if crm.store.manifest().version == served else number + 2)
        later = open_app_database(crm.folder / "data", clock=lambda: datetime(2999, 1, 1))
        lease = acquire(later)
        assert lease is not None
        release(later, lease)
        assert Outcome.RUNNING.value not in outcomes(database)
        assert main(words(crm)) == 0
        assert len(crm.customers()) == number + 2
