"""The JSON Schema of mapping files says what the parser says, and `python -m datasource mapping` checks files."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from datasource.__main__ import main
from datasource.loaders.mapping import presets
from datasource.loaders.mapping.schema import FILE, schema_text

GOOD: dict[str, Any] = {
    "version": 1,
    "name": "x",
    "title": "X",
    "company": "X",
    "currency": "USD",
    "load": [{"table": "users", "from": "a.csv", "columns": {"name": "n"}}],
}


def validator() -> Any:
    return Draft202012Validator(json.loads(schema_text()))


def test_the_schema_in_the_repository_is_that_of_the_model() -> None:
    told = f"run: python -m datasource mapping --schema > {FILE.name}"
    assert FILE.read_text("utf-8") == schema_text(), told


@pytest.mark.parametrize("name", sorted(presets()))
def test_the_schema_takes_what_the_parser_takes(name: str) -> None:
    written = yaml.safe_load(presets()[name].read_text("utf-8"))
    validator().validate(json.loads(json.dumps(written)))


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"version": 2},
        {"currency": "dollars"},
        {"load": [{"table": "users", "from": "a.csv", "colums": {}}]},
        {"load": [{"table": "users", "from": "a.csv", "columns": {"name": {"colum": "n"}}}]},
        {"sources": {"a.csv": {"header": 0}}},
    ],
)
def test_the_schema_refuses_what_the_parser_refuses(change: dict[str, object]) -> None:
    validator().validate(GOOD)
    assert not validator().is_valid({**GOOD, **change})


def test_every_key_is_described() -> None:
    parts = json.loads(schema_text())["$defs"]
    keys = [
        f"{name}.{key}"
        for name, part in parts.items()
        for form in (part, *part.get("anyOf", []))
        for key, about in form.get("properties", {}).items()
        if "description" not in about
    ]
    assert keys == []


def test_files_are_checked_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(yaml.safe_dump(GOOD))
    bad.write_text(yaml.safe_dump({**GOOD, "colour": "red"}, sort_keys=False))
    assert main(["mapping", str(good)]) == 0
    assert capsys.readouterr().out == f"{good}: no problems\n"
    assert main(["mapping", str(good), str(bad), str(tmp_path / "none.yaml")]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{bad}:11: colour: unknown key.")
    assert told[1].startswith("There is no file")
