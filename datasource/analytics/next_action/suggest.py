"""Suggestions for quiet deals or customers, worth most first, and what following them went with in a held-back past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from datasource.analytics.next_action.effects import WINDOW, bounds, effects_of_actions, past_looks
from datasource.analytics.next_action.watched import Watched
from datasource.analytics.refusals import need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

_LEAST_LOOKS: Final = 100
_HELD_BACK: Final = 0.3


@dataclass(frozen=True)
class Trial:
    """What following suggestions of the past went with, learned before `cut` and tried after it.

    `followed` and `others` looks at suggested units with and without the suggested action, the adjusted `difference` of
    their shares won with its 95 % bounds. `confirmed` when the lower one is above zero.
    """

    cut: date
    followed: int
    others: int
    difference: float
    low: float
    high: float

    @property
    def confirmed(self) -> bool:
        return self.low > 0


@dataclass(frozen=True)
class Suggestions:
    """What might be done next: suggestions, no promises.

    `actions`: one row per unit and worth most first: `unit`, `action`, `value` (money expected from it: the difference
    of chances × the unit's value) with 95 % bounds `low` and `high` from that difference, `gain` (the difference),
    `worth` (the unit's value), `quiet` (days without contact), `group`, and as evidence `acted`, `acted_rate`,
    `others`, `others_rate` of looks at the like in the past; `sentence_of` says it. `effects` as `effects_of_actions`
    gives them; `trial` the held-back past (None when it is too short); `withheld` the reason (a msgid) when nothing is
    suggested.
    """

    actions: pl.DataFrame
    effects: pl.DataFrame
    trial: Trial | None
    withheld: str | None


def suggest(watched: Watched, as_of: date) -> Suggestions:
    """Suggestions for those who are quiet at the end of `as_of`; nothing dated later is read.

    Learned from looks at the past every 28 days whose outcome is known by then. An action is suggested only when it was
    found to go with more success in all groups, its lower bound is above zero in the unit's own, and the held-back past
    does not speak against it (upper bound below zero). Raises `MingjingError` for rows nothing can be told from, fewer
    than 100 looks, a single outcome, or when nothing was ever done with quiet ones.
    """
    watched.check(as_of)
    looks = _looks(watched, as_of)
    effects = effects_of_actions(looks)
    if effects.is_empty():
        raise MingjingError(_("Too few quiet ones were contacted, or left alone, to tell what an action goes with."))
    trial = _trial(looks, _follow_up(watched))
    withheld = _why_withheld(effects, trial)
    actions = _actions(watched.quiet_on(as_of), effects)
    return Suggestions(actions.clear() if withheld else actions, effects, trial, withheld)


def _follow_up(watched: Watched) -> timedelta:
    return timedelta(days=WINDOW + watched.horizon)


def _looks(watched: Watched, as_of: date) -> pl.DataFrame:
    first = watched.first()
    last = as_of - _follow_up(watched)
    looks = past_looks(watched, first, last) if first else pl.DataFrame()
    need_rows(looks.height, _LEAST_LOOKS, N_("looks at quiet ones whose outcome is known"))
    if looks["hit"].n_unique() < 2:
        raise MingjingError(_("All quiet ones of the past ended alike, so no action can have made a difference."))
    return looks


def _why_withheld(effects: pl.DataFrame, trial: Trial | None) -> str | None:
    if not effects["found"].any():
        return N_("No action went with clearly more success than leaving the like alone.")
    if trial is not None and trial.high < 0:
        return N_("In the held-back past those with whom the suggestion was followed did worse.")
    return None


def _actions(quiet: pl.DataFrame, effects: pl.DataFrame) -> pl.DataFrame:
    """One row per unit with the action of the largest expected value."""
    chosen = _chosen(quiet, effects)
    low, high = bounds(pl.col("difference"), pl.col("error"))
    return chosen.select(
        "unit",
        "action",
        value=pl.col("difference") * pl.col("value"),
        low=low * pl.col("value"),
        high=high * pl.col("value"),
        gain="difference",
        worth="value",
        quiet="quiet",
        group="group",
        acted=pl.col("acted").cast(pl.Int64),
        acted_rate="acted_rate",
        others=pl.col("others").cast(pl.Int64),
        others_rate="others_rate",
    ).sort("value", "unit", descending=[True, False])


def _chosen(quiet: pl.DataFrame, effects: pl.DataFrame) -> pl.DataFrame:
    """Units (with columns of `quiet`) and their best action, by the group's effect; unknown groups by that of all."""
    found = effects.filter("found")
    actions = found.select("action").unique(maintain_order=True)
    each = quiet.join(actions, how="cross", maintain_order="left")
    facts = ["acted", "acted_rate", "others", "others_rate", "difference", "error"]
    own = found.filter(pl.col("group").is_not_null()).select("action", "group", *facts)
    of_all = found.filter(pl.col("group").is_null()).select("action", *facts)
    both = each.join(own, on=["action", "group"], how="left", maintain_order="left").join(
        of_all, on="action", suffix="_all", maintain_order="left"
    )
    filled = both.with_columns(pl.coalesce(name, f"{name}_all").alias(name) for name in facts)
    low, _high = bounds(pl.col("difference"), pl.col("error"))
    return (
        filled.filter(low > 0)
        .sort("difference", "action", descending=[True, False])
        .unique("unit", keep="first", maintain_order=True)
    )


def _trial(looks: pl.DataFrame, follow_up: timedelta) -> Trial | None:
    """Learn from the older looks alone, and compare those with whom the suggestion was followed after the cut."""
    days = looks["day"].unique().sort()
    cut = days[int(len(days) * (1 - _HELD_BACK))]
    # An older look learns only from outcomes that were known at the cut.
    past, held = looks.filter(pl.col("day") <= cut - follow_up), looks.filter(pl.col("day") >= cut)
    effects = (
        effects_of_actions(past) if past.height >= _LEAST_LOOKS and past["hit"].n_unique() == 2 else pl.DataFrame()
    )
    if effects.is_empty() or not effects["found"].any():
        return None
    named = held.rename({"action": "done"}).with_columns(unit=pl.struct("unit", "day"))
    told = _chosen(named, effects).filter(pl.col("done").is_null() | (pl.col("done") == pl.col("action")))
    compared = told.select(pl.col("unit").struct.field("unit"), "group", "stratum", "hit", action="done")
    # Whatever was suggested counts as one action here.
    found = effects_of_actions(
        compared.with_columns(action=pl.when(pl.col("action").is_not_null()).then(pl.lit("all")))
    )
    if found.is_empty():
        return None
    row = found.filter(pl.col("group").is_null())
    low, high = bounds(pl.col("difference"), pl.col("error"))
    acted, others, difference, least, most = row.select("acted", "others", "difference", low=low, high=high).row(0)
    return Trial(cut, int(acted), int(others), difference, least, most)


def sentence_of(row: Mapping[str, object], hoped: str) -> str:
    """A row of `Suggestions.actions` as a sentence; `hoped` is that of its `Watched`."""
    text = _(
        "Suggestion: {action}. Nothing was done for {quiet} days. Of {acted} like this {acted_rate} {hoped}"
        " after it, of {others} left alone {others_rate}; like for like that is {gain} points more."
    )
    return text.format(
        action=_(str(row["action"])),
        quiet=row["quiet"],
        acted=row["acted"],
        others=row["others"],
        acted_rate=f"{float(str(row['acted_rate'])):.0%}",
        others_rate=f"{float(str(row['others_rate'])):.0%}",
        hoped=_(hoped),
        gain=f"{100 * float(str(row['gain'])):.0f}",
    )
