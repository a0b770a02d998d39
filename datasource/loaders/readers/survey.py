"""One quick look at all bytes of a text file, before it is read: what is in it decides how it can be read."""

from dataclasses import dataclass

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.readers.encoding import declared, line_of, marked, told_by_look, utf16_without_mark
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.stream import open_text
from datasource.texts import _

_PIECE = 1 << 18
_FOLLOWING, _LEADING = 0x80, (0xC0, 0xE0, 0xF0)
"""In UTF-8, bytes of this value or more follow a leading one, whose value says whether one, two or three do."""


@dataclass
class Survey:
    """What a text is made of. `zero`: the byte that is a NUL, `broken`: the byte at which it is no UTF-8.

    `feeds` counts line feeds only as far as that tells whether some stand without a return.
    """

    encoding: str
    size: int = 0
    quotes: bool = False
    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    zero: int | None = None
    broken: int | None = None

    @property
    def line_ends(self) -> str:
        """LF, CRLF, CR or mixed; the ends of lines inside of quoted cells count too."""
        kinds = {"CRLF": self.pairs, "LF": self.feeds - self.pairs, "CR": self.returns - self.pairs}
        met = [name for name, count in kinds.items() if count]
        return met[0] if len(met) == 1 else "mixed" if met else "none"


def survey(place: Place, encoding: str | None) -> Survey:
    """The survey of the text at `place`, whose encoding is found out when it is None.

    Raises `MingjingError` for an unknown encoding, text that is not in it, and bytes that are no text.
    """
    head = place.head()
    if not head.strip():
        text = _("'{path}' is empty; it should start with a line of column names: export it again.")
        raise MingjingError(text.format(path=place.origin))
    name = declared(place, encoding) if encoding else marked(head) or utf16_without_mark(head) or "utf-8"
    if name == "utf-8" and marked(head) == "utf-8-sig":
        name = "utf-8-sig"
    found = _surveyed(place, name)
    if found.broken is not None:
        if encoding or name != "utf-8":
            text = _("'{path}' is not {encoding} text at line {line}; save it as UTF-8.")
            line = line_of(place, found.broken)
            raise MingjingError(text.format(path=place.origin, encoding=name, line=line))
        found = _surveyed(place, told_by_look(place, found.broken))
    if found.zero is not None:
        text = _("'{path}' is no text file (binary bytes in line {line}); export it as CSV again.")
        raise MingjingError(text.format(path=place.origin, line=line_of(place, found.zero, found.encoding)))
    return found


def _surveyed(place: Place, encoding: str) -> Survey:
    stream = open_text(place, encoding)
    found = Survey(encoding)
    piece = bytearray(_PIECE)
    ended_in_return = False
    left = b""
    try:
        while count := stream.readinto(piece):
            del piece[count:]
            still_left = _left(found, left, piece)
            if still_left is None or not _count(found, piece):
                return found
            left = still_left
            found.pairs += ended_in_return and piece.startswith(b"\n")
            ended_in_return = piece.endswith(b"\r")
            piece.extend(bytes(_PIECE - count))
    finally:
        stream.close()
    if left:
        found.broken = found.size - len(left)
    return found


def _left(found: Survey, before: bytes, piece: bytearray) -> bytes | None:
    """The start of a character at the end of `piece`, which goes on from `before`; None: no UTF-8, `broken` is set."""
    if not before and piece.isascii():
        return b""
    text = before + piece
    whole = _whole_characters(text)
    try:
        if not _is_utf8(text[:whole]):
            text[:whole].decode()
    except UnicodeDecodeError as error:
        found.broken = found.size + max(error.start - len(before), 0)
        return None
    return text[whole:]


def _is_utf8(text: bytes) -> bool:
    """Polars looks at many bytes at once, eight times as fast as Python decodes them."""
    try:
        pl.Series([text], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def _whole_characters(text: bytes) -> int:
    """The bytes of `text` without a character that its last three begin and do not end."""
    for back in range(1, min(3, len(text)) + 1):
        byte = text[-back]
        if byte >= _LEADING[0]:
            return len(text) - back if back <= sum(byte >= lead for lead in _LEADING) else len(text)
        if byte < _FOLLOWING:
            break
    return len(text)


def _count(found: Survey, piece: bytearray) -> bool:
    """Add `piece`; False when it is no text, and then `zero` says at which byte."""
    if b"\0" in piece:
        found.zero = found.size + piece.index(b"\0")
        return False
    found.size += len(piece)
    found.quotes = found.quotes or b'"' in piece
    if b"\r" in piece:
        found.returns += piece.count(b"\r")
        found.pairs += piece.count(b"\r\n")
        found.feeds += piece.count(b"\n")
    elif not found.feeds or found.feeds == found.pairs:
        found.feeds += b"\n" in piece
    return True
