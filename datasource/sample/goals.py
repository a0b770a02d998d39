"""Targets by month: of employees, of their departments (sums), of the company (sum), in three tiers.

Planned after the fact: a year's target is the year's outcome made a little harder, spread over the months by season and
over the people by strength, so that some are ahead and some behind.
"""

from dataclasses import dataclass, field

import numpy as np

from datasource.sample.currencies import month_starts
from datasource.sample.days import LAST, MONTH_WEIGHT, axis
from datasource.sample.draw import NONE, Draw, Floats, Ints
from datasource.sample.frames import Frames, Keys, frame, words
from datasource.sample.geography import places
from datasource.sample.organisation import FIRST_REGION, FIRST_REP, FIRST_TEAM, MARKETING, Organisation

KINDS = ("contract_amount", "received_amount")
_HARDER = (1.06, 1.02)
_UNIT = 100_000
_STRETCH, _CHALLENGE = 120, 150
_LEVELS = ("employee", "department", "company")


@dataclass
class Outcome:
    """Money by kind and month as the blocks are made; what the targets are planned after."""

    by_month: Ints = field(default_factory=lambda: np.zeros((len(KINDS), len(month_starts())), dtype=np.int64))

    def add(self, kind: int, day: Ints, amount: Ints) -> None:
        """Count effective amounts on their days."""
        np.add.at(self.by_month[kind], axis().month[day], amount)


def target_rows(draw: Draw, keys: Keys, organisation: Organisation, outcome: Outcome) -> Frames:
    """The table of targets from the first month to the end of the current year."""
    people, share = _shares(draw, organisation)
    parts = [_of_kind(kind, people, share, organisation, outcome.by_month[kind]) for kind in range(len(KINDS))]
    cells = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    size = len(cells["amount"])
    starts = month_starts()
    order = np.lexsort((cells["owner"], cells["department"], cells["level"], cells["kind"], cells["month"]))
    cells = {name: column[order] for name, column in cells.items()}
    columns = {
        "target_id": keys.take("targets", size),
        "level": words(_LEVELS, cells["level"]),
        "kind": words(KINDS, cells["kind"]),
        "department_id": cells["department"],
        "owner_id": cells["owner"],
        "month_date": starts[cells["month"]],
        "target_amount": cells["amount"],
        "stretch_amount": cells["amount"] * _STRETCH // 100,
        "challenge_amount": cells["amount"] * _CHALLENGE // 100,
        "year_amount": cells["year"],
    }
    return {"targets": frame("targets", columns)}


def _shares(draw: Draw, organisation: Organisation) -> tuple[Ints, Floats]:
    """The salespeople, and person × month: how much of the month's target each should carry."""
    sales = (organisation.department >= FIRST_TEAM) & (organisation.department < MARKETING)
    people = np.flatnonzero(sales & (organisation.hired != NONE))
    starts = month_starts()
    day = np.minimum(starts, LAST)
    hired, left = organisation.hired[people][:, None], organisation.left[people][:, None]
    there = (hired <= day) & ((left == NONE) | (left >= day))
    ramp = np.clip((day - hired) / 180, 0.2, 1.0)
    ability = draw.spread((0.8, 0.95, 1.05, 1.25), len(people)) * np.where(people < FIRST_REP, 0.45, 1.0)
    parent = dict(_parents(organisation))
    region = np.array([parent[int(team)] - FIRST_REGION for team in organisation.department[people]])
    weight = there * ramp * ability[:, None]
    market = np.bincount(places().serving, places().weight)
    in_region = np.array([weight[region == one].sum(axis=0) for one in range(len(market))])
    return people, weight / in_region[region] * (market / market.sum())[region][:, None]


def _plan(kind: int, by_month: Ints) -> Floats:
    """The company's target by month: the year's outcome (or its months so far, made a year) by season."""
    months = np.arange(len(by_month))
    year, season = (months + 6) // 12, np.asarray(MONTH_WEIGHT)[(months + 6) % 12]
    known = months <= axis().month[LAST]
    plan = np.zeros(len(by_month))
    for one in range(int(year.max()) + 1):
        mine = year == one
        plan[mine] = season[mine] * by_month[mine & known].sum() / season[mine & known].sum() * _HARDER[kind]
    return plan


def _of_kind(kind: int, people: Ints, share: Floats, organisation: Organisation, by_month: Ints) -> dict[str, Ints]:
    amount = (share * _plan(kind, by_month) / _UNIT).astype(np.int64) * _UNIT
    person, month = np.nonzero(share > 0)
    amount[share == 0] = 0
    teams = np.unique(organisation.department[people])
    of_team = np.array([amount[organisation.department[people] == team].sum(axis=0) for team in teams])
    head_of = {int(team): int(parent) for team, parent in _parents(organisation)}
    regions = np.unique([head_of[int(team)] for team in teams])
    over = np.array([head_of[int(team)] for team in teams])
    of_region = np.array([of_team[over == region].sum(axis=0) for region in regions])
    rows = [
        _rows(0, np.full(len(people), NONE), people, amount, (person, month)),
        _rows(1, teams, np.full(len(teams), NONE), of_team, None),
        _rows(1, regions, np.full(len(regions), NONE), of_region, None),
        _rows(2, np.array([NONE]), np.array([NONE]), amount.sum(axis=0)[None, :], None),
    ]
    joined = {name: np.concatenate([part[name] for part in rows]) for name in rows[0]}
    return joined | {"kind": np.full(len(joined["amount"]), kind)}


def _parents(organisation: Organisation) -> list[tuple[int, int]]:
    rows = organisation.departments.select("department_id", "parent_id").rows()
    return [(team, parent) for team, parent in rows if parent is not None and parent >= FIRST_REGION]


def _rows(level: int, department: Ints, owner: Ints, amount: Ints, chosen: tuple[Ints, Ints] | None) -> dict[str, Ints]:
    """One row per holder and month; the year's amount is the sum of the holder's months in it."""
    holder, month = np.nonzero(np.ones_like(amount)) if chosen is None else chosen
    year = (np.arange(amount.shape[1]) + 6) // 12
    by_year = np.stack([amount[:, year == one].sum(axis=1) for one in range(int(year.max()) + 1)], axis=1)
    return {
        "level": np.full(len(holder), level),
        "department": department[holder],
        "owner": owner[holder],
        "month": month,
        "amount": amount[holder, month],
        "year": by_year[holder, year[month]],
    }
