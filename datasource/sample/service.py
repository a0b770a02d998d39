"""After the sale: tickets with their steps, return visits with satisfaction, feedback."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample import truths
from datasource.sample.customers import Customers
from datasource.sample.days import DAY, LAST, at_work, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints, ranges, where
from datasource.sample.frames import Keys, frame, words
from datasource.sample.geography import places
from datasource.sample.money import Contracts
from datasource.sample.phrases import TICKET_TITLES
from datasource.sample.seats import Roster

_NOW = (LAST + 1) * DAY
_CHANNELS = ("电话", "微信", "邮件", "在线客服", "上门")
_CATEGORIES = ("使用咨询", "故障报修", "数据问题", "账号权限", "商务问题")
_PRIORITIES = ("紧急", "高", "中", "低")
_SLA_HOURS = np.array([8.0, 24.0, 48.0, 96.0])
_STEPS = ("opened", "first_response", "replied", "escalated", "resolved", "reopened", "resolved", "closed")
OPENED, FIRST_RESPONSE, REPLIED, ESCALATED, RESOLVED, REOPENED, RESOLVED_AGAIN, CLOSED = range(8)


@dataclass(frozen=True)
class Tickets:
    """One element per ticket; `times` is tickets × steps, NONE for steps that did not happen (yet)."""

    key: Ints
    who: Ints
    product: Ints
    seat: Ints
    priority: Ints
    times: Ints
    is_bad: Flags


def is_bad_sale(customers: Customers, who: Ints, product: Ints) -> Flags:
    """Whether it is the planted bad product in the region where it is bad."""
    bad: Flags = (product == truths.BAD_PRODUCT) & (places().serving[customers.place[who]] == truths.BAD_REGION)
    return bad


def make_tickets(draw: Draw, keys: Keys, contracts: Contracts, customers: Customers, roster: Roster) -> Tickets:
    """Tickets about the lines of effective contracts, twice as many about the planted bad product."""
    lines = contracts.baskets
    sold = np.flatnonzero(contracts.effective[lines.basket])
    who, product = contracts.who[lines.basket[sold]], lines.product[sold]
    bad = is_bad_sale(customers, who, product)
    counts = draw.choose((66, 22, 8, 4), len(sold)) + np.where(bad, draw.ints(0, 2, len(sold)), 0)
    line, _ = ranges(counts)
    day = on_workday(contracts.day[lines.basket[sold[line]]] + draw.days((4, 40, 120, 300, 600), len(line)))
    seen = np.flatnonzero(day <= LAST)
    seen = seen[np.argsort(day[seen], kind="stable")]
    line, day, size = line[seen], day[seen], len(seen)
    priority = draw.choose((6, 20, 52, 22), size)
    opened = np.sort(at_work(draw, day))
    return Tickets(
        key=keys.take("tickets", size),
        who=who[line],
        product=product[line],
        seat=(draw.uniform(size) * len(roster.region)).astype(np.int64),
        priority=priority,
        times=_times(draw, opened, priority, bad[line]),
        is_bad=bad[line],
    )


def _times(draw: Draw, opened: Ints, priority: Ints, bad: Flags) -> Ints:
    size = len(opened)
    limit = _SLA_HOURS[priority] * 3600
    answered = opened + (draw.spread((2, 12, 40, 110, 600), size) * 60).astype(np.int64)
    slow = np.where(bad, 1.7, 1.0)
    needed = (draw.spread((0.05, 0.25, 0.5, 0.8, 1.1, 2.4), size) * limit * slow).astype(np.int64)
    resolved = answered + needed + 120
    escalates = draw.chance(np.where(needed > limit, 0.4, 0.05), size)
    reopens = draw.chance(np.where(bad, 0.2, 0.07), size)
    times = np.full((size, len(_STEPS)), NONE)
    times[:, OPENED], times[:, FIRST_RESPONSE], times[:, RESOLVED] = opened, answered, resolved
    times[:, REPLIED] = where(draw.chance(0.6, size), answered + needed // 3)
    times[:, ESCALATED] = where(escalates, answered + needed // 2)
    times[:, REOPENED] = where(reopens, resolved + draw.ints(6, 90, size) * 3600)
    times[:, RESOLVED_AGAIN] = where(reopens, times[:, REOPENED] + 1800 + needed // 2)
    done = np.where(reopens, times[:, RESOLVED_AGAIN], resolved)
    times[:, CLOSED] = done + draw.ints(10, 100, size) * 3600
    return where(times < _NOW, times)


def ticket_rows(draw: Draw, tickets: Tickets, customers: Customers, roster: Roster) -> pl.DataFrame:
    """The table of tickets."""
    times, size = tickets.times, len(tickets.key)
    reopened = times[:, REOPENED] != NONE
    cells = {
        "ticket_id": tickets.key,
        "customer_id": customers.key[tickets.who],
        "contact_id": where(draw.chance(0.9, size), customers.first_contact[tickets.who]),
        "product_id": tickets.product + 1,
        "owner_id": roster.at(tickets.seat, day_of(times[:, OPENED])),
        "channel": words(_CHANNELS, draw.choose((34, 30, 12, 20, 4), size)),
        "category": words(_CATEGORIES, np.where(tickets.is_bad, 1, draw.choose((34, 26, 18, 14, 8), size))),
        "priority": words(_PRIORITIES, tickets.priority),
        "title": words(TICKET_TITLES, draw.ints(0, len(TICKET_TITLES) - 1, size)),
        "opened_at": times[:, OPENED],
        "opened_date": day_of(times[:, OPENED]),
        "first_response_at": times[:, FIRST_RESPONSE],
        "resolved_at": np.where(reopened, times[:, RESOLVED_AGAIN], times[:, RESOLVED]),
        "closed_at": times[:, CLOSED],
        "sla_hours": _SLA_HOURS[tickets.priority],
        "is_escalated": times[:, ESCALATED] != NONE,
        "reopen_count": reopened.astype(np.int64),
    }
    return frame("tickets", cells)


def ticket_event_rows(keys: Keys, tickets: Tickets, roster: Roster) -> pl.DataFrame:
    """The table of the tickets' steps, in the order of their time."""
    ticket, step = np.nonzero(tickets.times != NONE)
    at = tickets.times[ticket, step]
    order = np.lexsort((step, ticket, at))
    ticket, step, at = ticket[order], step[order], at[order]
    cells = {
        "ticket_event_id": keys.take("ticket_events", len(at)),
        "ticket_id": tickets.key[ticket],
        "owner_id": roster.at(tickets.seat[ticket], day_of(at)),
        "kind": words(_STEPS, step),
        "event_at": at,
        "event_date": day_of(at),
    }
    return frame("ticket_events", cells)


