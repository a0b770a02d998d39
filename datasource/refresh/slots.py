"""When a refresh is due: every so often, or each day at a time, by the clock of the machine that serves."""

import re
from datetime import UTC, datetime, time, timedelta

from datasource.settings import Timed

_EVERY = re.compile(r"(\d+)([mh])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}


def last_slot(plan: Timed, now: datetime) -> datetime | None:
    """The newest due moment that is not after `now` (both naive UTC); None when nothing is scheduled.

    Slots of `every` are counted from midnight UTC of 1970, so that all processes mean the same moments.
    """
    if plan.every:
        step = step_of(plan.every)
        return datetime(1970, 1, 1) + (now - datetime(1970, 1, 1)) // step * step
    if plan.at:
        there = now.replace(tzinfo=UTC).astimezone()
        days = (there.date(), there.date() - timedelta(days=1))
        return next(slot for day in days if (slot := _utc(datetime.combine(day, time.fromisoformat(plan.at)))) <= now)
    return None


def next_slot(plan: Timed, now: datetime) -> datetime | None:
    """The first due moment after `now` (naive UTC); None when nothing is scheduled."""
    if plan.every:
        last = last_slot(plan, now)
        return None if last is None else last + step_of(plan.every)
    if plan.at:
        there = now.replace(tzinfo=UTC).astimezone()
        days = (there.date(), there.date() + timedelta(days=1))
        return next(slot for day in days if (slot := _utc(datetime.combine(day, time.fromisoformat(plan.at)))) > now)
    return None


def step_of(text: str) -> timedelta:
    """`15m` or `2h` as a length of time."""
    found = _EVERY.fullmatch(text)
    assert found is not None, "the settings were checked"
    return int(found[1]) * _UNITS[found[2]]


def _utc(local: datetime) -> datetime:
    return local.astimezone(UTC).replace(tzinfo=None)
