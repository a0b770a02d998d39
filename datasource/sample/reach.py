"""How marketing reached people: touches on their way, visits of the web site, members of campaigns."""

import numpy as np
import polars as pl

from datasource.sample import truths
from datasource.sample.campaigns import Plan, content_before
from datasource.sample.customers import Contacts, Customers
from datasource.sample.days import DAY, LAST, at_work, axis, day_of
from datasource.sample.draw import NONE, Draw, Ints, ranges, where
from datasource.sample.frames import Keys, frame, words
from datasource.sample.prospects import Leads

CHANNELS = ("自然搜索", "线上广告", "社交媒体", "邮件", "内容", "线上活动", "直接访问", "转介绍")
_FIRST_WEIGHT = (24, 30, 14, 2, 16, 4, 6, 4)
_LATER_WEIGHT = (10, 12, 8, 22, 20, 14, 12, 2)
_BY_SOURCE = np.array([CHANNELS.index(name) if name else NONE for name in truths.FIRST_CHANNEL])
_CONTENT = 4


def touch_rows(draw: Draw, keys: Keys, plan: Plan, leads: Leads, customer: Ints) -> pl.DataFrame:
    """One to six touches of each lead, from a month before it was entered to its conversion, by its way's step.

    `customer` is the key of the customer that each lead became, or NONE.
    """
    counts = 1 + draw.choose((24, 28, 22, 14, 8, 4), len(leads.key))
    lead, number = ranges(counts)
    size = len(lead)
    back = np.where(number == 0, draw.days((1, 8, 20, 45), size), draw.days((-25, -8, 0, 4, 12), size))
    until = np.where(leads.converted[lead] == NONE, leads.day[lead] + 40, day_of(leads.converted[lead]))
    day = np.clip(np.minimum(leads.day[lead] - back, until), 0, LAST)
    second = at_work(draw, day)
    order = np.lexsort((second, lead))
    lead, second, day = lead[order], second[order], day[order]
    channel = np.where(number == 0, draw.choose(_FIRST_WEIGHT, size), draw.choose(_LATER_WEIGHT, size))
    planted = _BY_SOURCE[leads.source[lead]]
    starts = (number == 0) & (planted != NONE) & draw.chance(truths.FIRST_CHANNEL_SHARE, size)
    channel = np.where(starts, planted, channel)
    content = where(channel == _CONTENT, content_before(draw, plan, day))
    behind = where((number == 0) & (leads.campaign[lead] != NONE), leads.campaign[lead])
    order = np.argsort(second, kind="stable")
    cells = {
        "touch_id": keys.take("touches", size),
        "lead_id": leads.key[lead[order]],
        "customer_id": customer[lead[order]],
        "campaign_id": np.where(behind == NONE, NONE, behind + 1)[order],
        "content_id": content[order],
        "channel": words(CHANNELS, channel[order]),
        "touched_at": second[order],
        "touched_date": day[order],
    }
    return frame("touches", cells)


def web_visit_rows(draw: Draw, keys: Keys, plan: Plan, leads: Leads, customers: Customers) -> pl.DataFrame:
    """Visits of leads around their entry, and of customers whenever marketing had something going on."""
    lead, _ = ranges(draw.choose((30, 30, 20, 12, 8), len(leads.key)))
    who, _ = ranges(draw.choose((35, 25, 18, 12, 6, 4), len(customers.key)))
    day = np.clip(leads.day[lead] + draw.days((-20, -4, 2, 30), len(lead)), 0, LAST)
    any_day = draw.choose(axis().promoted_load, len(who))
    day = np.concatenate([day, np.maximum(any_day, customers.day[who])])
    size = len(day)
    second = at_work(draw, day)
    nothing = (np.full(len(who), NONE), np.full(len(lead), NONE))
    order = np.argsort(second, kind="stable")
    day, second = day[order], second[order]
    cells = {
        "web_visit_id": keys.take("web_visits", size),
        "lead_id": np.concatenate([leads.key[lead], nothing[0]])[order],
        "customer_id": np.concatenate([nothing[1], customers.key[who]])[order],
        "content_id": where(draw.chance(0.6, size), content_before(draw, plan, day)),
        "channel": words(CHANNELS, draw.choose(_FIRST_WEIGHT, size)),
        "seconds": draw.days((5, 30, 90, 240, 900), size).astype(np.float64),
        "visited_at": second,
        "visited_date": day,
    }
    return frame("web_visits", cells)


def campaign_member_rows(draw: Draw, keys: Keys, plan: Plan, leads: Leads, contacts: Contacts) -> pl.DataFrame:
    """Leads in webinars and on the road show, and contacts of customers who were invited to a webinar."""
    web, road = np.flatnonzero(leads.webinar != NONE), np.flatnonzero(leads.roadshow != NONE)
    webinars = plan.of_kind("线上研讨会")
    guest = np.flatnonzero(draw.chance(0.06, len(contacts.key)))
    visited = webinars[(draw.uniform(len(guest)) * len(webinars)).astype(np.int64)]
    there = contacts.since[guest] < plan.start[visited]
    guest, visited = guest[there], visited[there]
    campaign = np.concatenate([leads.webinar[web], leads.roadshow[road], visited])
    lead = np.concatenate([leads.key[web], leads.key[road], np.full(len(guest), NONE)])
    day = np.concatenate([leads.day[web], leads.day[road], plan.start[visited]])
    second = np.concatenate([leads.second[web], leads.second[road], plan.start[visited] * DAY + 9 * 3600])
    order = np.argsort(second, kind="stable")
    size = len(order)
    registered = draw.chance(0.92, size)
    attended = registered & draw.chance(0.62, size)
    cells = {
        "campaign_member_id": keys.take("campaign_members", size),
        "campaign_id": campaign[order] + 1,
        "lead_id": lead[order],
        "contact_id": np.concatenate([np.full(len(web) + len(road), NONE), contacts.key[guest]])[order],
        "has_registered": registered,
        "has_attended": attended,
        "has_interacted": attended & draw.chance(0.4, size),
        "joined_at": second[order] + 300,
        "joined_date": day[order],
    }
    return frame("campaign_members", cells)
