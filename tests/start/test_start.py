"""What stands between `make run` and the server: the port and the data folder."""

import socket
from pathlib import Path

import pytest

from datasource.errors import MingjingError
from datasource.start import greeting, open_port, prepared


@pytest.mark.parametrize("text", ["", "x", "-1", "0", "65536", "85 01", "８５０１"])
def test_what_is_no_port_number_is_refused(text: str) -> None:
    with pytest.raises(MingjingError, match=r"is not a port; give a number from 1 to 65535"):
        open_port(text)


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
        with pytest.raises(MingjingError) as told:
            open_port(str(number))
    assert str(told.value) == (
        f"Port {number} is already in use; stop the program that listens there, or choose another one, "
        "as in `make run PORT=8501`."
    )


def test_a_port_that_was_just_closed_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
    assert open_port(str(number)) == number


def test_a_named_folder_without_a_store_gets_no_demo(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(MingjingError, match="python -m datasource import"):
        prepared(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_named_by_the_environment_gets_no_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_DATA", str(tmp_path))
    with pytest.raises(MingjingError, match="python -m datasource import"):
        prepared(None)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_be_served_before_it_holds_data_when_that_is_said(tmp_path: Path) -> None:
    assert prepared(tmp_path / "new", empty=True) == tmp_path / "new"
    assert list((tmp_path / "new").iterdir()) == []


def test_the_first_administrator_is_told_once_and_the_address_always(tmp_path: Path) -> None:
    first, second = greeting(tmp_path, 8501), greeting(tmp_path, 8501)
    assert "First administrator: sign in as admin with the one-time password" in first
    assert "one-time password" not in second
    assert "Open http://127.0.0.1:8501 in a browser" in first
    assert "Open http://127.0.0.1:8501 in a browser" in second
