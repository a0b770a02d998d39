"""Titles in any language → names that are safe as file name, as part of an address and as a widget's key."""

import re
from collections.abc import Container, Iterator
from hashlib import sha256
from itertools import count
from unicodedata import normalize

from dashboards.model import SLUG

LONGEST = 48
_SLUG = re.compile(SLUG)
_WINDOWS_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_LATIN = str.maketrans({"đ": "d", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})


def is_slug(name: str) -> bool:
    """Whether `name` may name a board: a-z, 0-9 and inner hyphens, at most 64."""
    return _SLUG.fullmatch(name) is not None


def slug_of(title: str, taken: Container[str] = ()) -> str:
    """A free slug for a title: its letters without accents; what has no Latin letters is told apart by a short hash."""
    plain = normalize("NFKD", title).casefold().translate(_LATIN)
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f"))
    slug = "-".join(words)[:LONGEST].strip("-")
    lost = any(sign.isalnum() and not sign.isascii() for sign in plain)
    if lost or not slug:
        slug = f"{slug or 'board'}-{sha256(title.encode()).hexdigest()[:8]}"
    if _WINDOWS_DEVICES.fullmatch(slug):
        slug = f"board-{slug}"
    return next(name for name in _numbered(slug) if name not in taken)


def _numbered(slug: str) -> Iterator[str]:
    return (slug if number == 1 else f"{slug}-{number}" for number in count(1))
