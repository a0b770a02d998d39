"""A file's text as a stream of UTF-8 bytes without a mark, whatever its encoding is."""

import codecs
from io import BufferedIOBase, BufferedReader, RawIOBase
from typing import BinaryIO, Protocol

from datasource.errors import MingjingError
from datasource.loaders.readers.place import Place
from datasource.texts import _

_PIECE = 1 << 20
_UTF8 = ("utf-8", "utf-8-sig")


class Bytes(Protocol):
    """What is read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the buffer; the number of bytes put into it, 0 at the end."""

    def close(self) -> None: ...


class Recoded(RawIOBase):
    """The bytes of `raw`, which are text in `codec`, as UTF-8; raises `MingjingError` with the line that is not."""

    def __init__(self, raw: BinaryIO, codec: str, origin: str) -> None:
        self._raw, self._codec, self._origin = raw, codec, origin
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._left = memoryview(b"")
        self._lines = 0
        self._begun = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer`; how many bytes."""
        while not self._left:
            piece = self._raw.read(_PIECE)
            self._left = memoryview(self._decoded(piece))
            if not piece:
                break
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def _decoded(self, piece: bytes) -> bytes:
        try:
            text = self._decoder.decode(piece, not piece)
            text = text if self._begun else text.removeprefix("\ufeff")
            self._begun = self._begun or bool(text)
            coded = text.encode()
        except UnicodeError as error:
            before = self._decoder.getstate()[0] + piece
            upto = before[: error.start] if isinstance(error, UnicodeDecodeError) else before
            line = self._lines + upto.count(b"\n") + 1
            sentence = _("'{path}' is not {encoding} text at line {line}; save it as UTF-8.")
            raise MingjingError(sentence.format(path=self._origin, encoding=self._codec, line=line)) from error
        self._lines += coded.count(b"\n")
        return coded

    def close(self) -> None:
        """Close what lies beneath too."""
        self._raw.close()
        super().close()


def open_text(place: Place, encoding: str) -> BufferedIOBase:
    """The text of `place` from its first character on."""
    if encoding not in _UTF8:
        return BufferedReader(Recoded(place.open(), encoding, place.origin))
    raw = place.open_at(3 if place.head(3) == codecs.BOM_UTF8 else 0)
    assert isinstance(raw, BufferedIOBase)
    return raw
