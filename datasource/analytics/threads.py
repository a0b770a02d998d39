"""Native libraries on one thread: on busy cores their threads wait for each other and cost far more."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold OpenMP and BLAS to one thread inside the block."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    with threadpool_limits(1):
        yield
