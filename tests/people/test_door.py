"""The door opens the app database of the settings itself, once, whatever else stands in them."""

from pathlib import Path

import pytest

from widgets.shell import door


def test_the_app_database_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_DATA", str(tmp_path))
    opened = door.app_database()
    assert opened.folder == tmp_path
    assert door.app_database() is opened
    opened.engine.dispose()
