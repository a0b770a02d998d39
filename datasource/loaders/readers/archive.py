"""ZIP and gzip: the files inside as places of their own. Nothing is unpacked onto the disk; what comes out is measured.

A bomb is met by three limits: the sizes that the archive states, the bytes that really come out of a member, and how
many of them come out for each packed byte. Names of members are labels here, so that no name can lead anywhere; one
that tries to is refused all the same.
"""

import gzip
import re
import zlib
from contextlib import ExitStack
from io import SEEK_END, BufferedReader, BytesIO, RawIOBase
from pathlib import PurePosixPath
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from datasource.errors import MingjingError
from datasource.loaders.readers.limits import Limits
from datasource.loaders.readers.place import INSIDE, Place
from datasource.texts import _

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
_WORKBOOK_PARTS = frozenset({"[Content_Types].xml", "content.xml"})
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_MOST_MEMBERS = 10_000
_DAMAGED = (BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Measured(RawIOBase):
    """The bytes of `unpacked`, until they are more than the limits allow; damage is told in a sentence."""

    def __init__(
        self, unpacked: IO[bytes] | gzip.GzipFile, packed_size: int, origin: str, limits: Limits, beneath: ExitStack
    ) -> None:
        self._unpacked, self._packed_size, self._origin, self._limits = unpacked, max(packed_size, 1), origin, limits
        self._beneath = beneath
        self._out = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer`; how many bytes."""
        try:
            piece = self._unpacked.read(len(buffer))
        except _DAMAGED as error:
            raise damaged(self._origin, error) from error
        self._out += len(piece)
        self._check()
        buffer[: len(piece)] = piece
        return len(piece)

    def _check(self) -> None:
        limits = self._limits
        if self._out > limits.unpacked:
            raise too_large(self._origin, self._out, limits)
        if self._out > limits.harmless and self._out > limits.ratio * self._packed_size:
            text = _(
                "'{path}' unpacks to more than {ratio} times its size: it is taken for a bomb (imports.max_ratio)."
            )
            raise MingjingError(text.format(path=self._origin, ratio=limits.ratio))

    def close(self) -> None:
        """Close what lies beneath too."""
        self._unpacked.close()
        self._beneath.close()
        super().close()


def too_large(origin: str, size: int, limits: Limits) -> MingjingError:
    """The refusal of an archive that unpacks to too much."""
    text = _("'{path}' unpacks to {size:,} bytes or more, {limit:,} are allowed; raise imports.max_unpacked_mb.")
    return MingjingError(text.format(path=origin, size=size, limit=limits.unpacked))


def damaged(origin: str, error: Exception) -> MingjingError:
    """The refusal of an archive that cannot be unpacked."""
    text = _("'{path}' cannot be unpacked ({error}); pack it again as an ordinary ZIP without a password.")
    return MingjingError(text.format(path=origin, error=error))


def is_archive(place: Place) -> bool:
    """Whether the place holds packed files; workbooks, which are ZIPs too, do not count."""
    head = place.head(4)
    if head == ZIP:
        return not _is_workbook(place)
    return head[:2] == GZIP or head == _EMPTY_ZIP


def members(place: Place) -> tuple[Place, ...]:
    """The files in the archive at `place`, hidden ones and folders left out.

    Raises `MingjingError` for one that is damaged, locked, too large, empty, or holds names that lead elsewhere.
    """
    if place.packed:
        text = _("'{path}' is an archive inside of an archive; pack the files themselves.")
        raise MingjingError(text.format(path=place.origin))
    if place.head(2) == GZIP:
        return (_gunzipped(place),)
    found = tuple(one for one in contents(place) if not _is_hidden(one.inner))
    if not found:
        raise MingjingError(_("'{path}' holds no files; pack the exported files into it.").format(path=place.origin))
    return found


def contents(place: Place) -> tuple[Place, ...]:
    """Every file in the ZIP at `place`, a workbook's parts too; raises `MingjingError` as `members` does."""
    with ExitStack() as stack:
        infos = [one for one in _opened(place, stack).infolist() if not one.is_dir()]
    if len(infos) > _MOST_MEMBERS or sum(one.file_size for one in infos) > place.limits.unpacked:
        raise too_large(place.origin, sum(one.file_size for one in infos), place.limits)
    for info in infos:
        _check(place, info)
    return tuple(_member(place, info) for info in infos)


def measure(place: Place) -> None:
    """Read through every part of the ZIP at `place`; raises `MingjingError` where it breaks the limits."""
    for part in contents(place):
        with part.open() as file:
            while file.read(1 << 20):
                pass


def whole(place: Place) -> bytes:
    """All bytes of a place inside of an archive, which its limits hold small; of a file, all of it."""
    with place.open() as file:
        return file.read()


def _opened(place: Place, stack: ExitStack) -> ZipFile:
    try:
        file: IO[bytes] = BytesIO(whole(place)) if place.packed else place.open()
        return stack.enter_context(ZipFile(stack.enter_context(file)))
    except _DAMAGED as error:
        raise damaged(place.origin, error) from error


def _is_workbook(place: Place) -> bool:
    with ExitStack() as stack:
        return not _WORKBOOK_PARTS.isdisjoint(_opened(place, stack).namelist())


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith(".") and parts[-1] != "..")


def _check(place: Place, info: ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        text = _("'{path}' is locked by a password; pack it again without one.")
        raise MingjingError(text.format(path=place.origin))
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        text = _("'{path}' holds '{name}', a name that leads out of the archive; pack the files again.")
        raise MingjingError(text.format(path=place.origin, name=name))


def _member(place: Place, info: ZipInfo) -> Place:
    name = _name_of(info)
    origin = f"{place.origin}{INSIDE}{name}"

    def opened() -> BinaryIO:
        stack = ExitStack()
        try:
            unpacked = _opened(place, stack).open(info)
        except _DAMAGED as error:
            stack.close()
            raise damaged(origin, error) from error
        return BufferedReader(Measured(unpacked, info.compress_size, origin, place.limits, stack))

    return Place(origin, PurePosixPath(name).name, opened, None, place.limits, packed=True)


def _name_of(info: ZipInfo) -> str:
    """The member's name; without the mark for UTF-8 it may be UTF-8 or, from Chinese Windows, GB18030 all the same."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _gunzipped(place: Place) -> Place:
    name = re.sub(r"(?i)\.gz(ip)?$", "", place.file_name)
    origin = f"{place.origin}{INSIDE}{name}"

    def opened() -> BinaryIO:
        stack = ExitStack()
        file = stack.enter_context(place.open())
        size = file.seek(0, SEEK_END)
        file.seek(0)
        return BufferedReader(Measured(gzip.GzipFile(fileobj=file), size, origin, place.limits, stack))

    return Place(origin, name, opened, None, place.limits, packed=True)
