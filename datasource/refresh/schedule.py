"""The schedule inside the app's own process: it looks now and then whether a refresh is due, and has it done.

The work itself runs in a process of its own, so that a large load takes nothing from those who look at pages. However
many processes serve, the lease sees to it that one of them does what is due, once.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Thread

from datasource.people.database import AppDatabase
from datasource.refresh.clock import Clock, run_apart
from datasource.refresh.lease import state
from datasource.refresh.refreshing import rolled_back
from datasource.refresh.runs import Run, newest
from datasource.refresh.slots import last_slot, next_slot
from datasource.settings import Settings, Timed
from datasource.store import Store

_TRIES = 3


@dataclass
class Schedule(Clock):
    """The clock of `refresh` in the settings."""

    def plan(self) -> Timed | None:
        """When the data are loaded anew."""
        return self.settings.refresh

    def look(self) -> bool:
        """Have a refresh done if one is due, and wait for its end; whether one was tried."""
        slot = due(self.settings, self.database)
        if slot is None:
            return False
        _refresh(self.settings, "--scheduled")
        return True


def due(settings: Settings, database: AppDatabase) -> datetime | None:
    """The moment (naive UTC) whose refresh is still to be done, by nobody yet; None when there is nothing to do.

    After a roll back nothing is, nor after three tries that were broken off.
    """
    slot = None if settings.refresh is None else last_slot(settings.refresh, database.now())
    if slot is None or rolled_back(Store(settings.data_dir)):
        return None
    holder, done = state(database)
    if holder is not None or (done is not None and done >= slot):
        return None
    tries = [run for run in newest(database, _TRIES) if run.started_at >= slot]
    return None if len(tries) >= _TRIES else slot


def begin_now(settings: Settings, actor: str, *, whole: bool) -> None:
    """Begin a refresh that `actor` asks for, after a roll back too, and do not wait for it."""
    words = ["--resume", "--by", actor, *(["--full"] if whole else [])]
    Thread(target=_refresh, args=(settings, *words), name="refresh", daemon=True).start()


@dataclass(frozen=True)
class Standing:
    """How refreshing stands: the last run, whether one runs now, the next due moment (UTC), and why none goes on."""

    last: Run | None
    is_running: bool
    next_at: datetime | None
    paused: str


def standing(settings: Settings, database: AppDatabase) -> Standing:
    """How refreshing stands now; raises `MingjingError` when the store cannot be read."""
    last = next(iter(newest(database, 1)), None)
    holder, _done = state(database)
    following = None if settings.refresh is None else next_slot(settings.refresh, database.now())
    return Standing(last, holder is not None, following, rolled_back(Store(settings.data_dir)))


def _refresh(settings: Settings, *words: str) -> None:
    run_apart(settings, "refresh", "refresh", *words)
