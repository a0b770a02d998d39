"""How much more often those with whom something was done were won than those like them with whom nothing was done.

Looks follow a trial that might have been: who is quiet on a day, what is done within a fortnight, what comes of it
after that (Hernán and Robins 2016, American Journal of Epidemiology 183:758). Nobody drew lots, so it stays associated.
"""

from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from datasource.analytics.discoveries import benjamini_hochberg
from datasource.analytics.evaluation import Z95
from datasource.analytics.linear_models import normal_chance
from datasource.analytics.next_action.watched import Watched
from datasource.analytics.refusals import Floats

EVERY: Final = 28
WINDOW: Final = 14
FALSE_SHARE: Final = 0.10
_MOST_LOOKS: Final = 52
_LEAST_UNITS: Final = 20


def past_looks(watched: Watched, first: date, last: date) -> pl.DataFrame:
    """Who was quiet on days of the past between the two, the later ones first: one row per look and unit.

    `unit`, `group`, `stratum`, `value`, `quiet`, `day`, `action` (null = nothing was done), `hit`. A fortnight is given
    to act; those won or lost within it are left out, and what comes in the horizon after it counts. What became of a
    look has to be known, so `last` must be a fortnight and the horizon back.
    """
    looks: list[pl.DataFrame] = []
    day = last
    while day >= first and len(looks) < _MOST_LOOKS:
        begin = day + timedelta(days=WINDOW)
        there = watched.quiet_on(day).with_columns(day=pl.lit(day))
        done = there.join(watched.acted(day, begin), on="unit", how="left", maintain_order="left")
        looks.append(
            done.join(watched.fates(begin, begin + timedelta(days=watched.horizon)), on="unit", maintain_order="left")
        )
        day -= timedelta(days=EVERY)
    return pl.concat(looks) if looks else pl.DataFrame()


def effects_of_actions(looks: pl.DataFrame) -> pl.DataFrame:
    """One row per action and group (null = all groups), from `past_looks`.

    `action`, `group`, `acted`, `acted_rate`, `others`, `others_rate` (looks with and without it, and their share won),
    `difference` of the two within strata, its standard `error`; `chance` (p-value) and `adjusted` (Benjamini and
    Hochberg over actions) of the action in all groups, `found` when that is up to 0.10 and the difference above zero.
    A group's difference is drawn to that of all groups the more, the less it is sure of (DerSimonian and Laird 1986).
    Actions done with fewer than 20 units, or where fewer than 20 were left alone, are not there.
    """
    parts = []
    for action in looks["action"].drop_nulls().unique().sort():
        arm = looks.filter((pl.col("action") == action) | pl.col("action").is_null())
        whole = _difference(arm)
        if whole is None:
            continue
        rows: list[dict[str, object]] = [{"action": action, "group": None, **whole}]
        for name, looked in arm.sort("group").group_by(["group"], maintain_order=True):
            if found := _difference(looked):
                rows.append({"action": action, "group": name[0], **found})
        parts.append(_drawn_together(pl.DataFrame(rows, schema_overrides={"group": pl.String})))
    if not parts:
        return pl.DataFrame()
    table = pl.concat(parts)
    whole_rows = table.filter(pl.col("group").is_null())
    chances = normal_chance((whole_rows["difference"] / whole_rows["error"]).to_numpy())
    tested = whole_rows.select(
        "action",
        chance=pl.Series(chances),
        adjusted=pl.Series(benjamini_hochberg(chances)),
        upward=pl.col("difference") > 0,
    )
    return (
        table.join(tested, on="action", maintain_order="left")
        .with_columns(found=(pl.col("adjusted") <= FALSE_SHARE) & pl.col("upward"))
        .drop("upward")
    )


def _difference(arm: pl.DataFrame) -> dict[str, float] | None:
    """Mantel and Haenszel's difference of shares within strata; its error counts the looks at one unit as one."""
    rows = arm.select("unit", "stratum", acted=pl.col("action").is_not_null(), hit=pl.col("hit").cast(pl.Float64))
    acted = pl.col("acted")
    strata = rows.group_by("stratum").agg(
        n1=acted.sum().cast(pl.Float64),
        n0=(~acted).sum().cast(pl.Float64),
        a1=pl.col("hit").filter(acted).sum(),
        a0=pl.col("hit").filter(~acted).sum(),
    )
    both = strata.filter((pl.col("n1") > 0) & (pl.col("n0") > 0)).with_columns(
        weight=pl.col("n1") * pl.col("n0") / (pl.col("n1") + pl.col("n0")),
    )
    # In one order, as sums of the same numbers in another differ in their last digit.
    both = both.sort("stratum")
    rows = rows.join(both, on="stratum", maintain_order="left")
    sides = [rows.filter(acted == side)["unit"].n_unique() for side in (True, False)]
    if min(sides) < _LEAST_UNITS:
        return None
    n1, n0, a1, a0, weight = (both[name].to_numpy() for name in ("n1", "n0", "a1", "a0", "weight"))
    error = _error(rows, float(weight.sum()))
    if not error > 0:
        return None
    return {
        "acted": float(n1.sum()),
        "acted_rate": float(a1.sum() / n1.sum()),
        "others": float(n0.sum()),
        "others_rate": float(a0.sum() / n0.sum()),
        "difference": float(weight @ (a1 / n1 - a0 / n0) / weight.sum()),
        "error": error,
    }


def _error(rows: pl.DataFrame, total: float) -> float:
    """Standard error from the part that each unit has in the difference (Liang and Zeger 1986, Biometrika 73:13)."""
    # A stratum's share is drawn half a case to the middle, as else one in which all are alike seems certain.
    share1, share0 = ((pl.col(f"a{arm}") + 0.5) / (pl.col(f"n{arm}") + 1) for arm in (1, 0))
    own = (
        pl.when("acted")
        .then((pl.col("hit") - share1) / pl.col("n1"))
        .otherwise((share0 - pl.col("hit")) / pl.col("n0"))
    )
    parts = (
        rows.select("unit", part=pl.col("weight") * own / total)
        .group_by("unit", maintain_order=True)
        .agg(pl.col("part").sum())
    )
    return float(np.sqrt((parts["part"].to_numpy() ** 2).sum()))


def _drawn_together(table: pl.DataFrame) -> pl.DataFrame:
    """Differences and errors of the groups (the rows after the first) drawn to that of all groups (the first row)."""
    each, errors = (table[name].to_numpy()[1:] for name in ("difference", "error"))
    if not len(each):
        return table
    sure = 1 / errors**2
    middle = float(table["difference"][0])
    beyond = float((sure * (each - (sure @ each) / sure.sum()) ** 2).sum()) - (len(each) - 1)
    room = float(sure.sum() - (sure**2).sum() / sure.sum())
    between = max(beyond, 0.0) / room if room > 0 else 0.0
    lean = between / (between + errors**2)
    whole_error = float(table["error"][0])
    drawn: Floats = lean * each + (1 - lean) * middle
    spread = np.sqrt(lean * errors**2 + (1 - lean) ** 2 * whole_error**2)
    return table.with_columns(
        difference=pl.Series(np.concatenate([[middle], drawn])),
        error=pl.Series(np.concatenate([[whole_error], spread])),
    )


def bounds(difference: pl.Expr, error: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The 95 % bounds of a difference."""
    return difference - Z95 * error, difference + Z95 * error
