"""How far a long calculation is, and whether anybody still waits for it; told and asked by the loops that take long."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event


class Cancelled(Exception):
    """Raised inside a calculation that nobody waits for any longer."""


@dataclass
class Pace:
    """One calculation under way: `share` of it is done (0 to 1, None while that is unknown); `stop` ends it."""

    share: float | None = None
    stop: Event = field(default_factory=Event, repr=False)


_PACE: ContextVar[Pace | None] = ContextVar("pace", default=None)


@contextmanager
def paced(pace: Pace) -> Iterator[None]:
    """Every `step` inside tells `pace` how far it is."""
    token = _PACE.set(pace)
    try:
        yield
    finally:
        _PACE.reset(token)


def step(done: int, of: int) -> None:
    """Say that `done` of `of` rounds are done; raises `Cancelled` when nobody waits. Costs next to nothing."""
    pace = _PACE.get()
    if pace is None:
        return
    pace.share = done / of if of else None
    if pace.stop.is_set():
        raise Cancelled
