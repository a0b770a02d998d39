"""`python -m dashboards check FILE…` and `schema`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dashboards.__main__ import main
from dashboards.schema import FILE, schema_text

BUILTIN = sorted(FILE.parent.glob("builtin/*.yaml"))
GOOD = "version: 1\nid: won\ntitle: Won\n"


def test_clean_files_are_told_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text(GOOD, "utf-8")
    other.write_text(GOOD, "utf-8")
    assert main(["check", str(one), str(other)]) == 0
    assert capsys.readouterr().out == f"{one}: no problems\n{other}: no problems\n"


def test_all_problems_of_all_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, worse = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "worse.yaml"
    good.write_text(GOOD, "utf-8")
    bad.write_text(
        GOOD + "tiles: [{id: a, x: 0, y: 0, w: 2, h: 2, chart: {kind: kpi, shelves: {values: [win_rat]}}}]\n", "utf-8"
    )
    worse.write_text("version: 1\nid: won\nshar: {}\n", "utf-8")
    assert main(["check", str(bad), str(good), str(worse)]) == 1
    assert capsys.readouterr().out == (
        f"{bad}:4: tiles[0].chart.shelves.values[0]: Unknown metric 'win_rat'. Did you mean 'win_rate'?\n"
        f"{good}: no problems\n"
        f"{worse}:1: title: 'title' is missing; write it here\n"
        f"{worse}:3: shar: unknown key 'shar'. Did you mean 'share'?\n"
    )


def test_a_metric_and_a_dimension_that_do_not_go_together_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yaml"
    chart = "{kind: bar, shelves: {columns: [product], values: [target_amount]}}"
    file.write_text(f"{GOOD}tiles: [{{id: a, x: 0, y: 0, w: 2, h: 2, chart: {chart}}}]\n", "utf-8")
    assert main(["check", str(file)]) == 1
    told = capsys.readouterr().out
    assert told.startswith(f"{file}:4: tiles[0].chart.shelves.columns[0]: Metric 'target_amount' cannot be combined")


def test_a_grain_on_what_is_no_date_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.yaml"
    chart = "{kind: bar, shelves: {columns: [{field: region, grain: month}], values: [won_amount]}}"
    file.write_text(f"{GOOD}tiles: [{{id: a, x: 0, y: 0, w: 2, h: 2, chart: {chart}}}]\n", "utf-8")
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().out == (
        f"{file}:4: tiles[0].chart.shelves.columns[0]: 'region' is no date; take its grain away\n"
    )


def test_what_cannot_be_opened_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary, wide, empty = tmp_path / "binary.yaml", tmp_path / "wide.yaml", tmp_path / "empty.yaml"
    binary.write_bytes(b"\x7fELF\x00\x01")
    wide.write_bytes(GOOD.encode("utf-16"))
    empty.write_bytes(b"")
    missing = tmp_path / "missing.yaml"
    assert main(["check", *map(str, (missing, tmp_path, binary, wide, empty))]) == 1
    assert capsys.readouterr().out == (
        f"{missing}: there is no such file; check the path\n"
        f"{tmp_path}: this is a folder; name its files, e.g. {tmp_path / '*.yaml'}\n"
        f"{binary}:1: this is no text file; name a dashboard's YAML file\n"
        f"{wide}:1: the file is not UTF-8 text; save it as UTF-8\n"
        f"{empty}:1: the file is empty; a dashboard starts with 'version: 1'\n"
    )


def test_a_file_that_may_not_be_read_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(file: Path, mode: str) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(Path, "open", closed)
    file = tmp_path / "a.yaml"
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().out == f"{file}: may not be read; give yourself the right to read it\n"


@pytest.mark.parametrize("arguments", [[], ["check"], ["chek", "a.yaml"], ["schema", "a.yaml"]])
def test_a_command_that_is_not_understood_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_the_command_line_answers_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "明镜.yaml"
    file.write_text("version: 1\nid: a\ntitle: 明镜\ntiels: []\n", "utf-8")
    command = [sys.executable, "-m", "dashboards", "check", str(file)]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=FILE.parent.parent, env={**os.environ, "LC_ALL": "C"}
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode() == f"{file}:4: tiels: unknown key 'tiels'. Did you mean 'tiles'?\n"


def test_the_schema_in_the_repository_is_that_of_the_model() -> None:
    assert FILE.read_text("utf-8") == schema_text(), "run: python -m dashboards schema > dashboards/schema.json"


@pytest.mark.parametrize("file", BUILTIN, ids=lambda file: file.stem)
def test_the_schema_takes_what_the_parser_takes(file: Path) -> None:
    Draft202012Validator(json.loads(schema_text())).validate(yaml.safe_load(file.read_text("utf-8")))


@pytest.mark.parametrize("change", [{"tiels": []}, {"id": "No Slug"}, {"tiles": [{"id": "a"}]}, {"version": 2}])
def test_the_schema_refuses_what_the_parser_refuses(change: dict[str, object]) -> None:
    board = {**yaml.safe_load(GOOD), **change}
    assert not Draft202012Validator(json.loads(schema_text())).is_valid(board)
