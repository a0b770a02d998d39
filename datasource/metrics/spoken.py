"""What is spoken of: the built-in subjects, dimensions and metrics, and those that the company's data add to them.

Two versions of the data may have other columns of the company's own, and so other words; each question is understood in
the words of the version that answers it. What asks nothing (the builder's lists, the checks of a board) is understood
in the words of the version that this process serves.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar, cast

from datasource.tables.custom import NOTHING, Custom

Item = TypeVar("Item")
_EMPTY: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What `custom` adds: by kind (subjects, dimensions, metrics), entries by name, which hide built-in ones."""

    custom: Custom = NOTHING
    added: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _EMPTY)


BUILT_IN = Vocabulary()
"""The words of a version without anything of the company's own."""
_told: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)
_served = [BUILT_IN]


def spoken() -> Vocabulary:
    """The words in force: those of the question that is being answered, else those that this process serves."""
    return _told.get() or _served[0]


def serve(vocabulary: Vocabulary) -> None:
    """Let this process serve `vocabulary` from now on."""
    _served[0] = vocabulary


@contextmanager
def speaking(vocabulary: Vocabulary) -> Iterator[None]:
    """Understand everything inside in the words of `vocabulary`."""
    before = _told.set(vocabulary)
    try:
        yield
    finally:
        _told.reset(before)


class Words(Mapping[str, Item]):
    """The built-in entries of one kind by name, in their order, and behind them those in force of the company's own."""

    def __init__(self, kind: str, built_in: Mapping[str, Item]) -> None:
        self._kind = kind
        self._built_in = built_in

    @property
    def built_in(self) -> Mapping[str, Item]:
        """The entries that every version has."""
        return self._built_in

    def __getitem__(self, name: str) -> Item:
        added = self._added
        return added[name] if name in added else self._built_in[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._built_in
        yield from (name for name in self._added if name not in self._built_in)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self._built_in or name in self._added

    @property
    def _added(self) -> Mapping[str, Item]:
        return cast("Mapping[str, Item]", spoken().added.get(self._kind, _EMPTY))
