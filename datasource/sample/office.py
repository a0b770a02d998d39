"""The office's own work: logs, requests for approval, trips."""

import numpy as np

from datasource.sample.customers import Customers
from datasource.sample.days import DAY, LAST, at_work, axis, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Ints, where
from datasource.sample.frames import Frames, Keys, frame, words
from datasource.sample.organisation import Organisation
from datasource.sample.phrases import LOGS

_NOW = (LAST + 1) * DAY
_LOG_KINDS = ("日报", "周报", "月报")
_LOG_SHARE = 0.86
_REQUESTS = ("请假", "出差", "费用报销", "借款", "采购")
_REQUEST_WEIGHT = (34, 26, 28, 6, 6)
_LEAVE, _TRIP = 0, 1
_REQUESTS_A_MONTH = 1.3
_FATES = ("approved", "rejected", "withdrawn", "pending")
_PENDING = 3


def _presence(organisation: Organisation, people: Ints) -> tuple[Ints, Ints]:
    """User and day for each working day of each of `people` while employed, in the order of the days."""
    workdays = axis().workdays[axis().workdays <= LAST]
    day, user = np.repeat(workdays, len(people)), np.tile(people, len(workdays))
    left = np.where(organisation.left[user] == NONE, LAST, organisation.left[user])
    there = (organisation.hired[user] <= day) & (day <= left)
    return user[there], day[there]


def _staff(organisation: Organisation) -> Ints:
    return np.flatnonzero(organisation.hired != NONE)


def log_rows(draw: Draw, keys: Keys, organisation: Organisation) -> Frames:
    """A log for most working days of most people (on Fridays a weekly one), each with its own diligence."""
    user, day = _presence(organisation, _staff(organisation))
    diligence = np.minimum(draw.spread((0.5, 0.85, 0.95, 1.05), organisation.hired.size) * _LOG_SHARE, 0.99)
    written = draw.chance(diligence[user], len(user))
    user, day = user[written], day[written]
    size = len(user)
    month_end = axis().month[np.minimum(axis().next_workday[day + 1], len(axis().month) - 1)] != axis().month[day]
    friday = axis().next_workday[day + 1] > day + 1
    second = np.minimum(at_work(draw, day) + 5 * 3600, (day + 1) * DAY - 60)
    cells = {
        "work_log_id": keys.take("work_logs", size),
        "owner_id": user,
        "category": words(_LOG_KINDS, np.where(month_end, 2, np.where(friday, 1, 0))),
        "content": words(LOGS, draw.ints(0, len(LOGS) - 1, size)),
        "comment_count": draw.choose((62, 26, 9, 3), size),
        "created_at": second,
        "created_date": day,
    }
    return {"work_logs": frame("work_logs", cells)}


def approval_tables(draw: Draw, keys: Keys, organisation: Organisation, customers: Customers) -> Frames:
    """Requests for approval, and the trips that approved ones allowed."""
    user, day = _presence(organisation, _staff(organisation))
    asks = draw.chance(_REQUESTS_A_MONTH / 21, len(user))
    user, day = user[asks], day[asks]
    size = len(user)
    second = at_work(draw, day)
    order = np.argsort(second, kind="stable")
    user, day, second = user[order], day[order], second[order]
    kind, fate = draw.choose(_REQUEST_WEIGHT, size), draw.choose((86, 8, 4, 2), size)
    decided = second + (draw.spread((0.2, 2, 8, 26, 90), size) * 3600).astype(np.int64)
    waits = (decided >= _NOW) | ((fate == _PENDING) & (day >= LAST - 40))
    fate = np.where(waits, _PENDING, np.where(fate == _PENDING, 0, fate))
    length = draw.choose((0, 40, 28, 18, 8, 6), size)
    with_days = kind <= _TRIP
    key = keys.take("approvals", size)
    cells = {
        "approval_id": key,
        "owner_id": user,
        "category": words(_REQUESTS, kind),
        "status": words(_FATES, fate),
        "amount": where(kind > _LEAVE, draw.days((200, 900, 2_500, 9_000), size) * 100),
        "days": np.where(with_days, length * np.where(draw.chance(0.2, size), 0.5, 1.0), np.nan),
        "created_at": second,
        "created_date": day,
        "decided_at": where(fate != _PENDING, decided),
    }
    trip = np.flatnonzero((kind == _TRIP) & (fate == 0))
    allowed = (key[trip], user[trip], decided[trip], length[trip])
    return {"approvals": frame("approvals", cells)} | _trips(draw, keys, organisation, customers, allowed)


def _trips(
    draw: Draw,
    keys: Keys,
    organisation: Organisation,
    customers: Customers,
    allowed: tuple[Ints, Ints, Ints, Ints],
) -> Frames:
    """A trip after each approved request, most to a customer that the traveller looks after that day."""
    key, user, decided, length = allowed
    start = on_workday(day_of(decided) + draw.ints(1, 10, len(key)))
    end = start + length - 1
    left = np.where(organisation.left[user] == NONE, LAST, organisation.left[user])
    there = end <= left
    key, user, start, end, length = key[there], user[there], start[there], end[there], length[there]
    cells = {
        "trip_id": keys.take("trips", len(key)),
        "owner_id": user,
        "approval_id": key,
        "customer_id": _visited(draw, organisation, customers, user, start),
        "start_date": start,
        "end_date": end,
        "cost_amount": length * draw.days((350, 600, 900, 1_600), len(key)) * 100 + 60_000,
    }
    return {"trips": frame("trips", cells)}


def _visited(draw: Draw, organisation: Organisation, customers: Customers, user: Ints, day: Ints) -> Ints:
    """A customer of the traveller among sixty picked by chance; NONE where none of them was theirs yet."""
    found = np.full(len(user), NONE)
    for _ in range(60):
        who = (draw.uniform(len(user)) * len(customers.key)).astype(np.int64)
        theirs = (customers.day[who] <= day) & (customers.owner_on(organisation.sales, who, day) == user)
        found = np.where((found == NONE) & theirs, customers.key[who], found)
    return found
