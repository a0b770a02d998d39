"""How long opportunities stay in their stages, and what is known of each open one today.

Every function takes deleted rows left out. Days are whole calendar days; what is not known is null, never 0.
"""

from datetime import date

import polars as pl

from datasource.tables.schema import UNKNOWN_KEY

LEAST_STAYS = 5
"""Ended stays that a stage needs before their median is a benchmark: fewer would tell of single deals."""
_WORDS = pl.Enum(["advanced", "moved_back", "lost", "invalid", "still_there"])
_OF_A_DEAL = (
    "opportunity_id", "customer_id", "pipeline_id", "campaign_id", "outcome", "created_date", "close_date",
    "expected_close_date",
)  # fmt: skip


def stage_dwell(
    events: pl.DataFrame, opportunities: pl.DataFrame, stages: pl.DataFrame, today: date, *, derived: bool = False
) -> pl.DataFrame:
    """One row per stay of an opportunity in an open stage, with the amount and owner of that time (rule R8).

    What the log tells of days after `today` has not happened, and of deals without an outcome nothing can be told.

    Rows of the log that follow each other in one stage are one stay. It ends when the next stay begins or the deal
    closes, whatever its own end says. `stay_end` tells how: `advanced` (to a later stage of its pipeline, or won),
    `moved_back` (to an earlier stage, or another pipeline's), `lost`, `invalid`, or `still_there`; each open deal has
    exactly one stay that is still there, in its current stage. `until_date` is the day it ended, `today` while it
    lasts. `stay_days` lie between entering and then; null where the log does not say when it entered, as in a `derived`
    log for a stay that follows the unknown time before its first load and was only found then. `benchmark_days` and
    `days_over_benchmark` (0 for a stay within it) are null for a stage with fewer than `LEAST_STAYS` ended stays.
    """
    steps = stages.select("stage_id", "position", pl.col("pipeline_id").alias("of_pipeline"), "kind")
    logged = _logged(events.filter(pl.col("entered_date") <= today))
    runs = _runs(pl.concat([logged, _unlogged(logged, opportunities)]))
    deals = opportunities.filter(pl.col("outcome").is_not_null()).select(
        *_OF_A_DEAL, pl.col("owner_id").alias("current_owner_id")
    )
    met = runs.join(steps, on="stage_id", how="left").join(deals, on="opportunity_id")
    goes_on = pl.col("opportunity_id") == pl.col("opportunity_id").shift(-1)
    met = met.sort("opportunity_id", "order").with_columns(
        *(pl.when(goes_on).then(pl.col(name).shift(-1)).alias(f"next_{name}") for name in _OF_THE_NEXT)
    )
    ended = met.with_columns(_stay_end(), _left(today))
    if derived:
        ended = ended.with_columns(pl.when(~_after_unknown()).then("entered_date").alias("entered_date"))
    known = ended.filter((pl.col("kind") == "open") & pl.col("until_date").is_not_null())
    days = (pl.col("until_date") - pl.col("entered_date")).dt.total_days()
    timed = known.with_columns(
        pl.when(days >= 0).then(days).alias("stay_days"),
        (pl.col("stay_end") == "still_there").alias("is_ongoing"),
        pl.coalesce("owner_id", "current_owner_id").alias("owner_id"),
    )
    return _with_benchmark(timed).select(
        *_OF_A_DEAL, "owner_id", "stage_id", "amount", "entered_date", "until_date", "stay_days", "is_ongoing",
        "stay_end", "benchmark_days", "days_over_benchmark",
    )  # fmt: skip


_OF_THE_NEXT = ("order", "entered_date", "position", "of_pipeline", "kind")


def _logged(events: pl.DataFrame) -> pl.DataFrame:
    ordered = events.sort("opportunity_id", "entered_date", "entered_at", "stage_event_id", nulls_last=True)
    return ordered.select(
        "opportunity_id", "stage_id", "entered_date", "left_date", "amount", "owner_id",
        pl.int_range(pl.len(), dtype=pl.Int64).alias("order"),
    )  # fmt: skip


