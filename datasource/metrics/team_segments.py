"""Team segments: named sets of customers, each kept as conditions, and what a filter by them means at this moment.

The dimension `team_segment` names them by key. A filter goes into a question under canonical names, `12__3f0c…`: the
key and twelve hexadecimal digits of what the conditions say, so that an answer is kept by its question alone and a name
never changes its meaning. The segments in force are those that this process serves, as the words of a version are.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from datasource.calculation import plain
from datasource.errors import MingjingError
from datasource.field import Filter, Op
from datasource.metrics.made import Made
from datasource.texts import _

FIELD = "team_segment"
OPS = frozenset({Op.EQ, Op.NE, Op.IN, Op.NOT_IN})
_SEP = "__"


@dataclass(frozen=True)
class TeamSegment:
    """A set of customers: those that meet every condition of `where`. One that `is_gone` was deleted."""

    key: str
    label: str
    where: tuple[Filter, ...]
    is_gone: bool = False

    @property
    def name(self) -> str:
        """The canonical name."""
        said = json.dumps([part.model_dump(mode="json", exclude_none=True) for part in self.where], sort_keys=True)
        return f"{self.key}{_SEP}{sha256(said.encode()).hexdigest()[:12]}"


_served: list[Mapping[str, TeamSegment]] = [MappingProxyType({})]
_MADE: Made[TeamSegment] = Made()
"""The segments that questions have named, by canonical name."""


def serve_segments(segments: Iterable[TeamSegment]) -> None:
    """Let this process serve `segments`, those that are gone included, from now on."""
    _served[0] = MappingProxyType({one.key: one for one in segments})


def served_segments() -> tuple[TeamSegment, ...]:
    """The segments that can be chosen, by label."""
    return tuple(sorted((one for one in _served[0].values() if not one.is_gone), key=lambda one: one.label.casefold()))


def has_segments() -> bool:
    """Whether any segment was ever saved: a link may name one that is gone."""
    return bool(_served[0])


def segment_label(member: str) -> str:
    """What the segment called `member` (a key or a canonical name) is called now; the key where nobody knows it."""
    known = _served[0].get(plain(member)) or _MADE.get(member)
    if known is None:
        return plain(member)
    return _("{label} (deleted)").format(label=known.label) if known.is_gone else known.label


def with_segments(where: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """`where` with every team segment under its canonical name.

    Raises `MingjingError` for a segment that is gone or never was, and for another operator than one of `OPS`.
    """
    if all(part.field != FIELD for part in where):
        return where
    return tuple(_named(part) if part.field == FIELD else part for part in where)


def segment_called(name: str) -> TeamSegment:
    """The segment of a canonical name that a question holds; raises `MingjingError` for any other name."""
    found = _MADE.get(name)
    if found is None:
        raise MingjingError(_("Team segments stand in filters of pages and charts, not in calculations or segments."))
    return found


def members_of(ask: Filter) -> tuple[str, ...]:
    """The segments that a filter names."""
    return tuple(map(str, ask.value if isinstance(ask.value, tuple) else (ask.value,)))


def _named(part: Filter) -> Filter:
    if part.op not in OPS:
        raise MingjingError(_("A filter by team segment takes one or several of them, or all but these."))
    names = tuple(_canonical(member) for member in members_of(part))
    return part.model_copy(update={"value": names if isinstance(part.value, tuple) else names[0]})


def _canonical(member: str) -> str:
    known = _served[0].get(plain(member))
    if known is None:
        told = _("The team segment “{key}” does not exist (any more); take it out of the filters.")
        raise MingjingError(told.format(key=plain(member)))
    if known.is_gone:
        told = _("The team segment “{label}” was deleted; take it out of the filters or choose another one.")
        raise MingjingError(told.format(label=known.label))
    _MADE.put(known.name, known)
    return known.name
