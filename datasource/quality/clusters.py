"""From likely pairs to clusters: records that are linked with each other, directly or through others."""

from collections.abc import Iterable

import polars as pl


def clusters(links: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """The connected groups of two or more, each in rising order, in the order of their first members."""
    above: dict[int, int] = {}
    for one, other in links:
        first, second = _top(above, one), _top(above, other)
        above[max(first, second)] = min(first, second)
    groups: dict[int, list[int]] = {}
    for member in sorted(above):
        groups.setdefault(_top(above, member), []).append(member)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def members(groups: list[tuple[int, ...]]) -> pl.DataFrame:
    """One row per member: `cluster` (number of the group) and `at`."""
    rows = [(number, at) for number, group in enumerate(groups) for at in group]
    return pl.DataFrame(rows, schema={"cluster": pl.Int64, "at": pl.Int64}, orient="row")


def _top(above: dict[int, int], member: int) -> int:
    above.setdefault(member, member)
    while above[member] != member:
        above[member] = above[above[member]]
        member = above[member]
    return member
