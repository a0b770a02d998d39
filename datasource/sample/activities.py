"""Activities: follow-ups on leads, deals and customers, check-ins, tasks, and what the system noted."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.customers import Customers
from datasource.sample.days import DAY, LAST, at_work, between, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Floats, Ints, pick_at, ranges, where
from datasource.sample.frames import Keys, frame, words
from datasource.sample.opportunities import Sold
from datasource.sample.phrases import CHECK_INS, NOTES, SYSTEM_NOTES, TASKS
from datasource.sample.prospects import Leads
from datasource.sample.seats import Roster

KINDS = ("follow_up", "check_in", "task", "system")
FOLLOW_UP, CHECK_IN, TASK, SYSTEM = range(4)
CHANNELS = ("电话", "上门拜访", "微信", "邮件", "短信", "线上会议")
_CHANNEL_WEIGHT = (42, 14, 22, 9, 4, 9)
_SUBJECTS = ("lead", "customer", "contact", "opportunity")
_LEAD, _CUSTOMER, _CONTACT, _OPPORTUNITY = range(4)
_A_MONTH = 0.35
_ENGLISH_FROM = 16
_PHRASES = (NOTES, CHECK_INS, TASKS, SYSTEM_NOTES)


@dataclass(frozen=True)
class Noted:
    """One element per activity; records by their keys, `who` the customer's place or NONE."""

    subject: Ints
    lead: Ints
    who: Ints
    contact: Ints
    deal: Ints
    seat: Ints
    second: Ints


def activity_rows(
    draw: Draw, keys: Keys, people: tuple[Customers, Leads, Roster], sold: Sold, converted: Ints
) -> tuple[pl.DataFrame, Ints]:
    """The table of activities, and when each customer's next contact is due.

    `converted` is the customer (its place) that each lead became, or NONE.
    """
    customers, leads, roster = people
    noted = _in_order(
        [_on_leads(draw, leads, converted), _on_deals(draw, customers, sold), _on_customers(draw, customers)]
    )
    size, day = len(noted.second), day_of(noted.second)
    kind = np.where(noted.subject >= _CUSTOMER, draw.choose((900, 48, 22, 30), size), FOLLOW_UP)
    following = where((kind == FOLLOW_UP) & draw.chance(0.45, size), on_workday(day + draw.ints(3, 35, size)))
    due = at_work(draw, following)
    cells = {
        "activity_id": keys.take("activities", size),
        "kind": words(KINDS, kind),
        "channel": words(CHANNELS, where(kind == FOLLOW_UP, draw.choose(_CHANNEL_WEIGHT, size))),
        "subject": words(_SUBJECTS, noted.subject),
        "lead_id": noted.lead,
        "customer_id": pick_at(customers.key, noted.who),
        "contact_id": noted.contact,
        "opportunity_id": noted.deal,
        "owner_id": roster.at(noted.seat, day),
        "content": _content(draw, kind, pick_at(customers.english.astype(np.int64), noted.who)),
        "created_at": noted.second,
        "created_date": day,
        "next_contact_at": due,
        "is_deleted": draw.chance(0.008, size),
    }
    return frame("activities", cells), _next_contacts(customers, noted, due)


def _next_contacts(customers: Customers, noted: Noted, due: Ints) -> Ints:
    """The appointment that was made last with each customer that is not in the pool."""
    last = np.full(len(customers.key), NONE)
    made = (due != NONE) & (noted.who != NONE)
    last[noted.who[made]] = due[made]
    everyone = np.arange(len(customers.key))
    return where(customers.seat_on(everyone, np.full(len(everyone), LAST)) != NONE, last)


def _content(draw: Draw, kind: Ints, english: Ints) -> pl.Series:
    size = len(kind)
    starts = np.cumsum([0, *map(len, _PHRASES)])
    length = np.array([_ENGLISH_FROM, *map(len, _PHRASES[1:])])[kind]
    place = (draw.uniform(size) * length).astype(np.int64)
    abroad = (english == 1) & (kind == FOLLOW_UP)
    place = np.where(abroad, draw.ints(_ENGLISH_FROM, len(NOTES) - 1, size), place)
    return words([note for phrases in _PHRASES for note in phrases], starts[kind] + place)


