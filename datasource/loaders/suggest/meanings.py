"""What the words of an enumeration may mean: the value that each is suggested to stand for."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import RootModel

from datasource.strict_yaml import read_strict
from datasource.tables.schema import ColumnInfo

FILE = Path(__file__).parent / "words.yaml"


class _Words(RootModel[dict[str, dict[str, list[str]]]]):
    """Column, or `table.column` → value → words."""


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return read_strict(FILE, _Words).root


def meanings(table: str, column: ColumnInfo, texts: Iterable[str]) -> dict[str, str]:
    """Text → the value of `column` that it seems to mean, for the texts about which something is known.

    A word of the longest kind wins: `unqualified` is not `qualified`. Among stages of which some end a deal, those that
    nobody knows are open.
    """
    name = "outcome" if {"won", "lost"} <= set(column.choices) else column.name
    known = _words().get(f"{table}.{column.name}") or _words().get(name, {})
    found = {text: _meant(text.casefold(), column.choices, known) for text in texts}
    rest = "open" if {"won", "lost"} & set(found.values()) and name == "outcome" else ""
    return {text: value or rest for text, value in found.items() if value or rest}


def _meant(text: str, choices: tuple[str, ...], known: Mapping[str, list[str]]) -> str:
    exact = text.replace(" ", "_").replace("-", "_")
    if exact in choices:
        return exact
    hits = [(len(word), value) for value, words in known.items() if value in choices for word in words if word in text]
    return max(hits, key=lambda hit: hit[0])[1] if hits else ""