def _unlogged(logged: pl.DataFrame, opportunities: pl.DataFrame) -> pl.DataFrame:
    """The current stage of every open deal, entered when its last logged stay ended; a run with it where it is it."""
    last = logged.group_by("opportunity_id").agg(pl.col("left_date").last().alias("entered_date"))
    now = opportunities.filter(pl.col("outcome") == "open").join(last, on="opportunity_id", how="left")
    return now.select(
        "opportunity_id", "stage_id", "entered_date", pl.lit(None, dtype=pl.Date).alias("left_date"), "amount",
        "owner_id", pl.lit(2**40, dtype=pl.Int64).alias("order"),
    )  # fmt: skip


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per run of rows in one stage: entered with the first of them, left, worth and owned as in the last."""
    ordered = rows.sort("opportunity_id", "order")
    deal, stage = (pl.col(name).ne_missing(pl.col(name).shift(1)) for name in ("opportunity_id", "stage_id"))
    numbered = ordered.with_columns((deal | stage).cum_sum().alias("run"))
    return numbered.group_by("run", maintain_order=True).agg(
        pl.col("opportunity_id", "stage_id", "entered_date").first(),
        pl.col("left_date", "amount", "owner_id", "order").last(),
    )


def _after_unknown() -> pl.Expr:
    same_deal = pl.col("opportunity_id") == pl.col("opportunity_id").shift(1)
    return (same_deal & (pl.col("stage_id").shift(1) == UNKNOWN_KEY)).fill_null(value=False)


def _stay_end() -> pl.Expr:
    goes_on = pl.col("next_order").is_not_null()
    into = pl.when(goes_on).then(pl.col("next_kind").cast(pl.String)).otherwise(pl.col("outcome").cast(pl.String))
    ahead = (pl.col("next_of_pipeline") == pl.col("of_pipeline")) & (pl.col("next_position") > pl.col("position"))
    moved = pl.when(ahead).then(pl.lit("advanced")).otherwise(pl.lit("moved_back"))
    closed = into.replace_strict(_CLOSED, default=None, return_dtype=pl.String)
    stays = pl.when(~goes_on).then(pl.lit("still_there"))
    return pl.coalesce(closed, stays, moved).cast(_WORDS).alias("stay_end")


_CLOSED = {"won": "advanced", "lost": "lost", "invalid": "invalid"}


def _left(today: date) -> pl.Expr:
    is_open = (pl.col("outcome") == "open").fill_null(value=False)
    begun = pl.min_horizontal("left_date", "next_entered_date")
    closed = pl.min_horizontal(begun, "close_date")
    lasts = is_open & pl.col("next_order").is_null()
    until = pl.when(lasts).then(pl.lit(today)).when(is_open).then(begun).otherwise(closed)
    return pl.when(until > today).then(pl.lit(today)).otherwise(until).alias("until_date")


def _with_benchmark(stays: pl.DataFrame) -> pl.DataFrame:
    """`benchmark_days`: the median of all ended stays in the stage, whoever's they are (a named exception of R13)."""
    ended = stays.filter(~pl.col("is_ongoing") & pl.col("stay_days").is_not_null())
    medians = (
        ended.group_by("stage_id")
        .agg(pl.col("stay_days").median().alias("benchmark_days"), pl.len().alias("ended"))
        .filter(pl.col("ended") >= LEAST_STAYS)
    )
    joined = stays.join(medians.drop("ended"), on="stage_id", how="left", maintain_order="left")
    over = pl.max_horizontal(pl.col("stay_days") - pl.col("benchmark_days"), pl.lit(0.0))
    known = pl.col("stay_days").is_not_null() & pl.col("benchmark_days").is_not_null()
    return joined.with_columns(pl.when(known).then(over).alias("days_over_benchmark"))


def with_standing(
    opportunities: pl.DataFrame, dwell: pl.DataFrame, activities: pl.DataFrame, today: date
) -> pl.DataFrame:
    """What is known of each open deal today, null for closed ones and for what the data do not say.

    `days_in_stage` since it entered its stage, `stage_age` = that in benchmarks of the stage, `days_without_activity`
    since the last activity on it, or on its customer without naming a deal, or else since it was entered (system notes
    are none), `days_past_close` since the expected close date, from 1 on.
    """
    ages = dwell.filter("is_ongoing").select(
        "opportunity_id",
        pl.col("stay_days").alias("days_in_stage"),
        pl.when(pl.col("benchmark_days") > 0).then(pl.col("stay_days") / pl.col("benchmark_days")).alias("stage_age"),
    )
    done = activities.filter((pl.col("kind") != "system") & (pl.col("created_date") <= today))
    own = done.group_by("opportunity_id").agg(pl.col("created_date").max().alias("own_last"))
    loose = done.filter(pl.col("opportunity_id").is_null())
    theirs = loose.group_by("customer_id").agg(pl.col("created_date").max().alias("customer_last"))
    met = opportunities
    for frame, key in ((ages, "opportunity_id"), (own, "opportunity_id"), (theirs, "customer_id")):
        met = met.join(frame, on=key, how="left", maintain_order="left")
    is_open = pl.col("outcome") == "open"
    idle = (today - pl.max_horizontal("own_last", "customer_last", "created_date")).dt.total_days()
    late = (today - pl.col("expected_close_date")).dt.total_days()
    return met.with_columns(
        pl.when(is_open & (idle >= 0)).then(idle).alias("days_without_activity"),
        pl.when(is_open & (late > 0)).then(late).alias("days_past_close"),
    ).drop("own_last", "customer_last")
