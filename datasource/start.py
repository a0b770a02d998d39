"""What `make run` does: look at the port and the data, make the demo company at first start, say where to go, serve."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from datasource.errors import MingjingError
from datasource.people.database import open_app_database
from datasource.people.first_start import start_notice
from datasource.settings import load_settings
from datasource.store import Store

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent


def serve(data: Path | None, port: str, *, empty: bool = False) -> NoReturn:
    """Serve the store in `data` on 127.0.0.1; this process becomes the server.

    Without `data` (and without MINGJING_DATA) it is the folder that `config.yaml` names, where the demo company is made
    when there is no store yet. Raises `MingjingError` for a port that cannot be opened, and for one without a store
    unless it may be `empty`: then an administrator connects the data on a page of the app.
    """
    number = open_port(port)
    folder = prepared(data, empty=empty)
    print(greeting(folder, number), flush=True)
    os.chdir(ROOT)
    # Threads of native libraries wait for each other on busy cores; Polars has its own and is not meant.
    pinned = {name: os.environ.get(name, "1") for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    os.environ |= {"MINGJING_DATA": str(folder), "MINGJING_GREETED": "1", **pinned}
    options = ("--server.address", HOST, "--server.port", str(number), "--logger.hideWelcomeMessage", "true")
    os.execv(sys.executable, (sys.executable, "-m", "streamlit", "run", "Home.py", *options))  # noqa: S606


def open_port(text: str) -> int:
    """`text` as the number of a port that can be opened on 127.0.0.1 now; raises `MingjingError` when it cannot."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise MingjingError(f"'{text}' is not a port; give a number from 1 to 65535, as in `make run PORT=8502`.")
    number = int(text)
    way_out = f"choose another one, as in `make run PORT={8502 if number == 8501 else 8501}`"
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
            probe.listen()
        except PermissionError:
            raise MingjingError(f"Port {number} may not be opened by an ordinary user; {way_out}.") from None
        except OSError:
            raise MingjingError(
                f"Port {number} is already in use; stop the program that listens there, or {way_out}."
            ) from None
    return number


def prepared(data: Path | None, *, empty: bool = False) -> Path:
    """The absolute folder of a store that can be served, the demo company made first where that is due.

    With `empty`, one that holds no store yet is made where it is missing.
    """
    settings = load_settings()
    folder = settings.data_dir if data is None else data.expanduser().absolute()
    store = Store(folder)
    if empty and not store.exists():
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    if data is None and "MINGJING_DATA" not in os.environ and not store.exists():
        _make_demo(folder)
    store.manifest()
    return folder


def greeting(folder: Path, port: int) -> str:
    """Where to go and who can sign in: a first administrator (told once) and the demo company's people."""
    settings = load_settings().at(folder)
    database = open_app_database(folder, settings.app_database, settings.sign_in)
    try:
        notice = start_notice(database)
    finally:
        database.engine.dispose()
    return f"{notice}\nMingjing serves {folder}\nOpen http://{HOST}:{port} in a browser; Ctrl-C ends it.\n"


def _make_demo(folder: Path) -> None:
    command = (sys.executable, "-m", "datasource", "demo", "--data", str(folder))
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603  (our own command line)
    if done.returncode:
        raise MingjingError(f"The demo company could not be made in '{folder}'; its own message stands above.")
