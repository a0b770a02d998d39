"""`python -m datasource start`, as `make run` calls it, when something stands in the way."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start(*options: str | Path) -> tuple[int, str, list[str]]:
    """Exit code, standard output and the lines of standard error."""
    surroundings = {name: value for name, value in os.environ.items() if name != "MINGJING_DATA"}
    done = subprocess.run(
        [sys.executable, "-m", "datasource", "start", *options],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


def test_a_port_in_use_ends_the_start_in_one_sentence_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = str(other.getsockname()[1])
        code, said, complained = start("--data", tmp_path / "new", "--port", number)
    assert (code, said, len(complained)) == (2, "", 1)
    assert complained[0].startswith(f"Port {number} is already in use;")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_store_ends_the_start_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = str(other.getsockname()[1])
    code, said, complained = start("--data", tmp_path, "--port", number)
    assert (code, said, len(complained)) == (2, "", 1)
    assert str(tmp_path) in complained[0]
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
