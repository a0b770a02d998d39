"""Leads: where they come from, how fast they are answered, which of them become customers."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample import truths
from datasource.sample.campaigns import Plan, campaigns_behind
from datasource.sample.days import DAY, LAST, at_work, axis, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints, where
from datasource.sample.frames import Keys, frame, words
from datasource.sample.geography import EAST, places
from datasource.sample.names import INDUSTRIES, companies, mobiles, people
from datasource.sample.seats import Roster

LEADS_A_CUSTOMER = 2.2
_STATUS = ("new", "working", "qualified", "converted", "dead")
_NEW, _WORKING, _QUALIFIED, _CONVERTED, _DEAD = range(5)
INDUSTRY_WEIGHT = (20, 19, 8, 8, 9, 12, 6, 5, 4, 5, 4)


@dataclass(frozen=True)
class Leads:
    """One element per lead; `webinar` and `roadshow` are places in the plan, or NONE."""

    key: Ints
    source: Ints
    place: Ints
    industry: Ints
    english: Flags
    seat: Ints
    second: Ints
    answered: Ints
    converted: Ints
    status: Ints
    campaign: Ints
    webinar: Ints
    roadshow: Ints

    @property
    def day(self) -> Ints:
        """The day each lead was entered."""
        return day_of(self.second)

    @property
    def until(self) -> Ints:
        """The last day on which somebody handled each lead: its conversion or its end, today for the others."""
        done = np.where(self.converted != NONE, day_of(self.converted), self.day + 60)
        return np.where(np.isin(self.status, (_CONVERTED, _DEAD)), np.minimum(done, LAST), LAST)


def choose_seats(draw: Draw, roster: Roster, place: Ints, source: Ints, day: Ints) -> Ints:
    """The seat that gets each prospect; inbound ones of the east go mostly to the planted star."""
    seat = roster.choose(draw, places().serving[place], day)
    inbound = (source == truths.REFERRAL) | (source == truths.WEBSITE)
    star = inbound & (places().serving[place] == EAST) & draw.chance(truths.INBOUND_STAR_SHARE, len(day))
    return np.where(star, truths.INBOUND_STAR_SEAT, seat)


def make_leads(draw: Draw, keys: Keys, roster: Roster, plan: Plan, size: int) -> Leads:
    """`size` leads over the three years, by source, with their answers and conversions."""
    source = draw.choose(truths.LEAD_WEIGHT, size)
    day = np.sort(draw.choose(axis().promoted_load, size))
    second = np.sort(at_work(draw, day))
    place = draw.choose(places().weight, size)
    answered, fast = _answers(draw, second)
    webinar = where(draw.chance(truths.WEBINAR_SHARE * 1.8, size), plan.next_webinar(day))
    roadshow = where(draw.chance(truths.ROADSHOW_SHARE * 3.5, size), plan.running("城市路演", day))
    rate = np.asarray(truths.LEAD_RATE)[source] * np.where(fast, truths.FAST_ANSWER_FACTOR, 1.0)
    rate = rate * np.where(webinar != NONE, truths.WEBINAR_FACTOR, 1.0)
    held = np.where(webinar == NONE, 0, plan.start[np.maximum(webinar, 0)])
    ready = np.maximum(np.maximum(day_of(answered), held) + 1, day + draw.days((1, 4, 10, 25, 60), size))
    ready = on_workday(np.minimum(ready, LAST + 60))
    won = draw.chance(rate, size) & (answered != NONE) & (ready <= LAST)
    return Leads(
        key=keys.take("leads", size),
        source=source,
        place=place,
        industry=draw.choose(INDUSTRY_WEIGHT, size),
        english=draw.chance(0.12, size),
        seat=choose_seats(draw, roster, place, source, day),
        second=second,
        answered=answered,
        converted=at_work(draw, where(won, ready)),
        status=_status(draw, day, answered, won),
        campaign=campaigns_behind(draw, plan, source, day),
        webinar=webinar,
        roadshow=roadshow,
    )


def _answers(draw: Draw, second: Ints) -> tuple[Ints, Flags]:
    size = len(second)
    fast = draw.chance(truths.FAST_ANSWER_SHARE, size)
    minutes = np.where(fast, draw.spread((2, 10, 25, 59), size), draw.spread((63, 240, 900, 2400, 7200), size))
    answered = second + (minutes * 60).astype(np.int64)
    answered = where(draw.chance(0.95, size) & (answered < (LAST + 1) * DAY), answered)
    return answered, fast & (answered != NONE)


def _status(draw: Draw, day: Ints, answered: Ints, won: Flags) -> Ints:
    size = len(day)
    old = LAST - day
    dead = draw.chance(np.clip(old / 120, 0, 0.85), size)
    status = np.where(draw.chance(0.3, size), _QUALIFIED, _WORKING)
    status = np.where(answered == NONE, _NEW, status)
    status = np.where(dead, _DEAD, status)
    return np.where(won, _CONVERTED, status)


def lead_rows(draw: Draw, leads: Leads, roster: Roster, customer: Ints) -> pl.DataFrame:
    """The table of leads; `customer` is the key of the customer that each became, or NONE."""
    size = len(leads.key)
    short = words(places().short_name, leads.place)
    cells = {
        "lead_id": leads.key,
        "name": companies(draw, leads.key + 1_200, short, leads.industry, leads.english),
        "contact_name": people(draw, leads.english),
        "phone": mobiles(draw, size),
        "source": words(truths.LEAD_SOURCES, leads.source),
        "industry": words(INDUSTRIES, where(draw.chance(0.93, size), leads.industry)),
        "status": words(_STATUS, leads.status),
        "campaign_id": np.where(leads.campaign == NONE, NONE, leads.campaign + 1),
        "customer_id": customer,
        "owner_id": roster.at(leads.seat, leads.until),
        "created_at": leads.second,
        "created_date": leads.day,
        "first_response_at": leads.answered,
        "converted_at": leads.converted,
        "converted_date": day_of(leads.converted),
        "is_deleted": (leads.status == _DEAD) & draw.chance(0.01, size),
    }
    return frame("leads", cells)
