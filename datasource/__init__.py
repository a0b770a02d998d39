"""Data: tables, loading, storing and asking them."""

import os

os.environ.setdefault("_RJEM_MALLOC_CONF", f"narenas:{os.cpu_count() or 1}")
# Read when Polars is loaded. Its allocator, jemalloc, keeps what was freed apart for each arena, and has four a core
# unless told otherwise: one a core lowers the peak of a load by a sixth and costs no time.
