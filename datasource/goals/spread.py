"""A year's amount spread over its months: evenly, or as last year's months were; the parts add up exactly."""

from collections.abc import Sequence
from dataclasses import replace

from datasource.goals.sheet import MONTHS, Sheet, Tiers


def evenly(amount: int) -> tuple[int, ...]:
    """`amount` in twelve parts that differ by at most one minor unit."""
    return by_weight(amount, [1] * MONTHS)


def by_weight(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` in parts in proportion to `weights`; negative weights count as 0, all zero as equal.

    Each part is the difference of two rounded running totals, so that the parts add up and none is below 0.
    """
    shares = [max(weight, 0) for weight in weights]
    if not any(shares):
        shares = [1] * len(weights)
    whole, run, before = sum(shares), 0, 0
    parts = []
    for share in shares:
        run += share
        upto = (2 * amount * run + whole) // (2 * whole)
        parts.append(upto - before)
        before = upto
    return tuple(parts)


def spread(sheet: Sheet, totals: Tiers, weights: Sequence[int]) -> Sheet:
    """`sheet` with the year totals given spread over the months by `weights`; a tier without a total is left alone.

    A tier is the one below it plus its own share of what it is more, so that tiers which rise by the year rise in
    every month, whatever is rounded.
    """
    months, below, under = list(sheet.months), 0, (0,) * len(weights)
    for tier, total in totals.items():
        if total is None:
            continue
        parts = by_weight(total, weights)
        if total >= below:
            more = by_weight(total - below, weights)
            parts = tuple(less + rest for less, rest in zip(under, more, strict=True))
        months = [replace(month, **{tier: part}) for month, part in zip(months, parts, strict=True)]
        below, under = total, parts
    return Sheet(tuple(months))
