"""`Dashboard` → YAML that people read and edit: stable order, defaults left out, texts of several lines as blocks.

What is written is read back equal, or it is not written: `dump` parses its own text before handing it out.
"""

import re
from typing import Any

import yaml
from pydantic import BaseModel

from dashboards.model import Dashboard, Grant, Right, Terms, Versioned
from dashboards.parse import parse_shape
from datasource.errors import InvalidInput, MingjingError
from datasource.question import Dimension, Period
from datasource.texts import _

_PLAIN_BLOCK = re.compile(r"[^\s\ufeff\x85\u2028\u2029][^\r\t\x85\u2028\u2029\ufeff]*")
_TRAILING_SPACE = re.compile(r"[ \t](?:\n|\Z)|\n\n\Z")
_LINE_SIGNS = re.compile("[\r\t\x85\u2028\u2029\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def dump(board: Dashboard) -> str:
    """The board as YAML text, UTF-8, ending in a line feed; `dashboards.parse` reads it back equal.

    Raises `MingjingError` for a board that no file can hold (a number that is not finite, half a character).
    """
    text = written(board)
    try:
        same = parse_shape(text) == board
    except InvalidInput as error:
        raise MingjingError(_("The board '{id}' cannot be kept: {error}").format(id=board.id, error=error)) from None
    if not same:
        raise MingjingError(_("The board '{id}' cannot be kept: its file would read differently").format(id=board.id))
    return text


def written(part: BaseModel) -> str:
    """Any part of such a file as YAML text in the same manner, defaults left out."""
    return yaml.dump(
        _plain(part), Dumper=_Writer, sort_keys=False, allow_unicode=True, default_flow_style=False, width=2**16
    )


class _Short(dict[str, Any]):
    """A mapping that is written on one line, `{field: close_date, grain: quarter}`."""


class _Writer(yaml.SafeDumper):
    """Indents lists, writes no anchors, and quotes what YAML would change."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _plain(value: Any) -> Any:
    match value:
        case (
            Dimension(field=short, grain=None, bins=())
            | Period(preset=str(short), field=None)
            | Grant(to=short, may=(Right.VIEW, Right.EXPORT), until=None, since=None)
        ):
            return short
        case Terms(may=(Right.VIEW, Right.EXPORT), until=None, since=None):
            return True
        case BaseModel():
            found = {**_always(value), **_changed(value)}
            return _Short(found) if isinstance(value, Dimension | Period | Terms) else found
        case tuple():
            return [_plain(item) for item in value]
        case str():
            return str(value)
        case _:
            return value


def _always(part: BaseModel) -> dict[str, Any]:
    return {"version": part.version} if isinstance(part, Dashboard | Versioned) else {}


def _changed(part: BaseModel) -> dict[str, Any]:
    fields = type(part).model_fields
    found = {field.alias or name: (getattr(part, name), field.get_default()) for name, field in fields.items()}
    return {key: _plain(value) for key, (value, default) in found.items() if value != default}


def _write_text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = None
    if _LINE_SIGNS.search(text):
        style = '"'
    elif "\n" in text:
        style = "|" if _PLAIN_BLOCK.match(text) and not _TRAILING_SPACE.search(text) else '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_list(writer: _Writer, items: list[Any]) -> yaml.SequenceNode:
    """On one line when each entry is a word, a number or a short mapping, and the line stays short."""
    short = all(not isinstance(item, dict | list) or isinstance(item, _Short) for item in items)
    flow = short and len(str(items)) <= 100 and not any("\n" in item for item in items if isinstance(item, str))
    return writer.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _write_short(writer: _Writer, mapping: _Short) -> yaml.MappingNode:
    return writer.represent_mapping("tag:yaml.org,2002:map", mapping, flow_style=True)


_Writer.add_representer(str, _write_text)
_Writer.add_representer(list, _write_list)
_Writer.add_representer(_Short, _write_short)