def sentiment(draw: Draw, bad: Flags, slow: Flags) -> Ints:
    """Satisfaction 1 to 5: high as a rule, lower where it took long, low for the planted bad sales."""
    size = len(bad)
    usual, late = draw.choose((2, 4, 12, 40, 42), size), draw.choose((8, 16, 32, 32, 12), size)
    return 1 + np.where(bad, draw.choose((34, 32, 20, 10, 4), size), np.where(slow, late, usual))


def is_slow(tickets: Tickets) -> Flags:
    """Whether the first solution of a ticket took longer than was promised."""
    took = tickets.times[:, RESOLVED] - tickets.times[:, OPENED]
    late: Flags = (tickets.times[:, RESOLVED] != NONE) & (took > _SLA_HOURS[tickets.priority] * 3600)
    return late


def visit_days(draw: Draw, contracts: Contracts) -> tuple[Ints, Ints]:
    """Which contracts get a return visit, and when."""
    size = len(contracts.key)
    day = on_workday(np.minimum(contracts.day + draw.days((25, 45, 70, 110), size), LAST + 60))
    chosen = np.flatnonzero(contracts.effective & draw.chance(0.55, size) & (day <= LAST))
    chosen = chosen[np.argsort(day[chosen], kind="stable")]
    return chosen, day[chosen]


def contract_has_bad_line(contracts: Contracts, customers: Customers) -> Flags:
    """Whether a contract sold the planted bad product in its bad region."""
    lines = contracts.baskets
    bad = is_bad_sale(customers, contracts.who[lines.basket], lines.product)
    return np.bincount(lines.basket, bad, len(contracts.key)) > 0