def _on_leads(draw: Draw, leads: Leads, converted: Ints) -> Noted:
    """The answer to each lead, and some calls after it."""
    counts = np.where(leads.answered == NONE, 0, 1 + draw.choose((60, 25, 15), len(leads.key)))
    lead, number = ranges(counts)
    until = np.where(leads.converted[lead] == NONE, leads.day[lead] + 45, day_of(leads.converted[lead]))
    first = day_of(leads.answered[lead])
    later = at_work(draw, between(draw, first, np.minimum(np.maximum(until, first), LAST)))
    second = np.where(number == 0, leads.answered[lead], np.maximum(later, leads.answered[lead] + 600))
    nothing = np.full(len(lead), NONE)
    subject = np.full(len(lead), _LEAD)
    return Noted(subject, leads.key[lead], converted[lead], nothing, nothing, leads.seat[lead], second)


def _on_deals(draw: Draw, customers: Customers, sold: Sold) -> Noted:
    """One or two activities a stage while the deal was in it."""
    deals = sold.deals
    deal, step = np.nonzero(deals.position)
    running = (step < deals.steps[deal] - 1) | (deals.closed[deal] == NONE)
    deal, step = deal[running], step[running]
    place, _ = ranges(draw.choose((50, 36, 11, 3), len(deal)))
    deal, step = deal[place], step[place]
    start = day_of(deals.entered[deal, step])
    left = deals.entered[deal, np.minimum(step + 1, deals.entered.shape[1] - 1)]
    stop = np.where(step < deals.steps[deal] - 1, day_of(left), LAST)
    second = np.maximum(at_work(draw, between(draw, start, stop)), deals.entered[deal, step] + 60)
    nothing, size = np.full(len(deal), NONE), len(deal)
    subject = np.full(size, _OPPORTUNITY)
    who, seat = deals.start.who[deal], deals.start.seat[deal]
    contact = where(draw.chance(0.5, size), customers.first_contact[who])
    return Noted(subject, nothing, who, contact, sold.key[deal], seat, second)


def _on_customers(draw: Draw, customers: Customers) -> Noted:
    """Regular care from the customer's first day until it is neglected or in the pool, and after it is claimed."""
    everyone = np.arange(len(customers.key))
    stop = np.minimum(customers.neglected_from, LAST)
    stop = np.where(customers.pool_day == NONE, stop, np.minimum(stop, customers.pool_day - 30))
    first = _spans(draw, everyone, customers.day, np.maximum(stop, customers.day))
    claimed = np.flatnonzero(customers.claim_day != NONE)
    again = _spans(draw, claimed, customers.claim_day[claimed], np.full(len(claimed), LAST))
    who = np.concatenate([first[0], again[0]])
    day = np.concatenate([first[1], again[1]])
    second = np.maximum(at_work(draw, day), customers.second[who] + 900)
    second = np.minimum(second, (LAST + 1) * DAY - 60)
    seat = customers.seat_on(who, day)
    through = draw.chance(0.22, len(who))
    nothing = np.full(len(who), NONE)
    contact = where(through, customers.first_contact[who])
    return Noted(np.where(through, _CONTACT, _CUSTOMER), nothing, who, contact, nothing, seat, second)


def _spans(draw: Draw, who: Ints, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    months: Floats = (stop - start) / 30.4
    counts = np.maximum(months * _A_MONTH * draw.spread((0.3, 0.9, 1.1, 2.1), len(who)) + 1.3, 1).astype(np.int64)
    one, _ = ranges(counts)
    return who[one], between(draw, start[one], stop[one])


def _in_order(parts: list[Noted]) -> Noted:
    cells = {name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])}
    order = np.argsort(cells["second"], kind="stable")
    return Noted(**{name: column[order] for name, column in cells.items()})
