"""What the clocks of a serving process share: they look now and then, and have what is due done by another process."""

import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from datasource.people.database import AppDatabase
from datasource.refresh.slots import next_slot
from datasource.settings import Settings, Timed

LOOKS_EVERY = 20
"""Seconds between two looks."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Clock(ABC):
    """A clock of one serving process; without a schedule in its settings it has nothing to do."""

    settings: Settings
    database: AppDatabase
    _looker: BackgroundScheduler = field(default_factory=lambda: BackgroundScheduler(daemon=True), repr=False)

    def start(self) -> None:
        """Look from now on, in a thread of its own; what was due while nothing served is made up for."""
        plan = self.plan()
        if plan is not None and next_slot(plan, self.database.now()) is not None:
            self._looker.add_job(self.look, "interval", seconds=LOOKS_EVERY, max_instances=1, coalesce=True)
            self._looker.start()

    def stop(self) -> None:
        """Look no more; work that has begun goes on."""
        if self._looker.running:
            self._looker.shutdown(wait=False)

    @abstractmethod
    def plan(self) -> Timed | None:
        """When the work is due; None for never."""

    @abstractmethod
    def look(self) -> bool:
        """Have the work done if it is due, and wait for its end; whether it was done."""


def run_apart(settings: Settings, name: str, *words: str) -> bool:
    """Run the command line with `words` in a process of its own, so that a long work takes nothing from the readers.

    Returns whether it ended well; if not, what it said is written to stderr, where `name` says what ended.
    """
    command = (sys.executable, "-m", "datasource", *words, "--data", str(settings.data_dir.absolute()))
    done = subprocess.run(  # noqa: S603  (our own command line)
        command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace")
        sys.stderr.write(f"The {name} ended with code {done.returncode}. {told}\n")
    return not done.returncode
