"""A shipped board or ready page in the reader's language: what its author wrote in English, as the catalogue has it."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from dashboards.model import Dashboard
from datasource.calculation import Formula
from datasource.texts import _

WORDS = frozenset({"title", "description", "text", "label", "labels", "others", "x_title", "y_title", "alt", "suffix"})
"""The keys whose texts are shown as they stand."""

Part = TypeVar("Part", bound=BaseModel)


def translated(board: Dashboard, say: Callable[[str], str] = _) -> Dashboard:
    """`board` with every text that is shown as `say` has it; names, members and formulas stay."""
    return _part(board, say)


def _part(part: Part, say: Callable[[str], str]) -> Part:
    if isinstance(part, Formula):
        return part
    changes = {key: _value(key, getattr(part, key), say) for key in type(part).model_fields}
    changed = {key: value for key, value in changes.items() if value != getattr(part, key)}
    return part.model_copy(update=changed) if changed else part


def _value(key: str, value: Any, say: Callable[[str], str]) -> Any:
    match value:
        case BaseModel():
            return _part(value, say)
        case str() if key in WORDS and value:
            return say(value)
        case tuple():
            return tuple(_value(key, item, say) for item in value)
        case _:
            return value
