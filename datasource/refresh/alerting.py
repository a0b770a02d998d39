"""Alert rules on a clock: judged after each new version of the data, after a rule was changed, and each day at a time.

The work runs in a process of its own that leaves the processor to others. However many processes serve, one does it;
and should two do it all the same, what one has told the other does not tell again (`datasource.alerts.telling`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from datasource.alerts.telling import last_run, newest_change
from datasource.people.database import AppDatabase
from datasource.refresh.clock import Clock, run_apart
from datasource.refresh.lease import acquire, kept, state
from datasource.refresh.slots import last_slot
from datasource.settings import Settings, Timed
from datasource.store import Store

JOB = "alerts"
PAUSE = timedelta(minutes=10)
"""How long nothing is tried again after it has failed."""


@dataclass
class AlertClock(Clock):
    """The clock of `alerts` in the settings."""

    _failed_at: datetime | None = None

    def plan(self) -> Timed:
        """When the rules are judged though the data have stayed."""
        return self.settings.alerts

    def look(self) -> bool:
        """Have the rules judged if that is due, and wait for the end; whether it was done well."""
        now = self.database.now()
        resting = self._failed_at is not None and now - self._failed_at < PAUSE
        if resting or not alerts_due(self.settings, self.database):
            return False
        done = _judge(self.settings, self.database)
        self._failed_at = now if done is False else None
        return done is True


def alerts_due(settings: Settings, database: AppDatabase) -> bool:
    """Whether rules are to be judged that nobody judges now."""
    holder, _done = state(database, JOB)
    return holder is None and _is_due(settings, database)


def _is_due(settings: Settings, database: AppDatabase) -> bool:
    """Whether they were never judged over this version, since one was changed, or since the last due moment."""
    slot, changed = last_slot(settings.alerts, database.now()), newest_change(database)
    store = Store(settings.data_dir)
    if slot is None or changed is None or not store.exists():
        return False
    ran = last_run(database)
    return ran is None or ran.ran_at < max(slot, changed) or ran.version != store.manifest().version


def _judge(settings: Settings, database: AppDatabase) -> bool | None:
    """Whether it went well; None when another process does it."""
    lease = acquire(database, JOB)
    if lease is None:
        return None
    with kept(database, lease):
        # Another process may have judged them since this one has looked.
        return not _is_due(settings, database) or run_apart(settings, "alerts", "alerts", "run", "--gently")
