"""Customers, the people at them, and who they are shared with."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from datasource.sample import truths
from datasource.sample.days import DAY, LAST, at_work, axis, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints, ranges, where
from datasource.sample.frames import Keys, frame, kept, numbered, words
from datasource.sample.geography import places
from datasource.sample.names import INDUSTRIES, companies, mobiles, people, pick
from datasource.sample.organisation import Organisation
from datasource.sample.prospects import INDUSTRY_WEIGHT, Leads, choose_seats
from datasource.sample.seats import Roster

_LEVELS = ("A（重点客户）", "B（普通客户）", "C（非优先客户）")
_SIZES = ("1–20 人", "21–50 人", "51–200 人", "201–1000 人", "1000 人以上")
_SIZE_WEIGHT = (20, 26, 29, 17, 8)
_HEADCOUNT = ((2, 20), (21, 50), (51, 200), (201, 1000), (1001, 8000))
SIZE_FACTOR = np.array([0.6, 0.8, 1.0, 1.4, 2.2])
_DIRECT_WEIGHT = (0.20, 0.03, 0.13, 0.12, 0.30, 0.15, 0.07)
_POSTS = ("总经理", "采购经理", "信息部主任", "财务总监", "运营总监", "销售总监", "项目经理", "行政主管")
_OCCUPATIONS = ("个体经营者", "自由职业者", "设计师", "律师", "医生", "教师")
_INCOMES = ("10 万以下", "10–30 万", "30–100 万", "100 万以上")
_PERSON_SHARE = 0.06
_FAMILY = 40
POOL_HOUR = 2


@dataclass
class Customers:
    """One element per customer; the pool days are filled once its deals are known (`ownership.into_pool`)."""

    key: Ints
    second: Ints
    source: Ints
    place: Ints
    industry: Ints
    size: Ints
    english: Flags
    late_payer: Flags
    seat: Ints
    lead: Ints
    neglected_from: Ints
    first_contact: Ints
    pool_day: Ints = field(init=False)
    claim_day: Ints = field(init=False)
    claim_seat: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.pool_day, self.claim_day, self.claim_seat = (np.full(len(self.key), NONE) for _ in range(3))

    @property
    def day(self) -> Ints:
        """The day each customer was entered."""
        return day_of(self.second)

    def seat_on(self, who: Ints, day: Ints) -> Ints:
        """The seat that customer `who` belongs to on each day; NONE while it lies in the pool."""
        claimed = (self.claim_day[who] != NONE) & (day >= self.claim_day[who])
        pooled = (self.pool_day[who] != NONE) & (day >= self.pool_day[who])
        return np.where(claimed, self.claim_seat[who], np.where(pooled, NONE, self.seat[who]))

    def owner_on(self, roster: Roster, who: Ints, day: Ints) -> Ints:
        """The user in charge of customer `who` on each day; NONE while it lies in the pool."""
        return roster.at(self.seat_on(who, day), day)


@dataclass(frozen=True)
class Contacts:
    """One element per contact: its key, and the day since when it is known."""

    key: Ints
    since: Ints


def make_customers(draw: Draw, keys: Keys, roster: Roster, leads: Leads, size: int) -> Customers:
    """`size` customers: those that the leads became, and others that were entered directly."""
    became = np.flatnonzero(leads.converted != NONE)[:size]
    direct = size - len(became)
    source = np.concatenate([leads.source[became], draw.choose(_DIRECT_WEIGHT, direct)])
    place = np.concatenate([leads.place[became], draw.choose(places().weight, direct)])
    entered = on_workday(np.minimum(draw.choose(axis().load, direct), LAST))
    second = np.concatenate([leads.converted[became], at_work(draw, np.minimum(entered, LAST))])
    seats = choose_seats(draw, roster, place[len(became) :], source[len(became) :], day_of(second[len(became) :]))
    order = np.argsort(second, kind="stable")
    industry = np.concatenate([leads.industry[became], draw.choose(INDUSTRY_WEIGHT, direct)])
    english = np.concatenate([leads.english[became], draw.chance(0.12, direct)])
    neglected = day_of(second)[order] + draw.days((40, 160, 380, 800), size)
    return Customers(
        key=keys.take("customers", size),
        second=second[order],
        source=source[order],
        place=place[order],
        industry=industry[order],
        size=draw.choose(_SIZE_WEIGHT, size),
        english=english[order],
        late_payer=draw.chance(truths.LATE_PAYER_SHARE, size),
        seat=np.concatenate([leads.seat[became], seats])[order],
        lead=np.concatenate([became, np.full(direct, NONE)])[order],
        neglected_from=where(draw.chance(truths.NEGLECT_SHARE, size), neglected, LAST + 1_000),
        first_contact=np.zeros(size, dtype=np.int64),
    )


def customer_rows(draw: Draw, customers: Customers, roster: Roster, dealt: Flags, next_contact: Ints) -> pl.DataFrame:
    """The table of customers as it stands today; `dealt` says who bought, `next_contact` when the next call is due."""
    size = len(customers.key)
    everyone = np.arange(size)
    parent = where((everyone > _FAMILY) & draw.chance(0.03, size), customers.key - draw.ints(1, _FAMILY, size))
    cells = {
        "customer_id": customers.key,
        "source": words(truths.LEAD_SOURCES, where(draw.chance(0.97, size), customers.source)),
        "parent_id": parent,
        "owner_id": customers.owner_on(roster, everyone, np.full(size, LAST)),
        "created_at": customers.second,
        "created_date": customers.day,
        "is_dealt_flag": dealt & draw.chance(0.95, size),
        "next_contact_at": next_contact,
        "pool_at": where(customers.pool_day != NONE, customers.pool_day * DAY + POOL_HOUR * 3600),
        "is_deleted": ~dealt & draw.chance(0.006, size),
    }
    return frame("customers", cells | _identity(draw, customers) | _grade(draw, customers) | _person(draw, size))


def _identity(draw: Draw, customers: Customers) -> dict[str, pl.Series | Ints]:
    """Name, numbers, industry and place; the planted doubles show those of the customer before them."""
    size, everyone = len(customers.key), np.arange(len(customers.key))
    is_double = (everyone > 0) & (customers.key % truths.DUPLICATE_EVERY == 0)
    shown = np.where(is_double, everyone - 1, everyone)
    city = words(places().short_name, customers.place)
    name = companies(draw, customers.key - 1, city, customers.industry, customers.english)
    return {
        "name": pick(is_double, name.gather(shown) + "（总部）", name),
        "code": numbered("KH{}", customers.key + 1_000_000),
        "phone": kept(draw.chance(0.95, size), mobiles(draw, size).gather(shown)),
        "website": kept(draw.chance(0.7, size), numbered("https://kh{}.example", customers.key)),
        "industry": words(INDUSTRIES, where(draw.chance(0.96, size), customers.industry)).gather(shown),
        "region_id": where(draw.chance(0.985, size), places().key[customers.place])[shown],
    }


def _grade(draw: Draw, customers: Customers) -> dict[str, pl.Series | Ints]:
    """Level, size, head count, revenue and age."""
    size = len(customers.key)
    heads = np.asarray(_HEADCOUNT)[customers.size]
    headcount = heads[:, 0] + (draw.uniform(size) * (heads[:, 1] - heads[:, 0])).astype(np.int64)
    level = np.where(draw.chance(0.6, size), np.clip(3 - customers.size, 0, 2), draw.choose((2, 5, 4), size))
    return {
        "level": words(_LEVELS, where(draw.chance(0.97, size), level)),
        "company_size": words(_SIZES, customers.size),
        "employee_count": headcount,
        "annual_revenue_amount": headcount * draw.days((150_000, 300_000, 500_000, 900_000), size) * 100,
        "founded_year": draw.ints(1992, 2022, size),
    }


def _person(draw: Draw, size: int) -> dict[str, pl.Series | Ints]:
    """What is known of the few customers that are persons."""
    person = draw.chance(_PERSON_SHARE, size)
    return {
        "birth_date": where(person, -draw.days((8_000, 12_000, 16_000, 23_000), size)),
        "sex": words(("男", "女"), where(person, draw.ints(0, 1, size))),
        "occupation": words(_OCCUPATIONS, where(person, draw.ints(0, 5, size))),
        "income_band": words(_INCOMES, where(person, draw.choose((2, 4, 3, 1), size))),
    }


def contact_rows(draw: Draw, keys: Keys, customers: Customers, roster: Roster) -> tuple[pl.DataFrame, Contacts]:
    """The table of contacts, and the same as arrays; notes each customer's first contact."""
    counts = 1 + draw.choose((58, 28, 10, 4), len(customers.key))
    who, number = ranges(counts)
    size = len(who)
    key = keys.take("contacts", size)
    customers.first_contact = key[number == 0]
    later = on_workday(customers.day[who] + draw.days((1, 40, 150, 500), size))
    second = np.where(number == 0, customers.second[who], at_work(draw, np.minimum(later, LAST)))
    second = np.maximum(second, customers.second[who])
    cells = {
        "contact_id": key,
        "customer_id": customers.key[who],
        "name": people(draw, customers.english[who]),
        "post": words(_POSTS, where(draw.chance(0.9, size), draw.ints(0, 7, size))),
        "phone": mobiles(draw, size),
        "email": kept(draw.chance(0.75, size), numbered("p{}@kh{}.example", key, customers.key[who])),
        "is_primary": number == 0,
        "owner_id": customers.owner_on(roster, who, np.full(size, LAST)),
        "created_at": second,
        "created_date": day_of(second),
        "is_deleted": (number > 0) & draw.chance(0.01, size),
    }
    return frame("contacts", cells), Contacts(key, day_of(second))


def member_rows(draw: Draw, keys: Keys, customers: Customers, organisation: Organisation) -> pl.DataFrame:
    """Who else may see a customer: a holder of another seat, for one customer in twelve."""
    who = np.flatnonzero(draw.chance(0.08, len(customers.key)))
    seats = len(organisation.sales.region)
    mine = customers.seat_on(who, np.full(len(who), LAST))
    other = (np.maximum(mine, 0) + draw.ints(1, seats - 1, len(who))) % seats
    user = organisation.sales.at(other, np.full(len(who), LAST))
    cells = {
        "customer_member_id": keys.take("customer_members", len(who)),
        "customer_id": customers.key[who],
        "user_id": user,
        "access": words(("read", "write"), draw.choose((7, 3), len(who))),
    }
    return frame("customer_members", cells)
