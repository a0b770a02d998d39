"""A text in blocks of memory that is used again, so that a file of any size needs no more than its longest row."""

from collections.abc import Iterator
from dataclasses import dataclass

from datasource.loaders.readers.limits import Limits
from datasource.loaders.readers.stream import Bytes


class RowTooLong(Exception):
    """A row goes on beyond the limit."""


@dataclass
class Block:
    """`data` holds `end` bytes of text from the start of a row on; `whole`: it is the last of it.

    Whoever reads it sets `used` to the bytes that it took; what is left stands at the start of the next block.
    """

    data: bytearray
    end: int
    whole: bool
    used: int = 0


def blocks(stream: Bytes, limits: Limits) -> Iterator[Block]:
    """The text of `stream`; a block of which nothing is used comes again with more. Raises `RowTooLong`."""
    data = bytearray(limits.block)
    end = 0
    whole = False
    while True:
        while not whole and end < len(data):
            count = stream.readinto(memoryview(data)[end:]) or 0
            whole = count == 0
            end += count
        if end == 0:
            return
        block = Block(data, end, whole)
        yield block
        if whole and block.used >= end:
            return
        if block.used == 0:
            if end > limits.row:
                raise RowTooLong
            data = data + bytearray(len(data))
            continue
        left = end - block.used
        data[:left] = data[block.used : end]
        end = left
