"""Pictures that people load up for their boards: checked by what they hold, kept under the hash of it."""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from types import MappingProxyType

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from datasource.errors import MingjingError
from datasource.texts import _

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 40_000_000
ENDINGS: Mapping[str, str] = MappingProxyType({"PNG": "png", "JPEG": "jpg", "WEBP": "webp"})


def picture_name(content: bytes) -> str:
    """The name of a picture's file: SHA-256 of its content, ending by its kind, whatever it was called before.

    Raises `MingjingError` for what is too large or no whole PNG, JPEG or WebP.
    """
    if len(content) > MAX_BYTES:
        raise MingjingError(_("The picture is larger than 2 MB; make it smaller and load it up again."))
    return f"{sha256(content).hexdigest()}.{_ending(content)}"


def _ending(content: bytes) -> str:
    told = _("This is no picture that can be shown; load up a PNG, JPEG or WebP file.")
    try:
        with Picture.open(BytesIO(content), formats=tuple(ENDINGS)) as picture:
            wide, high, kind = picture.width, picture.height, picture.format or ""
            if wide * high > MAX_PIXELS:
                raise MingjingError(_("The picture has too many pixels; make it smaller and load it up again."))
            picture.verify()
    except (UnidentifiedImageError, Picture.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise MingjingError(told) from None
    return ENDINGS[kind]
