"""Journeys: the touches of each lead or customer in order of time, up to the win, the loss or the day looked from."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from datasource.analytics.refusals import Floats, need_columns, need_not_negative, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

Ints = npt.NDArray[np.int64]
LEAST_JOURNEYS = 10
_DAY_SECONDS = 86_400
_TO_MIDNIGHT = timedelta(days=1, microseconds=-1)


@dataclass(frozen=True)
class Journeys:
    """Touches (t,) sorted by journey and time, journeys (j,), each with at least one touch.

    `journey` indexes the journeys, `channel` indexes `names`, `age` is how many half-lives before the journey's end the
    touch was. `won` is true where the journey ended in a win, `value` what it brought (0 where not won). `lead_step`
    and `deal_step` are the steps (from 0) that led to the lead and to the deal, -1 where unknown. `untouched` counts
    wins without any touch in the window and `untouched_value` their value; `unvalued` counts wins without an amount,
    `undated` wins without a date, which are left out. `touch` (t,) are the keys of the touches where they are known.
    """

    names: tuple[str, ...]
    journey: Ints
    channel: Ints
    age: Floats
    won: npt.NDArray[np.bool_]
    value: Floats
    lead_step: Ints
    deal_step: Ints
    untouched: int = 0
    untouched_value: float = 0.0
    unvalued: int = 0
    undated: int = 0
    touch: Ints | None = None

    @cached_property
    def length(self) -> Ints:
        """Touches of each journey (j,)."""
        return np.bincount(self.journey, minlength=len(self.won))

    @cached_property
    def step(self) -> Ints:
        """Place of each touch in its journey (t,), from 0."""
        begins = np.cumsum(self.length) - self.length
        return np.arange(len(self.journey)) - begins[self.journey]


def journeys_from_touches(
    touches: pl.DataFrame, outcomes: pl.DataFrame, as_of: date, window: int = 90, half_life: float = 7.0
) -> Journeys:
    """Journeys as they were known at the end of `as_of`.

    `touches`: one row a touch, `journey`, `channel`, `at` (Date or Datetime), optionally its key `touch`. `outcomes`:
    one row a journey, `journey`, `won` (Boolean), `ended` (Date or Datetime, null = still open), `value` (money, null =
    unknown), and optionally `lead_at`, `deal_at`. `window` and `half_life` in days. A touch counts when it lies at most
    `window` days before the end; what happened after `as_of` is not known. Raises `MingjingError` for missing columns,
    a journey twice, negative amounts, too few journeys, no win, one channel only.
    """
    need_columns(touches, ["journey", "channel", "at"])
    need_columns(outcomes, ["journey", "won", "ended", "value"])
    need_unique(outcomes, "journey")
    need_not_negative(outcomes.filter(_moment(outcomes, "ended") <= _end_of(as_of))["value"])
    if not (window > 0 and half_life > 0):
        raise MingjingError(_("The look-back window and the half-life must be longer than zero days."))
    undated = pl.col("won").fill_null(False) & pl.col("ended").is_null()
    ends = _known(outcomes.filter(~undated), as_of)
    key = [pl.col("touch").cast(pl.Int64)] if "touch" in touches.columns else []
    counted = (
        touches.select("journey", pl.col("channel").cast(pl.String), pl.col("at").cast(pl.Datetime("us")), *key)
        .drop_nulls()
        .join(ends, on="journey", how="inner")
        .filter(pl.col("at") <= pl.col("end"), pl.col("at") >= pl.col("end") - timedelta(days=window))
        .sort("journey", "at", "channel", *key)
    )
    return replace(_encode(counted, ends, half_life), undated=outcomes.select(undated.sum()).item())


def journeys_from_paths(paths: pl.DataFrame, separator: str = ">") -> Journeys:
    """Journeys from counted paths: `path` ("a > b > a"), `conversions`, `value` (money in all), `nulls` (not won).

    A path's value is shared equally by its conversions; a touch is one half-life older than the next one. Raises
    `MingjingError` as `journeys_from_touches` does.
    """
    need_columns(paths, ["path", "conversions", "value", "nulls"])
    for column in ("conversions", "value", "nulls"):
        need_not_negative(paths[column])
    if paths.select("path", "conversions", "value", "nulls").null_count().sum_horizontal().item():
        raise MingjingError(_("Some paths have no channels, no number of wins or no value."))
    if paths.filter(pl.col("conversions") == 0, pl.col("value") > 0).height:
        raise MingjingError(_("Some paths have a value but no win that brought it."))
    paths = paths.with_columns(pl.col("path").cast(pl.String))
    counts = (
        paths.select(pl.concat_list(pl.col("conversions", "nulls").cast(pl.Int64)).explode()).to_series().to_numpy()
    )
    # Each path stands twice, once for its wins and once for what was not won, and then as often as it was walked.
    cell = np.repeat(np.arange(len(counts)), counts)
    each = paths.select("path", worth=pl.col("value").cast(pl.Float64) / pl.col("conversions"))[cell // 2]
    steps = each.select(
        journey=pl.int_range(pl.len(), dtype=pl.Int64), channel=pl.col("path").str.split(separator)
    ).explode("channel")
    channel = steps["channel"].str.strip_chars()
    names = sorted(channel.unique())
    won = pl.Series(cell % 2 == 0)
    _need_choice(won, names)
    number = steps["journey"].to_numpy()
    length = np.bincount(number)
    unknown = np.full(len(cell), -1, dtype=np.int64)
    return Journeys(
        names=tuple(names),
        journey=number,
        channel=channel.replace_strict(names, range(len(names)), return_dtype=pl.Int64).to_numpy(),
        age=(np.cumsum(length)[number] - 1 - np.arange(len(number))).astype(np.float64),
        won=won.to_numpy(),
        value=np.where(won, each["worth"].to_numpy(), 0.0),
        lead_step=unknown,
        deal_step=unknown,
    )


def _known(outcomes: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Outcomes as of the day: `journey`, `end`, `won`, `value`, `lead_at`, `deal_at`; later ends are still open."""
    last = _end_of(as_of)
    ended = _moment(outcomes, "ended")
    over = (ended <= last).fill_null(False)
    won = over & pl.col("won").fill_null(False)
    return outcomes.select(
        "journey",
        end=pl.when(over).then(ended).otherwise(last),
        won=won,
        value=pl.when(won).then(pl.col("value").cast(pl.Float64)),
        lead_at=_moment(outcomes, "lead_at"),
        deal_at=_moment(outcomes, "deal_at"),
    )


