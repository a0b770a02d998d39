"""Alert rules on a clock: judged after each new version of the data, after a rule was changed, and each day at a time.

The work runs in a process of its own that leaves the processor to others. However many processes serve, one does it;
and should two do it all the same, what one has told the other does not tell again (`datasource.alerts.telling`).
"""

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from datasource.alerts.telling import last_run, newest_change
from datasource.people.database import AppDatabase
from datasource.refresh.lease import acquire, kept, state
from datasource.refresh.slots import last_slot
from datasource.settings import Settings
from datasource.store import Store

JOB = "alerts"
LOOKS_EVERY = 20
"""Seconds between two looks."""
PAUSE = timedelta(minutes=10)
"""How long nothing is tried again after it has failed."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class AlertClock:
    """The clock of one serving process; without `alerts` in its settings it has nothing to do."""

    settings: Settings
    database: AppDatabase
    _failed_at: datetime | None = None
    _clock: BackgroundScheduler = field(default_factory=lambda: BackgroundScheduler(daemon=True), repr=False)

    def start(self) -> None:
        """Look from now on, in a thread of its own; what was due while nothing served is made up for."""
        if last_slot(self.settings.alerts, self.database.now()) is not None:
            self._clock.add_job(self.look, "interval", seconds=LOOKS_EVERY, max_instances=1, coalesce=True)
            self._clock.start()

    def stop(self) -> None:
        """Look no more; rules that are being judged go on."""
        if self._clock.running:
            self._clock.shutdown(wait=False)

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
    folder = str(settings.data_dir.absolute())
    command = (sys.executable, "-m", "datasource", "alerts", "run", "--gently", "--data", folder)
    with kept(database, lease):
        # Another process may have judged them since this one has looked.
        if not _is_due(settings, database):
            return True
        done = subprocess.run(  # noqa: S603  (our own command line)
            command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
    if done.returncode:
        told = done.stderr.decode(errors="replace")
        sys.stderr.write(f"The alerts ended with code {done.returncode}. {told}\n")
    return not done.returncode
