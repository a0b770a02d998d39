"""What takes longer than a click: done in a thread of its own, found again by whoever reloads the page."""

from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread
from typing import Any

import streamlit as st

from datasource.errors import MingjingError
from datasource.loaders.progress import Progress
from datasource.texts import _, language
from widgets.format import as_typed, number
from widgets.state.fragment import fragment

PATIENCE = 1.0
"""Seconds that a page waits before it shows how far the work is."""
_EVERY = 1.0
Act = Callable[[Progress], Any]


@dataclass
class Work:
    """One piece of work: what it is done for, how far it is, what came of it (`result`, or the sentence `error`).

    `raised` is the error itself, when it is one that a person can mend.
    """

    about: str
    what: str = ""
    rows: int = 0
    result: Any = None
    error: str = ""
    raised: MingjingError | None = None
    thread: Thread | None = field(default=None, repr=False)

    @property
    def runs(self) -> bool:
        """Whether it is not done yet."""
        return self.thread is not None and self.thread.is_alive()

    def progress(self, what: str, rows: int) -> None:
        """Be told how far it is."""
        self.what = what
        self.rows += rows

    def do(self, act: Act) -> None:
        """Do it and keep what came of it."""
        try:
            self.result = act(self.progress)
        except MingjingError as error:
            self.error, self.raised = str(error), error
        except BaseException:
            self.error = _("It was broken off by a fault of the program; the log of the server says more.")
            raise


_WORKS: dict[tuple[str, str], Work] = {}
_LOCK = Lock()


def begin(place: str, kind: str, about: str, act: Act) -> Work:
    """The work of this kind at `place` (an account's folder) for `about`: begun now, unless it is there already.

    While one of the kind runs for something else, that one is returned: it cannot be stopped.
    """
    with _LOCK:
        held = _WORKS.get((place, kind))
        if held is not None and (held.runs or held.about == about):
            return held
        work = Work(about)
        work.thread = Thread(target=copy_context().run, args=(work.do, act), name=f"wizard {kind}", daemon=True)
        _WORKS[place, kind] = work
        work.thread.start()
        return work


def held(place: str, kind: str, about: str) -> Work | None:
    """The work of this kind for `about`, if it was begun in this process."""
    work = _WORKS.get((place, kind))
    return work if work is not None and (work.about == about or work.runs) else None


def forget(place: str) -> None:
    """Let go of everything at `place` that is done."""
    with _LOCK:
        for key in [key for key, work in _WORKS.items() if key[0] == place and not work.runs]:
            del _WORKS[key]


def retry(place: str) -> None:
    """Let go of what failed at `place`, so that it is tried again."""
    with _LOCK:
        for key in [key for key, work in _WORKS.items() if key[0] == place and work.error and not work.runs]:
            del _WORKS[key]


def done(place: str, kind: str, about: str, act: Act) -> Work:
    """The finished work for `about`, begun if need be, after the one that may still run for something else."""
    work = awaited(begin(place, kind, about, act))
    return work if work.about == about else awaited(begin(place, kind, about, act))


def awaited(work: Work) -> Work:
    """The work when it is done; until then the page shows how far it is, and ends here."""
    if work.thread is not None:
        work.thread.join(PATIENCE)
    if work.runs:
        _watch(work)
        st.stop()
    return work


@partial(fragment, run_every=_EVERY)
def _watch(work: Work) -> None:
    if not work.runs:
        st.rerun()
    rows = number(work.rows, None, language())
    told = (
        _("{what}: {rows} rows so far").format(what=as_typed(work.what), rows=rows) if work.what else _("Beginning …")
    )
    st.status(told, state="running")
    st.caption(_("You may leave this page; the work goes on, and you find it here again."))
