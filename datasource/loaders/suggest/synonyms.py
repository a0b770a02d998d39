"""The words that people use for canonical tables and columns: written down, and gathered from the shipped mappings."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from datasource.loaders.mapping import Feed, presets, read_preset, targets
from datasource.loaders.mapping.headers import fold_name
from datasource.strict_yaml import read_strict
from datasource.tables.schema import TABLES

FILE = Path(__file__).parent / "synonyms.yaml"
KEY = "key"
"""The name that stands for a row's own id."""

Words = Mapping[str, float]
"""Folded word → how surely it means the thing, 0 to 1."""

_OWN, _WRITTEN, _EVERYWHERE, _SHIPPED = 1.0, 0.92, 0.85, 0.9


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tables: dict[str, list[str]]
    any: dict[str, list[str]]
    columns: dict[str, dict[str, list[str]]]


@lru_cache(maxsize=32)
def table_words(without: str = "") -> Mapping[str, Words]:
    """Table → its words, those of preset `without` left out."""
    found: dict[str, dict[str, float]] = {table: {fold_name(table): _OWN} for table in _loaded()}
    for table, words in _written().tables.items():
        _add(found[table], words, _WRITTEN)
    taken = {word: table for table, words in found.items() for word in words}
    for feed in _feeds(without):
        word = fold_name((feed.source or "").rsplit(".", 1)[0])
        if not feed.distinct and taken.get(word, feed.table) == feed.table:
            _add(found[feed.table], [word], _SHIPPED)
    return MappingProxyType(found)


@lru_cache(maxsize=32)
def column_words(without: str = "") -> Mapping[str, Mapping[str, Words]]:
    """Table → column (or `KEY`) → its words, those of preset `without` left out."""
    written = _written()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for table in _loaded():
        names = [KEY, *targets(table)]
        found[table] = {name: {} if name == KEY else {fold_name(name): _OWN} for name in names}
        for name in names:
            _add(found[table][name], written.any.get(name, []), _EVERYWHERE)
            _add(found[table][name], written.columns.get(table, {}).get(name, []), _WRITTEN)
        _add(found[table][KEY], [f"{word} id" for word in written.tables.get(table, [])], _WRITTEN)
    for feed in _feeds(without):
        for name, cell in feed.columns.items():
            plain = cell.lookup is None and not cell.when and not cell.unless
            _add(found[feed.table][name], cell.column if plain else (), _SHIPPED)
        if feed.key is not None and not feed.distinct:
            _add(found[feed.table][KEY], feed.key.column, _SHIPPED)
    return MappingProxyType(found)


def _loaded() -> list[str]:
    return [table for table in TABLES if table != "calendar"]


@lru_cache(maxsize=1)
def _written() -> _Written:
    return read_strict(FILE, _Written)


def _feeds(without: str) -> Iterator[Feed]:
    """The feeds of the shipped mappings that read a source into a canonical table."""
    for preset in presets():
        if preset not in (without, "mingjing"):
            for feed in read_preset(preset).load:
                if feed.source is not None and feed.table in TABLES:
                    yield feed


def _add(words: dict[str, float], more: Iterable[str], sure: float) -> None:
    for word in more:
        words[fold_name(word)] = max(words.get(fold_name(word), 0.0), sure)
