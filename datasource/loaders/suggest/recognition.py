"""Which shipped mapping fits files or a database as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from datasource.errors import MingjingError
from datasource.loaders.mapping import Header, presets, read_preset
from datasource.loaders.mapping import Mapping as CrmMapping
from datasource.loaders.needs import used
from datasource.loaders.source import Source

Open = Callable[[CrmMapping], Mapping[str, Source]]
"""Opens every source of a mapping, or raises `MingjingError`."""
_LEAST = 0.25
"""Share of the tables that a preset must read to be offered; that all columns it needs are there says most already."""
_BESIDE = frozenset({"ads"})
"""Presets that are loaded beside a CRM and are none by themselves."""


@dataclass(frozen=True)
class Recognised:
    """A preset that fits: its system's `title`, the sources that it would read, and which share of the tables."""

    name: str
    title: str
    sources: tuple[str, ...]
    share: float


def recognised(tables: int, columns: int, opens: Open) -> Recognised | None:
    """The preset that reads most of what is there, a quarter of the `tables` at least; `columns`: those of all."""
    found = [one for one in (_fit(name, tables, columns, opens) for name in presets() if name not in _BESIDE) if one]
    best = max(found, key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[1].share >= _LEAST else None


def _fit(name: str, tables: int, columns: int, opens: Open) -> tuple[tuple[float, float], Recognised] | None:
    mapping = read_preset(name)
    try:
        sources = opens(mapping)
    except MingjingError:
        return None
    places = {source.origin: source for source in sources.values()}
    known = sum(len(used(mapping, one.name, Header(one.header))) for one in places.values())
    share = len(places) / max(tables, 1)
    told = Recognised(name, mapping.title, tuple(source.origin for source in sources.values()), share)
    return (share, known / max(columns, 1)), told
