"""What each single touch is credited with, in whole minor units, so that nothing is lost or made up by rounding."""

import numpy as np
import polars as pl

from datasource.analytics.attribution.journeys import Ints, Journeys
from datasource.analytics.attribution.rules import RULES
from datasource.analytics.refusals import Floats


def touch_credits(journeys: Journeys, rule: str, minor_units: int) -> pl.DataFrame:
    """`touch`, `credit` (minor units) of the touches before wins by `rule` (a key of `RULES`); a touch of several
    journeys has the sum of them.

    What a journey is worth is cut into whole minor units by largest remainders (Hamilton's method), so that its touches
    have just that. `journeys` must know their touches.
    """
    assert journeys.touch is not None
    worth = np.rint(journeys.value * minor_units).astype(np.int64)
    cut = _whole_shares(journeys, RULES[rule](journeys), worth)
    earned = journeys.won[journeys.journey]
    credited = pl.DataFrame({"touch": journeys.touch[earned], "credit": cut[earned]})
    return credited.group_by("touch").agg(pl.col("credit").sum()).sort("touch")


def _whole_shares(journeys: Journeys, weights: Floats, worth: Ints) -> Ints:
    """Whole numbers (t,) near `weights` of what each journey is worth, which add up to it."""
    exact = weights * worth[journeys.journey]
    least = np.floor(exact + 1e-6).astype(np.int64)
    rest = worth - np.bincount(journeys.journey, least, len(worth)).astype(np.int64)
    order = np.lexsort((journeys.step, least - exact, journeys.journey))
    begins = np.cumsum(journeys.length) - journeys.length
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - begins[journeys.journey[order]]
    shares: Ints = least + (place < rest[journeys.journey])
    return shares
