"""Studies on a schedule of their own: models learn anew by night, or when an administrator asks, never at each refresh.

The work runs in a process of its own that leaves the processor to others. However many processes serve, one does it.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Thread

from datasource.people.database import AppDatabase
from datasource.refresh.clock import Clock, run_apart
from datasource.refresh.lease import acquire, kept, state
from datasource.refresh.slots import last_slot
from datasource.settings import Settings, Timed
from datasource.store import Store

JOB = "studies"


@dataclass
class Nightly(Clock):
    """The clock of `studies` in the settings."""

    def plan(self) -> Timed:
        """When the models learn anew."""
        return self.settings.studies

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
    with kept(database, lease):
        run_apart(settings, "studies", "studies", "run", "--gently")
    return True
