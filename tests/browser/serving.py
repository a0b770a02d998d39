"""Real servers for journeys and benchmarks: started as people start them, on a free port, ended at the end."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from datasource.people.first_start import demo_sign_ins

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = secrets.token_urlsafe(12)
START_SECONDS = 60
WITHOUT_STUDIES = Path(__file__).parent / "config.yaml"
"""The settings as they are, but that no model learns and no alert is judged while a page is watched or measured."""


@dataclass(frozen=True)
class App:
    """A Mingjing that is being served, and the data folder behind it."""

    url: str
    data: Path

    def password(self, login: str) -> str:
        """The password of a demo account, or the one that `add_person` gave."""
        return {one.login: one.password for one in demo_sign_ins(self.data)}.get(login, PASSWORD)


def command(*arguments: str | Path, given: str = "") -> str:
    """What `python -m datasource …` prints; fails with its message when it does not succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "datasource", *arguments],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def add_person(data: Path, login: str, *options: str) -> None:
    """An account with the password `PASSWORD`, ready to sign in; `options` as `people add` takes them."""
    command("people", "add", login, "--data", data, "--name", login.title(), *options)
    command("people", "password", login, "--data", data, "--stdin", given=f"{PASSWORD}\n")


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def mingjing(data: Path, log: Path, *options: str) -> Iterator[App]:
    """Mingjing over `data`, started by the command behind `make run`; `options` as `start` takes them."""
    port = free_port()
    start = [sys.executable, "-m", "datasource", "start", "--data", str(data), "--port", str(port), *options]
    with running(start, port, log):
        yield App(f"http://127.0.0.1:{port}", data)


@contextmanager
def stock_streamlit(script: Path, log: Path) -> Iterator[str]:
    """The address of any other Streamlit script, served with Streamlit's own settings."""
    port = free_port()
    options = ("--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true")
    quiet = ("--browser.gatherUsageStats", "false")
    start = [sys.executable, "-m", "streamlit", "run", str(script), *options, *quiet]
    with running(start, port, log, cwd=script.parent):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(start: Sequence[str], port: int, log: Path, cwd: Path = ROOT) -> Iterator[None]:
    """The server `start`, healthy; what it prints goes to `log`. It is ended when the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            start,
            cwd=cwd,
            env={"MINGJING_CONFIG": str(WITHOUT_STUDIES), **os.environ},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(process, port, log)
            yield
        finally:
            _end(process)


def _wait_until_healthy(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"The server ended with code {process.returncode}:\n{log.read_text('utf-8')}")
        if _answers(f"http://127.0.0.1:{port}/_stcore/health"):
            return
        time.sleep(0.1)
    raise AssertionError(f"The server was not healthy after {START_SECONDS} s:\n{log.read_text('utf-8')}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
