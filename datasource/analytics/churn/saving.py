"""Whom to talk to: customers for whom the money that a talk is expected to save exceeds its cost."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.analytics.refusals import Floats
from datasource.errors import MingjingError
from datasource.texts import _


@dataclass(frozen=True)
class SaveList:
    """`at_risk` is the expected loss, sum of chance x value; `saved` what talking to all above `threshold` brings net.

    `curve` has one row per distinct chance, highest first: `threshold`, `customers` at or above it, `saved` expected.
    `chosen` marks the customers of the list, in the order they came in. Without any gain the list is empty and the
    threshold None.
    """

    threshold: float | None
    saved: float
    at_risk: float
    chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]
    curve: pl.DataFrame


def save_list(chance: Floats, value: Floats, cost: float, success: float) -> SaveList:
    """The threshold of the chance to leave that maximises the expected net value saved.

    `chance` 0 to 1 and `value` (money lost when the customer leaves) per customer; a talk costs `cost` and keeps a
    leaving customer with chance `success`. Saved = sum over the list of chance x success x value - cost. Raises
    `MingjingError` when values are missing, below zero or all zero, or the share or the cost is out of range.
    """
    _need_sense(chance, value, cost, success)
    highest, place = np.unique(-chance, return_inverse=True)
    gain = np.bincount(place, weights=chance * success * value - cost)
    saved = np.cumsum(gain)
    customers = np.cumsum(np.bincount(place))
    curve = pl.DataFrame({"threshold": -highest, "customers": customers, "saved": saved})
    best = int(np.argmax(saved))
    threshold = float(-highest[best]) if saved[best] > 0 else None
    chosen = chance >= threshold if threshold is not None else np.zeros(len(chance), dtype=np.bool_)
    return SaveList(threshold, max(float(saved[best]), 0.0), float(chance @ value), chosen, curve)


def _need_sense(chance: Floats, value: Floats, cost: float, success: float) -> None:
    if not len(value) or not np.isfinite(value).all() or not np.isfinite(chance).all():
        raise MingjingError(_("Each customer needs a risk and a value."))
    if (value < 0).any() or not (value > 0).any():
        raise MingjingError(_("The values at stake must not be below zero, nor all zero."))
    if cost < 0 or not 0 < success <= 1 or (chance < 0).any() or (chance > 1).any():
        raise MingjingError(_("A cost must not be below zero, and chances lie between 0 and 100 %."))
