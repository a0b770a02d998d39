"""How much a file may ask of this machine before it is refused."""

from dataclasses import dataclass

from datasource.settings import Imports

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """`row`: bytes of one row; `columns`; `file`, `unpacked`: bytes; `ratio`: unpacked bytes for one packed byte.

    `document`: bytes of one JSON value; `harmless`: so much may be unpacked before its ratio counts; `block`: so many
    bytes of text are read at once.
    """

    row: int
    columns: int
    file: int
    unpacked: int
    ratio: int
    document: int = 256 * MEGABYTE
    harmless: int = 32 * MEGABYTE
    block: int = 4 * MEGABYTE


def limits_of(settings: Imports) -> Limits:
    """The limits that the settings under `imports:` give."""
    return Limits(
        row=settings.max_row_mb * MEGABYTE,
        columns=settings.max_columns,
        file=settings.max_file_mb * MEGABYTE,
        unpacked=settings.max_unpacked_mb * MEGABYTE,
        ratio=settings.max_ratio,
    )


USUAL = limits_of(Imports())