def _end_of(day: date) -> pl.Expr:
    return pl.lit(day).cast(pl.Datetime("us")) + _TO_MIDNIGHT


def _moment(outcomes: pl.DataFrame, name: str) -> pl.Expr:
    """The column as a moment, null where it is absent; a plain date says no hour, so its whole day belongs to it."""
    if name not in outcomes.columns:
        return pl.lit(None, pl.Datetime("us"))
    moment = pl.col(name).cast(pl.Datetime("us"))
    return moment + _TO_MIDNIGHT if outcomes.schema[name] == pl.Date else moment


def _encode(counted: pl.DataFrame, ends: pl.DataFrame, half_life: float) -> Journeys:
    age = (pl.col("end") - pl.col("at")).dt.total_microseconds() / (1e6 * _DAY_SECONDS * half_life)
    # The touch that led to the lead is the last one before it, so its step is how many there were, less one.
    before = [((pl.col("at") <= pl.col(name)).sum().cast(pl.Int64) - 1).alias(name) for name in ("lead_at", "deal_at")]
    each = counted.group_by("journey", maintain_order=True).agg(pl.col("won", "value").first(), *before)
    names = sorted(counted["channel"].unique())
    lost = ends.filter("won").join(each, on="journey", how="anti")
    _need_choice(each["won"], names)
    codes = counted["channel"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    return Journeys(
        names=tuple(names),
        journey=(counted["journey"].rle_id()).to_numpy().astype(np.int64),
        channel=codes.to_numpy(),
        age=counted.select(age).to_series().to_numpy(),
        won=each["won"].to_numpy(),
        value=each["value"].fill_null(0.0).to_numpy(),
        lead_step=each["lead_at"].to_numpy(),
        deal_step=each["deal_at"].to_numpy(),
        untouched=lost.height,
        untouched_value=float(lost["value"].sum()),
        unvalued=ends.filter("won")["value"].null_count(),
        touch=counted["touch"].to_numpy() if "touch" in counted.columns else None,
    )


def _need_choice(won: pl.Series, names: list[str]) -> None:
    need_rows(len(won), LEAST_JOURNEYS, N_("journeys with a touch in the look-back window"))
    if not won.any():
        raise MingjingError(_("None of the journeys ended in a win, so there is no credit to share."))
    if len(names) < 2:
        raise MingjingError(_("All touches are of one channel, so there is nothing to share the credit between."))
