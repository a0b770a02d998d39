"""Seats: places in a sales team or in customer service that one person holds at a time.

Customers belong to seats, so that whoever leaves hands them to the team's manager, and the manager to the successor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.days import LAST, axis
from datasource.sample.draw import NONE, Draw, Flags, Floats, Ints
from datasource.sample.truths import RAMP_DAYS

_LEAVE_EVERY = 4
_LEAD_STRENGTH = 0.4


@dataclass(frozen=True)
class Person:
    """One employee; `hired` and `left` are days, `left` is NONE while employed."""

    user_id: int
    department_id: int
    manager_id: int | None
    title: str
    hired: int
    left: int = NONE


@dataclass(frozen=True)
class Team:
    """Whose seats are filled: department, its region, its manager, title of its people, whether the manager has one."""

    department_id: int
    region: int
    lead: Person
    title: str
    has_lead_seat: bool


@dataclass(frozen=True)
class Seat:
    """One place, and who holds it one after the other."""

    region: int
    holders: tuple[Person, ...]


@dataclass(frozen=True)
class Roster:
    """The seats as arrays: user by seat and day, when that user was hired, region, strength by month; the changes."""

    holder: Ints
    region: Ints
    strength: Floats
    changes: pl.DataFrame
    since: Ints

    def at(self, seat: Ints, day: Ints) -> Ints:
        """Who holds each seat on each day; `NONE` for no seat."""
        known = np.maximum(seat, 0)
        return np.where(seat == NONE, NONE, self.holder[known, np.clip(day, 0, LAST)])

    def is_ramping(self, seat: Ints, day: Ints) -> Flags:
        """Whether the holder of each seat is still learning on each day."""
        day = np.clip(day, 0, LAST)
        ramping: Flags = day - self.since[seat, day] < RAMP_DAYS
        return ramping

    def choose(self, draw: Draw, region: Ints, day: Ints) -> Ints:
        """A seat of each region, as often as its holder is strong in the month of each day."""
        seats = np.zeros(len(region), dtype=np.int64)
        for one in np.unique(self.region):
            here, mine = np.flatnonzero(region == one), np.flatnonzero(self.region == one)
            steps = np.cumsum(self.strength[mine], axis=0).T
            seats[here] = mine[draw.choose_row(steps[axis().month[day[here]]])]
        return seats


def fill_seats(draw: Draw, people: list[Person], teams: Sequence[Team], size: int, first: int) -> list[Seat]:
    """The holders of `size` seats a team in their order, the manager where nobody else is there.

    New people are added to `people`, with user ids from `first` on.
    """
    total = len(teams) * size
    hired = draw.days((-1900, -700, -200, -60, 500), total)
    left = draw.days((150, 500, 800, 1000), total)
    gap = draw.ints(10, 45, total)
    seats: list[Seat] = []
    for number, team in enumerate(teams):
        seats += [Seat(team.region, (team.lead,))] if team.has_lead_seat else []
        for one in range(number * size, (number + 1) * size):
            start = min(int(hired[one]), -60) if one == number * size else int(hired[one])
            leaves = max(int(left[one]), start + 120) if one % _LEAVE_EVERY == _LEAVE_EVERY - 1 else NONE
            new = _new_people(team, first, start, leaves, int(gap[one]))
            first += len(new)
            people += new
            seats.append(Seat(team.region, _holders(team.lead, new)))
    return seats


def _new_people(team: Team, user_id: int, start: int, leaves: int, gap: int) -> list[Person]:
    """Who is hired for a seat: one person, or two when the first leaves and the second still comes before today."""
    if leaves == NONE:
        return [Person(user_id, team.department_id, team.lead.user_id, team.title, start)]
    last_day = int(axis().next_workday[leaves])
    after = int(axis().next_workday[last_day + gap])
    one = Person(user_id, team.department_id, team.lead.user_id, team.title, start, last_day)
    other = Person(user_id + 1, team.department_id, team.lead.user_id, team.title, after)
    return [one, other] if after <= LAST else [one]


def _holders(lead: Person, people: list[Person]) -> tuple[Person, ...]:
    """The people in their order, with the manager before, between and after them while nobody else is there."""
    holders = [lead] if people[0].hired > 0 else []
    for one in people:
        holders += [one] if one.left == NONE else [one, lead]
    return tuple(holders)


def make_roster(draw: Draw, seats: Sequence[Seat]) -> Roster:
    """The roster of `seats`; strength is a person's talent, times what a newcomer can already do."""
    holder = np.zeros((len(seats), LAST + 1), dtype=np.int64)
    since = np.zeros((len(seats), LAST + 1), dtype=np.int64)
    changes: list[tuple[int, int, int, int]] = []
    for place, seat in enumerate(seats):
        for before, one in zip([None, *seat.holders], seat.holders, strict=False):
            starts = 0 if before is None else before.left + 1 if before.left != NONE else one.hired
            holder[place, max(starts, 0) :] = one.user_id
            since[place, max(starts, 0) :] = one.hired
            if before is not None:
                changes.append((place, starts, before.user_id, one.user_id))
    month_start = np.flatnonzero(np.diff(axis().month[: LAST + 1], prepend=-1))
    grown = np.clip((month_start - since[:, month_start]) / RAMP_DAYS, 0.15, 1.0)
    led = np.array([len(seat.holders) == 1 and seat.holders[0].title.endswith("经理") for seat in seats])
    talent = draw.spread((0.55, 0.9, 1.1, 1.7), len(seats)) * np.where(led, _LEAD_STRENGTH, 1.0)
    return Roster(
        holder=holder,
        region=np.array([seat.region for seat in seats]),
        strength=talent[:, None] * grown,
        changes=pl.DataFrame(changes, schema=["seat", "day", "old", "new"], orient="row"),
        since=since,
    )
