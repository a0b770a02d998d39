"""A board taken apart for comparing and merging: records, lists by identity, and values; and put together again.

Whatever the model gains later is a value or, as a new field of a record, compared like any other: nothing is left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from dashboards.chart import Chart, Shelves
from dashboards.model import BODIES, Controls, Dashboard, Embed, FilterTile, Image, Section, Tile
from dashboards.options import FieldLook, NumberFormat, Options
from dashboards.share import Share
from dashboards.style import BoardStyle, TileStyle
from datasource.errors import InvalidInput, Problem

Way = tuple[str, ...]
Keys = Callable[[Any], str]


@dataclass(frozen=True)
class Leaf:
    """A value that is compared and chosen as a whole."""

    value: Any


@dataclass(frozen=True)
class Record:
    """Named parts; two records of another `kind` are not merged but chosen between."""

    kind: str
    parts: Mapping[str, "Node"]


@dataclass(frozen=True)
class Listed:
    """Entries in order, each under the key by which it is the same entry in another version."""

    entries: Mapping[str, "Node"]


Node = Leaf | Record | Listed
GONE = Leaf(None)
"""What stands for an entry or part that a version does not have; told by identity."""

_RECORDS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            *(Dashboard, Tile, Chart, Shelves, Options, Controls, FieldLook, NumberFormat),
            *(Image, Embed, FilterTile, Section, TileStyle, BoardStyle, Share),
        )
    }
)
_FIELD: Keys = lambda part: part.field  # noqa: E731
_WORD: Keys = lambda part: part  # noqa: E731
_ID: Keys = lambda part: part.id  # noqa: E731
_TO: Keys = lambda part: part.to  # noqa: E731
_LABEL: Keys = lambda part: part.label or repr(part)  # noqa: E731
_KEYS: Mapping[tuple[str, str], Keys] = MappingProxyType(
    {
        **{("Shelves", name): _FIELD for name in ("columns", "rows", "detail", "filters")},
        **{("Shelves", name): _WORD for name in ("values", "second", "hints")},
        ("Chart", "calculations"): _ID,
        ("Chart", "having"): _FIELD,
        ("Chart", "sort"): lambda part: part.by,
        ("Chart", "looks"): _FIELD,
        ("Options", "lines"): _LABEL,
        ("Options", "bands"): _LABEL,
        ("Options", "notes"): lambda part: part.at,
        ("Controls", "show"): _WORD,
        ("Controls", "where"): _FIELD,
        ("Dashboard", "tabs"): _ID,
        ("Dashboard", "tiles"): _ID,
        **{("Share", name): _TO for name in ("people", "departments", "roles")},
    }
)
_PLACED = ("tab", "x", "y")
_SIZED = ("w", "h")


def same(one: Any, other: Any) -> bool:
    """Equal, and of equal types all the way down: 1, 1.0 and true are three values."""
    return one is other or (one == other and repr(one) == repr(other))


def taken_apart(value: Any) -> Node:
    """A board, or any part of it, as a tree."""
    if isinstance(value, Tile):
        return Record("Tile", _tile_parts(value))
    if type(value).__name__ in _RECORDS and isinstance(value, BaseModel):
        name = type(value).__name__
        return Record(name, {part: _part(name, part, getattr(value, part)) for part in type(value).model_fields})
    return Leaf(value)


def put_together(node: Node) -> Any:
    """What `taken_apart` took apart; raises `InvalidInput` when the parts make no board."""
    match node:
        case Leaf(value):
            return value
        case Listed(entries):
            return tuple(put_together(entry) for entry in entries.values())
        case Record("Tile", parts):
            return _checked(Tile, _tile_fields(parts))
        case Record(kind, parts):
            return _checked(_RECORDS[kind], {name: put_together(part) for name, part in parts.items()})


def _part(record: str, name: str, value: Any) -> Node:
    keys = _KEYS.get((record, name))
    if keys is None or not isinstance(value, tuple):
        return taken_apart(value)
    return Listed(dict(zip(unique(map(keys, value)), map(taken_apart, value), strict=True)))


def unique(keys: Iterable[str]) -> list[str]:
    """The keys, the second of one name as `name#2`."""
    found: dict[str, None] = {}
    for key in keys:
        name, number = key, 1
        while name in found:
            number += 1
            name = f"{key}#{number}"
        found[name] = None
    return list(found)


def _tile_parts(tile: Tile) -> dict[str, Node]:
    apart = {*_PLACED, *_SIZED, *BODIES}
    parts = {name: _part("Tile", name, getattr(tile, name)) for name in Tile.model_fields if name not in apart}
    body = Record(tile.body, {tile.body: taken_apart(getattr(tile, tile.body))})
    place = Leaf(tuple(getattr(tile, name) for name in _PLACED))
    return {**parts, "place": place, "size": Leaf(tuple(getattr(tile, name) for name in _SIZED)), "body": body}


def _tile_fields(parts: Mapping[str, Node]) -> dict[str, Any]:
    rest = {name: put_together(part) for name, part in parts.items() if name not in ("place", "size", "body")}
    place, size, body = parts["place"], parts["size"], parts["body"]
    if not (isinstance(place, Leaf) and isinstance(size, Leaf) and isinstance(body, Record)):
        raise TypeError("a tile has a place, a size and a body")
    inner = {name: put_together(part) for name, part in body.parts.items()}
    return {
        **rest,
        **inner,
        **dict(zip(_PLACED, place.value, strict=True)),
        **dict(zip(_SIZED, size.value, strict=True)),
    }


def _checked(model: type[BaseModel], fields: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(dict(fields))
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise InvalidInput(Problem(".".join(map(str, one["loc"])), one["msg"]) for one in found) from None
