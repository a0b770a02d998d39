"""Studies on a schedule of their own: models learn anew by night, or when an administrator asks, never at each refresh.

The work runs in a process of its own that leaves the processor to others. However many processes serve, one does it.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread

from apscheduler.schedulers.background import BackgroundScheduler

from datasource.people.database import AppDatabase
from datasource.refresh.lease import acquire, kept, state
from datasource.refresh.slots import last_slot
from datasource.settings import Settings
from datasource.store import Store

JOB = "studies"
LOOKS_EVERY = 20
"""Seconds between two looks."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Nightly:
    """The clock of one serving process; without `studies` in its settings it has nothing to do."""

    settings: Settings
    database: AppDatabase
    _clock: BackgroundScheduler = field(default_factory=lambda: BackgroundScheduler(daemon=True), repr=False)

    def start(self) -> None:
        """Look from now on, in a thread of its own; what was due while nothing served is made up for."""
        if last_slot(self.settings.studies, self.database.now()) is not None:
            self._clock.add_job(self.look, "interval", seconds=LOOKS_EVERY, max_instances=1, coalesce=True)
            self._clock.start()

    def stop(self) -> None:
        """Look no more; studies that run go on."""
        if self._clock.running:
            self._clock.shutdown(wait=False)

    def look(self) -> bool:
        """Have the studies done if they are due, and wait for their end; whether they were."""
        slot = studies_due(self.settings, self.database)
        return slot is not None and _study(self.settings, self.database, slot)


def studies_due(settings: Settings, database: AppDatabase) -> datetime | None:
    """The moment (naive UTC) whose studies are still to be done, by nobody yet; None when there is nothing to do."""
    slot = last_slot(settings.studies, database.now())
    if slot is None or not Store(settings.data_dir).exists():
        return None
    holder, done = state(database, JOB)
    return None if holder is not None or (done is not None and done >= slot) else slot


def study_now(settings: Settings, database: AppDatabase) -> None:
    """Begin the studies and do not wait for them; nothing happens while they run already."""
    Thread(target=_study, args=(settings, database, None), name=JOB, daemon=True).start()


def are_studied(database: AppDatabase) -> bool:
    """Whether the studies run now."""
    holder, _done = state(database, JOB)
    return holder is not None


def _study(settings: Settings, database: AppDatabase, slot: datetime | None) -> bool:
    lease = acquire(database, JOB, slot)
    if lease is None:
        return False
    folder = str(settings.data_dir.absolute())
    command = (sys.executable, "-m", "datasource", "studies", "run", "--gently", "--data", folder)
    with kept(database, lease):
        done = subprocess.run(  # noqa: S603  (our own command line)
            command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
    if done.returncode:
        sys.stderr.write(f"The studies ended with code {done.returncode}. {done.stderr.decode(errors='replace')}\n")
    return True
