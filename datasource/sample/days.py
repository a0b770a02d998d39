"""The demo's time: whole days counted from its first day, seconds counted from that day's midnight."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from datasource.periods import calendar_table
from datasource.sample.draw import NONE, Draw, Floats, Ints

FIRST = date(2023, 7, 1)
TODAY = date(2026, 6, 30)
LAST = (TODAY - FIRST).days
DAY = 86_400
_AHEAD = 430

MONTH_WEIGHT = (0.85, 0.70, 1.15, 1.0, 1.0, 1.2, 0.9, 0.95, 1.15, 0.9, 1.15, 1.15)
GROWTH_A_YEAR = 0.22
PROMOTION_LIFT = 1.8
NEW_YEAR_DIP = 0.35


@dataclass(frozen=True)
class Axis:
    """What is known of each day from the first to well after today; arrays are indexed by day."""

    next_workday: Ints
    workdays: Ints
    workdays_before: Ints
    month: Ints
    quarter_end: Ints
    load: Floats
    promoted_load: Floats


@lru_cache(maxsize=1)
def axis() -> Axis:
    """The one time axis, made from the calendar of China."""
    days = calendar_table(FIRST, TODAY + timedelta(days=_AHEAD))
    open_day = days["is_workday"].to_numpy()
    workdays = np.flatnonzero(open_day)
    before = np.searchsorted(workdays, np.arange(len(open_day)))
    following = workdays[np.minimum(before, len(workdays) - 1)]
    year, month = days["year"].to_numpy().astype(np.int64), days["month"].to_numpy().astype(np.int64)
    quarter = (year * 4 + (month - 1) // 3) - (year[0] * 4 + (month[0] - 1) // 3)
    last_of_quarter = np.array([workdays[quarter[workdays] == one].max() for one in range(quarter.max() + 1)])
    load = _load(days["is_workday"].to_numpy(), month, days["lunar_new_year_offset"].to_numpy())
    day_of_month = days["date"].dt.day().to_numpy()
    promoted = ((month == 6) & (day_of_month <= 18)) | ((month == 11) & (day_of_month <= 11))
    return Axis(
        next_workday=following,
        workdays=workdays,
        workdays_before=before,
        month=(year - year[0]) * 12 + month - month[0],
        quarter_end=last_of_quarter[quarter],
        load=load[: LAST + 1],
        promoted_load=(load * np.where(promoted, PROMOTION_LIFT, 1.0))[: LAST + 1],
    )


def _load(open_day: np.ndarray, month: Ints, lunar_offset: np.ndarray) -> Floats:
    growth = 1 + GROWTH_A_YEAR * np.arange(len(month)) / 365
    dip = np.where((lunar_offset >= -6) & (lunar_offset <= 15), NEW_YEAR_DIP, 1.0)
    load: Floats = np.where(open_day, 1.0, 0.05) * np.asarray(MONTH_WEIGHT)[month - 1] * growth * dip
    return load


def on_workday(day: Ints) -> Ints:
    """The same day, or the next working day after it; empty cells stay empty."""
    known = np.clip(day, 0, len(axis().next_workday) - 1)
    return np.where(day == NONE, NONE, axis().next_workday[known])


def at_work(draw: Draw, day: Ints) -> Ints:
    """A second within office hours of each day: a morning and an afternoon peak, a few in the evening."""
    second = (draw.spread((8.4, 9.3, 10.2, 11.5, 13.8, 15.0, 16.2, 17.6, 21.0), len(day)) * 3600).astype(np.int64)
    return np.where(day == NONE, NONE, day * DAY + second)


def day_of(second: Ints) -> Ints:
    """The day on which each second lies."""
    return np.where(second == NONE, NONE, second // DAY)


def between(draw: Draw, start: Ints, stop: Ints) -> Ints:
    """A working day from `start` to `stop` inclusive, evenly; `start` itself where there is none between."""
    known = axis()
    low, high = known.workdays_before[start], known.workdays_before[np.minimum(stop + 1, LAST + 1)]
    place = low + (draw.uniform(len(start)) * (high - low)).astype(np.int64)
    return np.where(high > low, known.workdays[np.minimum(place, len(known.workdays) - 1)], start)
