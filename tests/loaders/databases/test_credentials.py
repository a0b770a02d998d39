"""Connections by name: where the password comes from, and that it is never shown."""

from pathlib import Path

import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.connections import Door, connection_names, open_door
from datasource.settings import Settings, load_settings

WORD = "geheim-wort"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGJING_CRM_URL", raising=False)


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "config.yaml"
    file.write_text(text, "utf-8")
    return load_settings(file)


def server(tmp_path: Path, password_from: str) -> Settings:
    told = f"kind: mysql, host: db, port: 3307, database: crm, user: reader, password_from: '{password_from}'"
    return settings(tmp_path, f"connections:\n  crm: {{{told}, timeout: 3}}\n")


def test_the_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_WORD", WORD)
    door = open_door("crm", server(tmp_path, "env:CRM_WORD"))
    assert door.reading_url() == f"mysql://reader:{WORD}@db:3307/crm"
    assert (door.place, door.seconds) == ("MySQL db:3307/crm", 3)
    assert WORD not in repr(door) + str(door)


def test_the_password_comes_from_a_private_file(tmp_path: Path) -> None:
    secret = tmp_path / "word"
    secret.write_text(f"{WORD}\n")
    secret.chmod(0o600)
    assert open_door("crm", server(tmp_path, f"file:{secret}")).url.password == WORD
    secret.chmod(0o640)
    with pytest.raises(MingjingError, match=r"Others may read the password file '.*word' of connection 'crm'"):
        open_door("crm", server(tmp_path, f"file:{secret}"))


def test_a_password_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_WORD", raising=False)
    with pytest.raises(MingjingError, match="environment variable CRM_WORD, which is not set"):
        open_door("crm", server(tmp_path, "env:CRM_WORD"))
    with pytest.raises(MingjingError, match=r"password file '.*missing' of connection 'crm' cannot be read"):
        open_door("crm", server(tmp_path, f"file:{tmp_path}/missing"))


def test_the_environment_may_hold_the_whole_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_CRM_URL", f"postgres://me:{WORD}@db.example.com/sales?sslmode=require")
    held = settings(tmp_path, "")
    door = open_door("crm", held)
    assert (door.kind, door.url.drivername) == ("postgresql", "postgresql+psycopg")
    assert door.reading_url() == f"postgresql://me:{WORD}@db.example.com/sales?sslmode=require"
    assert "crm" in connection_names(held)


def test_a_url_that_is_none_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (WORD, f"ftp://me:{WORD}@db/x", f"mysql://me:{WORD}@db:port/x"):
        monkeypatch.setenv("MINGJING_CRM_URL", text)
        with pytest.raises(MingjingError, match="MINGJING_CRM_URL holds no URL of a database") as caught:
            open_door("crm", settings(tmp_path, ""))
        assert WORD not in str(caught.value)


def test_an_unknown_connection_is_named_with_the_nearest(tmp_path: Path) -> None:
    held = settings(tmp_path, "connections:\n  warehouse: {kind: sqlite, database: erp.db}\n")
    with pytest.raises(MingjingError, match=r"Unknown connection 'warehose'\. Did you mean 'warehouse'\?"):
        open_door("warehose", held)
    assert Door.place.fget(open_door("warehouse", held)).startswith("SQLite ")  # type: ignore[attr-defined]


def test_the_settings_are_strict(tmp_path: Path) -> None:
    lines = [
        "connections:",
        "  crm: {kind: mysql, database: crm, password: geheim}",
        "  erp: {kind: db2, database: erp}",
        "  Old: {kind: sqlite, database: old.db}",
        "  log: {kind: sqlite, database: log.db, user: me}",
        "  hr: {kind: oracle, database: hr, password_from: geheim}",
    ]
    with pytest.raises(InvalidInput) as caught:
        settings(tmp_path, "\n".join(lines))
    said = "\n".join(map(str, caught.value.problems))
    for part in (
        "crm.password: unknown key",
        "erp.kind",
        "SQLite is a file and takes no user",
        "env:NAME or file:PATH",
    ):
        assert part in said
    with pytest.raises(InvalidInput, match="'Old' is no name of a connection"):
        settings(tmp_path, "\n".join([lines[0], lines[3]]))
