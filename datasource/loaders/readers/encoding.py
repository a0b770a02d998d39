"""The encoding of a text file: declared, or told from its bytes, or the file is refused; never a guess that garbles.

A mark tells it, else UTF-8 is strict enough to be told by validity over the whole file; what else it may be, its looks
must say (`looks.py`).
"""

import codecs
import re

from datasource.errors import MingjingError
from datasource.loaders.readers.looks import decoded, reads_as_chinese, reads_as_western
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.stream import open_text
from datasource.texts import _

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8-sig": "utf-8", "iso8859-1": "cp1252"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 1 << 20


def declared(place: Place, name: str) -> str:
    """The codec for a declared encoding, the superset of its family; raises `MingjingError` for an unknown one."""
    try:
        codec = codecs.lookup(name.strip())
    except LookupError:
        codec = None
    if codec is None or codec.incrementaldecoder is None or not codec._is_text_encoding:
        text = _("'{path}': unknown encoding '{name}'; give utf-8, utf-16, gb18030, cp1252 or another one of Python's.")
        raise MingjingError(text.format(path=place.origin, name=name))
    return _SUPERSETS.get(codec.name, codec.name)


def marked(head: bytes) -> str | None:
    """The encoding that the mark at the start of a file names."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 told by its zero bytes, of which nearly all stand at odd (little end) or even (big end) places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(2, len(head) // 50) or min(even, odd) * 5 > max(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = decoded(head, name)
    return None if text is None or _CONTROL.search(text) else name


def told_by_look(place: Place, at: int) -> str:
    """GB18030 or CP1252 for a file that is no UTF-8 at byte `at`; raises `MingjingError` when it looks like neither."""
    with place.open_at(at) as file:
        piece = file.read(_SAMPLE)
    if not _is_broken_utf8(piece):
        if reads_as_chinese(piece):
            return "gb18030"
        if reads_as_western(piece):
            return "cp1252"
    text = _(
        "'{path}' is neither UTF-8 nor plainly Chinese GB18030 or Western CP1252 text (line {line}); save it as UTF-8 "
        "or declare its encoding."
    )
    raise MingjingError(text.format(path=place.origin, line=line_of(place, at)))


def line_of(place: Place, at: int, encoding: str = "utf-8") -> int:
    """The line (1 the first) in which byte `at` of the text stands, as it is once it is UTF-8."""
    line = 1
    with open_text(place, encoding) as file:
        while at > 0 and (piece := file.read(min(at, _SAMPLE))):
            line += piece.count(b"\n")
            at -= len(piece)
    return line


def _is_broken_utf8(piece: bytes) -> bool:
    """Whether most of what is beyond ASCII is valid UTF-8, so that the file is UTF-8 with broken places."""
    text = piece.decode("utf-8", "replace")
    beyond = sum(character > "\x7f" for character in text)
    return beyond > 2 * text.count("�")
