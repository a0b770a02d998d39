"""A made-up sales team whose deals are won at known odds: three stages, activity that helps, six years of days."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from datasource.analytics.win_odds import History

FIRST = date(2018, 1, 1)
STAGES = ("contact", "offer", "contract")
# Of the deals that enter a stage, the share that goes on to the next (the last: is won).
GOES_ON = (0.5, 0.6, 0.8)
DAYS = (20, 25, 15)


def sales(seed: int, count: int = 1500, days: int = 2000) -> History:
    """The whole history of `count` deals created evenly over `days`; half of them have activity and twice the odds."""
    draw = np.random.default_rng(seed)
    deals, stages, activities = [], [], []
    for deal in range(count):
        day = created = FIRST + timedelta(days=int(draw.integers(days)))
        busy, won = bool(draw.random() < 0.5), True
        for stage, share, wait in zip(STAGES, GOES_ON, DAYS, strict=True):
            stages.append((deal, stage, day))
            day += timedelta(days=1 + int(draw.exponential(wait)))
            odds = share / (1 - share) * (2**0.5 if busy else 2**-0.5)
            won = bool(draw.random() < odds / (1 + odds))
            if not won:
                break
        deals.append((deal, created, day, won, float(draw.lognormal(9, 0.5))))
        if busy:
            activities += [(deal, created + timedelta(days=at)) for at in range(0, (day - created).days, 10)]
    return History(
        pl.DataFrame(deals, ["deal", "created", "closed", "won", "amount"], orient="row"),
        pl.DataFrame(stages, ["deal", "stage", "entered"], orient="row"),
        pl.DataFrame(activities, {"deal": pl.Int64, "day": pl.Date}, orient="row"),
    )


def known_on(history: History, day: date) -> History:
    """What a system would have held at the end of `day`."""
    closed = pl.col("closed") <= day
    return History(
        history.deals.filter(pl.col("created") <= day).with_columns(
            closed=pl.when(closed).then("closed"), won=pl.when(closed).then("won")
        ),
        history.stages.filter(pl.col("entered") <= day),
        history.activities.filter(pl.col("day") <= day),
    )
