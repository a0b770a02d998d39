"""Conditions as short texts for an address, `owner=Bob`, and back: one a part, parts joined by `;`.

`key=value` is one member, `key` alone is no member at all, `key!=a,b` is all but these.
"""

from collections.abc import Iterable
from urllib.parse import unquote

from datasource.question import Filter, Op

MOST_PARTS, LONGEST = 16, 4000
_ESCAPED = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%;,=!"})


def write_parts(head: Iterable[str], asks: Iterable[tuple[str, Filter]]) -> str:
    """`head` (plain names), then each condition under its key. Raises `ValueError` for other conditions."""
    return ";".join((*head, *(_part(key, ask) for key, ask in asks)))


def read_parts(text: str) -> list[tuple[str, Op, str | tuple[str, ...] | None]]:
    """The parts of `text`, each as key, operator and value; a plain name reads as a key without a value.

    Raises `ValueError` for what is too long to be meant.
    """
    parts = text.split(";")
    if len(text) > LONGEST or len(parts) > MOST_PARTS:
        raise ValueError(text[:80])
    return [_read(part) for part in parts]


def _part(key: str, ask: Filter) -> str:
    match ask:
        case Filter(op=Op.EQ, value=str(member)):
            return f"{key}={_escaped(member)}"
        case Filter(op=Op.IS_NULL):
            return key
        case Filter(op=Op.NOT_IN, value=tuple(members)):
            return f"{key}!={','.join(_escaped(str(member)) for member in members)}"
        case _:
            raise ValueError(ask)


def _read(part: str) -> tuple[str, Op, str | tuple[str, ...] | None]:
    key, is_given, value = part.partition("=")
    if not is_given:
        return key, Op.IS_NULL, None
    if key.endswith("!"):
        return key[:-1], Op.NOT_IN, tuple(unquote(member) for member in value.split(","))
    return key, Op.EQ, unquote(value)


def _escaped(member: str) -> str:
    return member.translate(_ESCAPED)
