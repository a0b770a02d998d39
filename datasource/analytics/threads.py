"""Native libraries on one thread: on busy cores their threads wait for each other and cost far more."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold OpenMP and BLAS to one thread inside the block; those first loaded inside stay so, unless told otherwise."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    # The limits hold for what is loaded already; what is loaded later reads the environment, once.
    for name in NAMES:
        os.environ.setdefault(name, "1")
    with threadpool_limits(1):
        yield
