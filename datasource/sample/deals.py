"""Which deals each customer starts: the first one, tries after a loss, orders again after a win."""

import numpy as np

from datasource.sample import truths
from datasource.sample.catalogue import NEW_BUSINESS, RENEWAL
from datasource.sample.customers import Customers
from datasource.sample.days import LAST, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints
from datasource.sample.pipeline import LOST, OPEN, WON, Deals, Starts, run
from datasource.sample.seats import Roster

_FIRST_SHARE = 0.80
_FIRST_GAP = (1, 4, 15, 45, 120)
_AGAIN_GAP = (25, 70, 120, 190, 320)
_RETRY_GAP = (40, 90, 200)
_RETRY_SHARE = 0.30
_POOL_GAP = (45, 90, 160, 320)
_POOL_SHARE = 0.62
_CLAIM_GAP = (1, 10, 45, 160)


def make_deals(draw: Draw, customers: Customers, roster: Roster) -> Deals:
    """All deals of the customers in the order of their start; fills the customers' days in the public pool."""
    everyone = np.arange(len(customers.key))
    who = everyone[draw.chance(_FIRST_SHARE, len(everyone))]
    day = customers.day[who] + draw.days(_FIRST_GAP, len(who))
    rounds = _chain(draw, customers, roster, who, day)
    into_pool(draw, customers, roster, rounds)
    claimed = everyone[(customers.claim_day != NONE) & draw.chance(0.5, len(everyone))]
    day = customers.claim_day[claimed] + draw.days((2, 10, 30), len(claimed))
    rounds += _chain(draw, customers, roster, claimed, day)
    deals = _stack(rounds)
    return deals.take(np.argsort(deals.entered[:, 0], kind="stable"))


def _chain(draw: Draw, customers: Customers, roster: Roster, who: Ints, day: Ints) -> list[Deals]:
    """Deals that start on `day`, and those that follow from their ends."""
    pipeline = np.full(len(who), NEW_BUSINESS)
    rounds: list[Deals] = []
    while len(who) or not rounds:
        day = on_workday(np.minimum(day, LAST + 60))
        here = day <= LAST
        start = _starts(customers, roster, (who[here], day[here], pipeline[here]), first=not rounds)
        deals = run(draw, start)
        rounds.append(deals)
        who, day, pipeline = _following(draw, customers, deals)
    return rounds


def _starts(customers: Customers, roster: Roster, begins: tuple[Ints, Ints, Ints], *, first: bool) -> Starts:
    who, day, pipeline = begins
    seat = customers.seat_on(who, day)
    shift = np.asarray(truths.SOURCE_WIN_SHIFT)[customers.source[who]]
    shift = shift + np.where(roster.is_ramping(seat, day), truths.RAMP_WIN_SHIFT, 0.0)
    base = np.where(pipeline == NEW_BUSINESS, truths.NEW_WIN_RATE, truths.RENEWAL_WIN_RATE)
    return Starts(
        who=who,
        day=day,
        pipeline=pipeline,
        seat=seat,
        region=roster.region[seat],
        chance=np.clip(base + shift * np.where(pipeline == NEW_BUSINESS, 1.0, 0.4), 0.03, 0.95),
        size=customers.size[who],
        is_first=np.full(len(who), first) & (customers.claim_day[who] == NONE),
    )


def _following(draw: Draw, customers: Customers, deals: Deals) -> tuple[Ints, Ints, Ints]:
    size, who = len(deals.outcome), deals.start.who
    won, lost = deals.outcome == WON, deals.outcome == LOST
    gap = np.where(won, draw.days(_AGAIN_GAP, size), draw.days(_RETRY_GAP, size))
    day = np.where(won | lost, deals.close_day + gap, LAST + 1)
    neglected = day - truths.NEGLECT_DAYS > customers.neglected_from[who]
    stays = draw.chance(np.where(neglected, truths.NEGLECTED_REORDER, truths.KEPT_REORDER), size)
    tries = draw.chance(np.where(deals.start.pipeline == RENEWAL, 0.7, _RETRY_SHARE), size)
    goes_on = ((won & stays) | (lost & tries & stays)) & (day <= LAST)
    return who[goes_on], day[goes_on], deals.start.pipeline[goes_on] | won[goes_on]


def into_pool(draw: Draw, customers: Customers, roster: Roster, rounds: list[Deals]) -> None:
    """Customers without a win or an open deal fall into the public pool after a while; half are taken out again."""
    size = len(customers.key)
    barred, free_from = np.zeros(size, dtype=bool), customers.day.copy()
    for deals in rounds:
        barred[deals.start.who[(deals.outcome == WON) | (deals.outcome == OPEN)]] = True
        np.maximum.at(free_from, deals.start.who, deals.close_day)
    day = on_workday(np.minimum(free_from + draw.days(_POOL_GAP, size), LAST + 60))
    falls: Flags = ~barred & (day <= LAST) & draw.chance(_POOL_SHARE, size)
    claim = on_workday(np.minimum(day + draw.days(_CLAIM_GAP, size), LAST + 60))
    taken = falls & (claim > day) & (claim <= LAST) & draw.chance(0.55, size)
    customers.pool_day = np.where(falls, day, NONE)
    customers.claim_day = np.where(taken, claim, NONE)
    seat = roster.choose(draw, roster.region[customers.seat], np.minimum(claim, LAST))
    customers.claim_seat = np.where(taken, seat, NONE)


def _stack(rounds: list[Deals]) -> Deals:
    names = Starts.__dataclass_fields__
    start = Starts(**{name: np.concatenate([vars(deals.start)[name] for deals in rounds]) for name in names})
    return Deals(
        start,
        np.concatenate([deals.outcome for deals in rounds]),
        np.concatenate([deals.closed for deals in rounds]),
        np.concatenate([deals.position for deals in rounds]),
        np.concatenate([deals.entered for deals in rounds]),
    )
