"""Reading goes on while the rows read before are worked on, and small batches become larger ones."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

T = TypeVar("T")
LEAST = 20_000
"""Rows below which batches are put together; the work on a batch has a price of its own."""


def read_ahead(batches: Iterator[pl.DataFrame]) -> Generator[pl.DataFrame, None, None]:
    """The rows of `batches`, as `ahead`, small batches put together; raises what reading them raises.

    The thread alone touches `batches`, from its first step to its end: connections to databases ask for that.
    """
    return ahead(_larger(batches))


def ahead(batches: Iterator[T]) -> Generator[T, None, None]:
    """`batches`, the next one made by a thread of its own while the last one is worked on.

    Close it where the work may fail: its thread ends then, and not at the whim of the collector of garbage.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as maker:
        try:
            coming = maker.submit(next, batches, None)
            while (batch := coming.result()) is not None:
                coming = maker.submit(next, batches, None)
                yield batch
        finally:
            maker.submit(_end, batches).result()


def _larger(batches: Iterator[pl.DataFrame]) -> Generator[pl.DataFrame, None, None]:
    waiting: list[pl.DataFrame] = []
    try:
        for batch in batches:
            if waiting and waiting[0].schema != batch.schema:
                yield _together(waiting)
                waiting = []
            waiting.append(batch)
            if sum(one.height for one in waiting) >= LEAST:
                yield _together(waiting)
                waiting = []
        if waiting:
            yield _together(waiting)
    finally:
        _end(batches)


def _together(batches: list[pl.DataFrame]) -> pl.DataFrame:
    return batches[0] if len(batches) == 1 else pl.concat(batches, rechunk=True)


def _end(batches: Iterator[object]) -> None:
    if isinstance(batches, Generator):
        batches.close()
