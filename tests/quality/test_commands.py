"""`python -m datasource quality` scores the served data, keeps the scores, and says what is broken."""

import json
from pathlib import Path

import pytest

from datasource.__main__ import main
from datasource.people.database import open_app_database
from datasource.quality.trend import WHOLE, history
from datasource.store import Store
from tests.quality.made_store import store_of
from tests.quality.test_last_load import MAPPING, imported


def test_the_command_tells_the_worst_rules_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store_of(tmp_path, {"stages": [{"kind": "won", "win_probability": 1.0}, {"win_probability": 5.0}]})
    assert main(["quality", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "quality 75.0%",
        "  stages: 75.0%",
        "high: stages: “Win probability” lies outside its scale: 1 of 2",
    ]


def test_the_command_keeps_the_scores_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = store_of(tmp_path, {"stages": [{"win_probability": 0.5}]})
    for _time in range(2):
        assert main(["quality", "--data", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (told["version"], told["score"], told["rules"]) == (made.manifest.version, 1.0, [])
    database = open_app_database(tmp_path)
    assert [one.scores[WHOLE, WHOLE] for one in history(database)] == [1.0]
    database.engine.dispose()


def test_a_folder_without_data_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quality", "--data", str(tmp_path)]) == 2
    assert "is not a Mingjing data folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_import_is_scored_where_there_is_an_app_to_show_it(tmp_path: Path) -> None:
    data = imported(tmp_path)
    again = ["import", "--mapping", str(tmp_path / "small.yaml"), "--from", str(tmp_path / "from"), "--data", str(data)]
    (tmp_path / "small.yaml").write_text(json.dumps(MAPPING), "utf-8")
    assert main(again) == 1
    assert not (data / "app.db").exists()
    database = open_app_database(data)
    assert main([*again, "--dry-run"]) == 1
    assert history(database) == ()
    assert main(again) == 1
    assert [one.version for one in history(database)] == [Store(data).manifest().version]
    database.engine.dispose()
