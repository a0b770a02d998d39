"""Refreshing the data: what has changed or all of it, on a schedule or on demand, by one process at a time."""
