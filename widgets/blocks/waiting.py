"""A report that takes longer than a click: worked out off the interface's thread, with its progress and a way out."""

from collections.abc import Callable, Hashable
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, cast

import streamlit as st

from datasource.analytics.pace import Cancelled, Pace, paced
from datasource.errors import MingjingError
from datasource.texts import _, language
from widgets.blocks.reading import Reading
from widgets.state.cache import Made
from widgets.state.fragment import fragment
from widgets.state.session import Key, Slot

CANCELLED: Key[dict[str, Hashable]] = Key(Slot.WAITING_CANCELLED, dict)
PATIENCE = 1.0
"""Seconds that a page waits before it shows how far the work is."""


@dataclass
class Work:
    """One report being made: how far it is, and what came of it."""

    pace: Pace = field(default_factory=Pace)
    result: Any = None
    error: BaseException | None = None
    over: Event = field(default_factory=Event, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether it is done."""
        return self.over.is_set()

    def do(self, make: Callable[[], Any]) -> None:
        """Make it and keep what came of it."""
        try:
            with paced(self.pace):
                self.result = make()
        except (MingjingError, Cancelled) as error:
            self.error = error
        except BaseException as error:
            self.error = error
            raise
        finally:
            self.over.set()


_WORKS: dict[Hashable, Work] = {}
_LOCK = Lock()


def awaited(reading: Reading, key: str, make: Callable[..., Made], *about: Hashable) -> Made | None:
    """`reading.report(make, *about)`; None while it is still worked out, or after the reader has cancelled it.

    The page then shows how far it is (or that it was cancelled) where this was called, and draws itself anew at the
    end. All who ask for the same wait for one calculation. `key` is unique on the page. Raises what `make` raises.
    """
    asked = (id(reading.shared), reading.viewer, language(), make, about)
    if CANCELLED.get().get(key) == asked:
        st.info(_("The calculation was cancelled."))
        st.button(_("Start again"), key=f"{key}_again", on_click=_start_again, args=(key,))
        return None
    work = _met(asked, lambda: reading.report(make, *about))
    if work.is_over:
        if work.error is not None:
            raise work.error
        return cast("Made", work.result)
    _watch(work, key, asked)
    return None


def _met(asked: Hashable, make: Callable[[], Any]) -> Work:
    """The work that `make` does, over or not; what another reader has cancelled is begun anew."""
    while True:
        work = _begun(asked, make)
        if not work.over.wait(PATIENCE):
            return work
        with _LOCK:
            _WORKS.pop(asked, None)
        if not isinstance(work.error, Cancelled):
            return work


def _begun(asked: Hashable, make: Callable[[], Any]) -> Work:
    with _LOCK:
        held = _WORKS.get(asked)
        if held is not None and not held.pace.stop.is_set():
            return held
        _WORKS[asked] = work = Work()
        Thread(target=copy_context().run, args=(work.do, make), name="report", daemon=True).start()
        return work


@partial(fragment, run_every=PATIENCE)
def _watch(work: Work, key: str, asked: Hashable) -> None:
    if work.is_over:
        st.rerun()
    share = work.pace.share
    told = _("Working it out …") if share is None else _("Working it out: {share} %").format(share=round(100 * share))
    st.progress(share or 0.0, told)
    st.button(_("Cancel"), key=f"{key}_cancel", on_click=_cancel, args=(work, key, asked))


def _start_again(key: str) -> None:
    CANCELLED.get().pop(key, None)


def _cancel(work: Work, key: str, asked: Hashable) -> None:
    work.pace.stop.set()
    CANCELLED.get()[key] = asked
